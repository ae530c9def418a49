import { byteClass, type ClassName, otherCase } from './byte-tables.js';
import { codePointsWithCase, isSameButForCase, sameButForCase } from './case-folding.js';
import type { Generation } from './options.js';
import { type CodePoints, category, expression, LazyCodePoints, wordCharacters } from './unicode-properties.js';

/** A set of characters: bytes, or code points in a pattern of UTF-8. */
export interface CharacterSet {
  /** 1 for each character below 256 that is in it. */
  readonly low: Uint8Array;
  /** What is in it from 256 on. */
  readonly high: CodePoints;
  /** True if all, or no code points from 256 on are in it; undefined if it depends. */
  readonly allHigh: boolean | undefined;
}

/** How a pattern reads characters where a set is made. */
export interface SetContext {
  readonly generation: Generation;
  readonly unicode: boolean;
  readonly ucp: boolean;
  readonly caseless: boolean;
}

const NOTHING: CodePoints = { has: () => false };
const EVERYTHING: CodePoints = { has: () => true };

/** A part of a set from 256 on. */
type HighPart = { readonly from: number; readonly to: number } | { readonly points: CodePoints; readonly negated: boolean };

/** Puts a set together. */
export class SetBuilder {
  readonly #low: Uint8Array = new Uint8Array(256);
  readonly #high: HighPart[] = [];
  readonly #context: SetContext;

  constructor(context: SetContext) {
    this.#context = context;
  }

  /** Adds characters in a row, with their other cases if case does not count. */
  addRange(from: number, to: number): void {
    this.#plainRange(from, to);
    if (!this.#context.caseless) return;
    const { unicode, ucp, generation } = this.#context;
    if (!unicode && !ucp) {
      for (let char = from; char <= Math.min(to, 255); char++) this.#low[otherCase(char, generation)] = 1;
      return;
    }
    if (to < 0x80) {
      // Nearly all sets are of ASCII: no tables for these.
      for (let char = from; char <= to; char++) {
        if ((char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a)) this.#low[char ^ 0x20] = 1;
        if (char === 0x6b || char === 0x4b) this.#plainRange(0x212a, 0x212a);
        if (char === 0x73 || char === 0x53) this.#plainRange(0x17f, 0x17f);
      }
      return;
    }
    if (to - from < 512) {
      for (let char = from; char <= to; char++) for (const same of sameButForCase(char)) this.#plainRange(same, same);
    } else {
      for (const char of codePointsWithCase())
        if (char >= from && char <= to) for (const same of sameButForCase(char)) this.#plainRange(same, same);
    }
  }

  #plainRange(from: number, to: number): void {
    for (let char = from; char <= Math.min(to, 255); char++) this.#low[char] = 1;
    if (to > 255 && this.#context.unicode) this.#high.push({ from: Math.max(from, 256), to });
  }

  /** Adds what has a property, or what does not have it. */
  addPoints(points: CodePoints, negated = false): void {
    for (let char = 0; char < 256; char++) if (points.has(char) !== negated) this.#low[char] = 1;
    this.#high.push({ points, negated });
  }

  /** Adds a class, or what is not in it. */
  addClass(name: ClassName, negated: boolean): void {
    const { generation, ucp } = this.#context;
    if (name === 'horizontal' || name === 'vertical') this.addPoints(expression(BLANKS[name]), negated);
    else if (ucp && name in ucpClasses) this.addPoints(ucpClass(name, generation), negated);
    else this.#addBytes(byteClass(name, generation), negated);
  }

  #addBytes(bytes: Uint8Array, negated: boolean): void {
    bytes.forEach((isIn, char) => {
      if ((isIn === 1) !== negated) this.#low[char] = 1;
    });
    if (negated) this.#high.push({ points: NOTHING, negated: true });
  }

  /** Adds what is in another set. */
  addSet(set: CharacterSet): void {
    set.low.forEach((isIn, char) => {
      if (isIn === 1) this.#low[char] = 1;
    });
    this.#high.push({ points: set.high, negated: false });
  }

  /** The set, or all that is not in it. */
  build(negated = false): CharacterSet {
    const low = negated ? this.#low.map((isIn) => 1 - isIn) : this.#low;
    const parts = this.#high;
    if (!this.#context.unicode || parts.length === 0) return { low, high: negated ? EVERYTHING : NOTHING, allHigh: negated };
    if (parts.some((part) => ('from' in part ? part.from === 256 && part.to >= 0x10ffff : part.negated && part.points === NOTHING)))
      return { low, high: negated ? NOTHING : EVERYTHING, allHigh: !negated };
    const has = (char: number): boolean => parts.some((part) => isInPart(part, char)) !== negated;
    const ranges = parts.every((part) => 'from' in part) && parts.length <= 2;
    return { low, high: ranges ? { has } : new LazyCodePoints(has), allHigh: undefined };
  }
}

function isInPart(part: HighPart, char: number): boolean {
  return 'from' in part ? char >= part.from && char <= part.to : part.points.has(char) !== part.negated;
}

const BLANKS = {
  horizontal: '\\t \\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  vertical: '\\n-\\r\\x85\\u2028\\u2029',
} as const;

/** Classes that Unicode's properties decide about, where a pattern wants that. */
const ucpClasses: Readonly<Partial<Record<ClassName, string>>> = {
  alpha: '\\p{L}',
  lower: '\\p{Ll}',
  upper: '\\p{Lu}',
  alnum: '\\p{L}\\p{N}',
  blank: BLANKS.horizontal,
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  space: '\\p{Z}\\t-\\r\\x85\\u180e',
  word: '',
  graph: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}',
  print: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\p{Zs}',
  punct: '\\p{P}$+<=>^`|~',
};

function ucpClass(name: ClassName, generation: Generation): CodePoints {
  if (name === 'word') return wordCharacters(generation);
  const text = ucpClasses[name] ?? '';
  // The Mongolian vowel separator and the directional isolates are format characters that nobody sees.
  if (name === 'graph' || name === 'print') {
    const all = expression(text);
    const unseen = expression(name === 'graph' ? '\\u061c\\u180e\\u2066-\\u2069' : '\\u061c\\u2066-\\u2069');
    return new LazyCodePoints((char) => all.has(char) && !unseen.has(char));
  }
  return text === '\\p{Nd}' ? category('Nd') : expression(text);
}

/** The set of one character, with its other cases if case does not count. */
export function setOfChar(char: number, context: SetContext): CharacterSet {
  const builder = new SetBuilder(context);
  builder.addRange(char, char);
  return builder.build();
}

/** True if two characters are the same but for case. */
export function isSameChar(left: number, right: number, context: SetContext): boolean {
  if (left === right) return true;
  return context.unicode || context.ucp ? isSameButForCase(left, right) : otherCase(left, context.generation) === right;
}
