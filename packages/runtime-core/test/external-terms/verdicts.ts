import { readFileSync } from 'node:fs';
import { decodeExternalTerm, ExternalTermError, type Term } from '@beamline/beam-file';
import { unzlibSync } from 'fflate';
import { Runtime } from '../../src/index.js';
import { testHost } from '../test-host.js';

/** What `binary_to_term` made of bytes: the bytes that it took (32 bits) and the term written again; undefined for badarg. */
export type Verdict = Uint8Array | undefined;

const probe = new Uint8Array(readFileSync(new URL('../fixtures/external_verdicts.beam', import.meta.url)));

/** The verdicts of Beamline, as OTP 25, on a new machine. Throws if one is an error other than badarg. */
export async function verdictsOf(cases: readonly Uint8Array[]): Promise<Verdict[]> {
  const runtime = await Runtime.create(testHost(), { otpRelease: 25 });
  await runtime.load(probe);
  const binaries: Term[] = cases.map((bytes) => ({ kind: 'bitstring', bytes, bitSize: 8 * bytes.length }));
  const list: Term = { kind: 'list', elements: binaries, tail: { kind: 'nil' } };
  const result = await runtime.callTerm('external_verdicts', 'verdicts', [list]);
  runtime.stop();
  if (result.kind !== 'list' || result.elements.length !== cases.length) throw new Error('not as many verdicts as cases');
  return result.elements.map((verdict) => {
    if (verdict.kind === 'bitstring') return verdict.bytes;
    if (verdict.kind === 'atom' && verdict.name === 'badarg') return undefined;
    throw new Error(`the verdict is ${JSON.stringify(verdict)}`);
  });
}

/** Verdicts as the real Erlang writes them: each behind its size, which is 0 for badarg. */
export function readVerdicts(file: Uint8Array): Verdict[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const verdicts: Verdict[] = [];
  for (let at = 0; at + 4 <= file.length; ) {
    const size = view.getUint32(at);
    if (at + 4 + size > file.length) break;
    verdicts.push(size === 0 ? undefined : file.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return verdicts;
}

/** Tag of a compressed term. */
const COMPRESSED = 80;
/** Most arguments of an external fun: its term holds them as a small integer. */
const MOST_ARGUMENTS = 0x7ffffff;

/**
 * How the verdicts on a case compare: `same`, or the reason for which Beamline's may differ from the real Erlang's, as
 * README.md has them; undefined if there is none.
 */
export function difference(bytes: Uint8Array, ours: Verdict, theirs: Verdict): string | undefined {
  if (ours === undefined && theirs === undefined) return 'same';
  if (ours !== undefined && theirs !== undefined && ours.length === theirs.length && ours.every((byte, i) => byte === theirs[i]))
    return 'same';
  if (bytes[1] === COMPRESSED && beginsStored(bytes) && ours !== undefined && theirs === undefined) return 'damaged stored block';
  const mine = ours === undefined ? undefined : termOf(ours);
  const other = theirs === undefined ? undefined : termOf(theirs);
  if (mine === undefined && other !== undefined && has(other, isLongExport)) return 'fun with very many arguments';
  if (hasEmptyReference(inflated(bytes))) return 'reference without words';
  if (ours === undefined && bytes.some((byte) => byte === 73 || byte === 75)) return 'internal atom';
  if (mine !== undefined && other !== undefined && withoutCreators(mine) === withoutCreators(other)) return 'creator of a fun';
  return undefined;
}

/** The bytes of a compressed term, or the bytes as they are. */
function inflated(bytes: Uint8Array): Uint8Array {
  if (bytes[1] !== COMPRESSED) return bytes;
  try {
    return unzlibSync(bytes.subarray(6));
  } catch {
    return bytes;
  }
}

/** True if the data of a compressed term begins with a block that is not compressed. */
function beginsStored(bytes: Uint8Array): boolean {
  return ((bytes[8] ?? 0) & 6) === 0;
}

function termOf(verdict: Uint8Array): Term | undefined {
  try {
    return decodeExternalTerm(verdict.subarray(4));
  } catch (error) {
    if (error instanceof ExternalTermError) return undefined;
    throw error;
  }
}

/** True if a condition holds for a part of a term. */
function has(term: unknown, condition: (part: object) => boolean): boolean {
  if (typeof term !== 'object' || term === null || term instanceof Uint8Array) return false;
  return condition(term) || Object.values(term).some((part) => has(part, condition));
}

const isKind = (part: object, kind: Term['kind']): boolean => 'kind' in part && part.kind === kind;

function isLongExport(part: object): boolean {
  return isKind(part, 'export') && 'arity' in part && Number(part.arity) > MOST_ARGUMENTS;
}

/** True if a reference of no words may be in some bytes: it begins with its tag and a 0 of 16 bits. */
function hasEmptyReference(bytes: Uint8Array): boolean {
  return bytes.some((byte, i) => (byte === 90 || byte === 114) && bytes[i + 1] === 0 && bytes[i + 2] === 0);
}

/** Text of a term without the processes that made its funs. */
function withoutCreators(term: Term): string {
  return JSON.stringify(term, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'object' && value !== null && isKind(value, 'fun') ? { ...value, pid: undefined } : value;
  });
}
