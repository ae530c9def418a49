import type { Term } from '@beamline/beam-file';
import { Opaque } from '@beamline/runtime-core';
import type { References } from './references.js';
import { badValue } from './refusal.js';

/** How deep terms are nested at most. */
const MOST_LEVELS = 1000;

/** Atoms that are values of their own. Others are their names as strings. */
const ATOMS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Makes JavaScript's values of terms. */
export class ToJavaScript {
  readonly #references: References;
  readonly #functionOf: (fun: Term, arity: number) => unknown;

  /** @param functionOf - makes a function of a fun that has none yet */
  constructor(references: References, functionOf: (fun: Term, arity: number) => unknown) {
    this.#references = references;
    this.#functionOf = functionOf;
  }

  /** The value of a term. Throws the error `{bad_value, Term}` for one that has none. */
  value(term: Term, depth = 0): unknown {
    if (depth > MOST_LEVELS) badValue({ kind: 'atom', name: 'nested_too_deeply' });
    switch (term.kind) {
      case 'integer':
        return term.value;
      case 'float':
        return term.value;
      case 'atom':
        return ATOMS.has(term.name) ? ATOMS.get(term.name) : term.name;
      case 'nil':
        return [];
      case 'list':
        return term.tail.kind === 'nil' ? term.elements.map((element) => this.value(element, depth + 1)) : badValue(term);
      case 'map':
        // An own property, even if its name is `__proto__`.
        return Object.fromEntries(term.pairs.map(([key, value]) => [this.key(key), this.value(value, depth + 1)]));
      case 'bitstring':
        return textOf(term);
      case 'tuple':
        return bytesOf(term) ?? badValue(term);
      case 'reference':
        return this.#reference(term);
      case 'fun':
      case 'export':
        return this.#functionOf(term, term.arity);
      default:
        return new Opaque(term);
    }
  }

  /** The name of a property. */
  key(term: Term): string {
    if (term.kind === 'atom') return term.name;
    if (term.kind === 'integer') return String(term.value);
    return term.kind === 'bitstring' ? textOf(term) : badValue(term);
  }

  #reference(term: Term): unknown {
    const found = this.#references.find(term);
    return found === undefined ? new Opaque(term) : found.value;
  }
}

/** A text in UTF-8. */
function textOf(term: Term): string {
  if (term.kind !== 'bitstring' || term.bitSize % 8 !== 0) return badValue(term);
  try {
    return decoder.decode(term.bytes);
  } catch {
    return badValue(term);
  }
}

/** The bytes of `{bytes, Binary}`. */
function bytesOf(term: Term): Uint8Array | undefined {
  if (term.kind !== 'tuple' || term.elements.length !== 2) return undefined;
  const [tag, bytes] = term.elements;
  if (tag?.kind !== 'atom' || tag.name !== 'bytes' || bytes?.kind !== 'bitstring' || bytes.bitSize % 8 !== 0) return undefined;
  return bytes.bytes.slice();
}
