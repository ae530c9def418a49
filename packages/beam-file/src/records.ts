import { BeamFileError } from './beam-file-error.js';
import type { ChunkReader } from './chunk-reader.js';
import { decodeExternalTerm, ExternalTermError } from './external-term.js';
import type { Term } from './term.js';

/** A native record that a module defines, since OTP 29. */
export interface RecordDefinition {
  readonly name: string;
  /** Whether other modules may use it. */
  readonly exported: boolean;
  readonly fields: readonly RecordField[];
}

/** A field of a native record. */
export interface RecordField {
  readonly name: string;
  /** The value that it has when none is given; undefined if one must be given. */
  readonly value: Term | undefined;
}

/** What the terms of the chunk refer to. */
interface Tables {
  readonly atoms: readonly string[];
  readonly literals: readonly Uint8Array[];
}

/** Tags of compact terms (`lib/compiler/src/beam_opcodes.hrl`). */
const UNTAGGED = 0;
const INTEGER = 1;
const ATOM = 2;
const LABEL = 5;
/** First bytes of a list and of a literal. */
const LIST = 0x17;
const LITERAL = 0x47;

/**
 * Reads `Recs`: a version, the number of records, the number of all their fields, then for each record compact terms: an
 * unused label, its name, whether it is exported, a list of names and default values; an untagged 0 for a field without one
 * (`build_records` in `lib/compiler/src/beam_asm.erl` of OTP 29). An unknown version has no records here.
 */
export function readRecords(reader: ChunkReader, tables: Tables): RecordDefinition[] {
  if (reader.uint32('version') !== 0) return [];
  const count = reader.count(4, 'number of records');
  reader.uint32('number of fields');
  const terms = new CompactTerms(reader, tables);
  const records: RecordDefinition[] = [];
  for (let i = 0; i < count; i++) {
    terms.number(LABEL, 'start of a record');
    const name = terms.atom('name of a record');
    const exported = terms.atom('whether a record is exported') === 'true';
    if (reader.byte('fields of a record') !== LIST) throw reader.error('bad-operand', 'the fields of a record are not a list');
    const length = terms.number(UNTAGGED, 'number of fields');
    const fields: RecordField[] = [];
    for (let left = length; left > 0; left -= 2) fields.push({ name: terms.atom('name of a field'), value: terms.value() });
    records.push({ name, exported, fields });
  }
  return records;
}

class CompactTerms {
  constructor(
    private readonly reader: ChunkReader,
    private readonly tables: Tables,
  ) {}

  /** A number that is not negative, with a tag. */
  number(tag: number, what: string): number {
    const first = this.reader.byte(what);
    if ((first & 7) !== tag) throw this.reader.error('bad-operand', `${what}: the tag is ${first & 7}`);
    const value = this.#wide(first, what);
    if (value < 0n || value > 0xffffffn) throw this.reader.error('bad-operand', `${what} is ${value}`);
    return Number(value);
  }

  atom(what: string): string {
    const name = this.tables.atoms[this.number(ATOM, what) || -1];
    if (name === undefined) throw this.reader.error('bad-index', `${what} is not an atom`);
    return name;
  }

  /** A default value. */
  value(): Term | undefined {
    const what = 'value of a field';
    const first = this.reader.byte(what);
    if (first === LITERAL) return this.#literal(this.number(UNTAGGED, what));
    const value = this.#wide(first, what);
    switch (first & 7) {
      case UNTAGGED:
        return undefined;
      case INTEGER: {
        const small = Number(value);
        return { kind: 'integer', value: Number.isSafeInteger(small) ? small : value };
      }
      case ATOM: {
        if (value === 0n) return { kind: 'nil' };
        const name = this.tables.atoms[Number(value)];
        if (name !== undefined) return { kind: 'atom', name };
      }
    }
    throw this.reader.error('bad-operand', `${what} starts with ${first}`);
  }

  #literal(index: number): Term {
    const bytes = this.tables.literals[index];
    if (bytes === undefined) throw this.reader.error('bad-index', `there is no literal ${index}`);
    try {
      return decodeExternalTerm(bytes);
    } catch (error) {
      if (error instanceof ExternalTermError) throw new BeamFileError('bad-term', error.message, 'LitT', 0);
      throw error;
    }
  }

  /** The number of a compact term whose first byte is read. */
  #wide(first: number, what: string): bigint {
    if ((first & 8) === 0) return BigInt(first >> 4);
    if ((first & 16) === 0) return BigInt(((first >> 5) << 8) | this.reader.byte(what));
    let size = (first >> 5) + 2;
    if (size === 9) size += this.number(UNTAGGED, what);
    let value = 0n;
    for (const byte of this.reader.take(size, what)) value = (value << 8n) | BigInt(byte);
    return BigInt.asIntN(8 * size, value);
  }
}
