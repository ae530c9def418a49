import { type CompileOptions, type Generation, isPcreCode, type Newline, patternOfPcreCode, Regex } from '@beamline/regex';

// Until OTP 27 a compiled pattern is a binary, which programs store and send. Ours has the pattern itself and its options; one of the real
// OTP, as it stands in a module that it compiled, has the code that PCRE made. What was last made of such binaries is kept.

/** `BLRE`. */
const MARK = [0x42, 0x4c, 0x52, 0x45];
const HEADER = 8;

const FLAGS = [
  'unicode',
  'anchored',
  'caseless',
  'dollarEndOnly',
  'dotAll',
  'extended',
  'firstLine',
  'multiline',
  'noAutoCapture',
  'dupNames',
  'ungreedy',
  'noStartOptimize',
  'ucp',
  'neverUtf',
] as const;
const NEWLINES: readonly Newline[] = ['lf', 'cr', 'crlf', 'anycrlf', 'any', 'nul'];

/** A compiled pattern as a binary. */
export function patternBinary(pattern: Uint8Array, options: CompileOptions): Uint8Array {
  const bytes = new Uint8Array(HEADER + pattern.length);
  let flags = 0;
  FLAGS.forEach((name, bit) => {
    if (options[name] === true) flags |= 1 << bit;
  });
  const newline = NEWLINES.indexOf(options.newline ?? 'lf');
  bytes.set([...MARK, flags & 0xff, flags >> 8, newline, options.bsr === 'anycrlf' ? 1 : 0]);
  bytes.set(pattern, HEADER);
  return bytes;
}

const KEPT = 500;
const LARGEST_KEPT = 10_000;

interface Kept {
  readonly bytes: Uint8Array;
  readonly generation: Generation | undefined;
  /** Newlines in place of its own. */
  readonly newline: Newline | undefined;
  readonly regex: Regex;
}

/** By a hash of their bytes: of two with the same hash the last one stays. */
const kept = new Map<number, Kept>();

function hashOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (let i = 0; i < bytes.length; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  return hash;
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** What was compiled of these bytes before, or what is compiled now. */
function keptOr(bytes: Uint8Array, generation: Generation | undefined, newline: Newline | undefined, compile: () => Regex): Regex {
  if (bytes.length > LARGEST_KEPT) return compile();
  const hash = hashOf(bytes);
  const known = kept.get(hash);
  if (known !== undefined && known.generation === generation && known.newline === newline && isSame(known.bytes, bytes)) return known.regex;
  const regex = compile();
  if (kept.size >= KEPT)
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  kept.set(hash, { bytes, generation, newline, regex });
  return regex;
}

/** Compiles a pattern, unless it was compiled lately: programs do so with the same ones again and again. Throws RegexError. */
export function compiledPattern(pattern: Uint8Array, options: CompileOptions): Regex {
  return keptOr(patternBinary(pattern, options), options.generation, undefined, () => new Regex(pattern, options));
}

/** The pattern of a binary, with other newlines if a search has its own; undefined if it is none. */
export function compiledFromBinary(bytes: Uint8Array, generation: Generation, otherNewline?: Newline): Regex | undefined {
  try {
    return keptOr(bytes, generation, otherNewline, () => {
      const isOurs = bytes.length >= HEADER && MARK.every((byte, i) => bytes[i] === byte);
      if (!isOurs && !isPcreCode(bytes)) return badPattern();
      const { pattern, options } = (isOurs ? ourPattern(bytes, generation) : patternOfPcreCode(bytes)) ?? badPattern();
      return new Regex(pattern, otherNewline === undefined ? options : { ...options, newline: otherNewline });
    });
  } catch {
    return undefined;
  }
}

function badPattern(): never {
  throw new RangeError('not a compiled pattern');
}

function ourPattern(bytes: Uint8Array, generation: Generation): { readonly pattern: Uint8Array; readonly options: CompileOptions } {
  const flags = (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8);
  const newline = NEWLINES[bytes[6] ?? 0] ?? 'lf';
  const set: Record<string, boolean> = {};
  FLAGS.forEach((name, bit) => {
    if ((flags & (1 << bit)) !== 0) set[name] = true;
  });
  return { pattern: bytes.slice(HEADER), options: { ...set, generation, newline, bsr: bytes[7] === 1 ? 'anycrlf' : 'unicode' } };
}
