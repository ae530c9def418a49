import { type CompileOptions, type Generation, type Newline, Regex } from '@beamline/regex';

// Until OTP 28 a compiled pattern is a binary, which programs store and send. Ours has the pattern itself and its options, and the programs
// that were last made of such binaries are kept.

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

const KEPT = 200;
const LARGEST_KEPT = 10_000;
const kept = new Map<string, Regex>();

/** The pattern of a binary, with other newlines if a search has its own; undefined if it is none. */
export function compiledFromBinary(bytes: Uint8Array, generation: Generation, otherNewline?: Newline): Regex | undefined {
  if (bytes.length < HEADER || !MARK.every((byte, i) => bytes[i] === byte)) return undefined;
  let key = `${generation} ${otherNewline ?? ''} `;
  if (bytes.length <= LARGEST_KEPT) {
    for (let i = 4; i < bytes.length; i++) key += String.fromCharCode(bytes[i] ?? 0);
    const known = kept.get(key);
    if (known !== undefined) return known;
  }
  const flags = (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8);
  const newline = otherNewline ?? NEWLINES[bytes[6] ?? 0];
  const set: Record<string, boolean> = {};
  FLAGS.forEach((name, bit) => {
    if ((flags & (1 << bit)) !== 0) set[name] = true;
  });
  let regex: Regex;
  try {
    const options: CompileOptions = { ...set, generation, bsr: bytes[7] === 1 ? 'anycrlf' : 'unicode' };
    regex = new Regex(bytes.slice(HEADER), newline === undefined ? options : { ...options, newline });
  } catch {
    return undefined;
  }
  if (bytes.length > LARGEST_KEPT) return regex;
  if (kept.size >= KEPT)
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  kept.set(key, regex);
  return regex;
}
