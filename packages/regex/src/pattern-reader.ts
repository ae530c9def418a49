import type { SetContext } from './character-set.js';
import { type Problem, RegexError } from './compile-error.js';
import type { CompileOptions, Generation, Newline } from './options.js';
import { utf8Problem } from './utf8-errors.js';

/** Options that a pattern can change within itself. */
export const Flag = {
  caseless: 1,
  multiline: 2,
  dotAll: 4,
  extended: 8,
  /** Blanks in classes are ignored, too. */
  extendedMore: 16,
  ungreedy: 32,
  dupNames: 64,
  noAutoCapture: 128,
  /** PCRE refuses escapes that mean nothing. */
  extra: 256,
} as const;

/** Code of an ASCII character. */
export function code(character: string): number {
  return character.charCodeAt(0);
}

export function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** Value of a hexadecimal digit, −1 for anything else. */
export function hexValue(char: number): number {
  if (isDigit(char)) return char - 0x30;
  const lower = char | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The characters of a pattern, one after the other, and what is known of it so far. */
export class PatternReader {
  /** Where it is. */
  at = 0;
  flags = 0;
  unicode: boolean;
  ucp: boolean;
  newline: Newline;
  bsr: 'unicode' | 'anycrlf';
  noStartOptimize: boolean;
  matchLimit: number | undefined;
  depthLimit: number | undefined;
  notEmpty = false;
  notEmptyAtStart = false;
  /** True if CR or LF are among its characters. */
  hasNewline = false;
  /** True if it refers to what groups have matched. */
  hasReference = false;
  /** True if it has a `(*THEN)`. */
  hasThen = false;
  /** True if it has verbs that change where the next attempt begins, or `(*ACCEPT)`. */
  hasVerbs = false;
  /** Groups that capture so far. */
  groupCount = 0;
  readonly generation: Generation;
  readonly options: CompileOptions;
  #chars: Int32Array;
  #offsets: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, options: CompileOptions) {
    this.options = options;
    this.generation = options.generation ?? 'pcre2';
    this.unicode = options.unicode === true;
    this.ucp = options.ucp === true;
    this.newline = options.newline ?? 'lf';
    this.bsr = options.bsr ?? 'unicode';
    this.noStartOptimize = options.noStartOptimize === true;
    if (options.caseless === true) this.flags |= Flag.caseless;
    if (options.multiline === true) this.flags |= Flag.multiline;
    if (options.dotAll === true) this.flags |= Flag.dotAll;
    if (options.extended === true) this.flags |= Flag.extended;
    if (options.ungreedy === true) this.flags |= Flag.ungreedy;
    if (options.dupNames === true) this.flags |= Flag.dupNames;
    if (options.noAutoCapture === true) this.flags |= Flag.noAutoCapture;
    this.#bytes = bytes;
    this.#chars = Int32Array.from(bytes);
    this.#offsets = Int32Array.from({ length: bytes.length + 1 }, (_, i) => i);
    if (this.unicode && options.neverUtf === true) this.fail('utfDisabled', 0);
    if (this.unicode) this.decode();
  }

  /** Reads the bytes as UTF-8 from here on. */
  decode(): void {
    const bytes = this.#bytes;
    const problem = utf8Problem(bytes);
    if (problem !== undefined) throw new RegexError('invalidUtf8', problem.at, this.generation, this.isPcre2 ? problem.text : undefined);
    const chars: number[] = [];
    const offsets: number[] = [];
    for (let i = 0; i < bytes.length; ) {
      offsets.push(i);
      const first = bytes[i++] ?? 0;
      const more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
      let char = more === 0 ? first : first & (0x3f >> more);
      for (let k = 0; k < more; k++) char = (char << 6) | ((bytes[i++] ?? 0) & 0x3f);
      chars.push(char);
    }
    offsets.push(bytes.length);
    this.#chars = Int32Array.from(chars);
    this.#offsets = Int32Array.from(offsets);
  }

  /** How many characters there are. */
  get length(): number {
    return this.#chars.length;
  }

  get isPcre2(): boolean {
    return this.generation === 'pcre2';
  }

  /** The character so many ahead, −1 behind the end. */
  peek(ahead = 0): number {
    return this.#chars[this.at + ahead] ?? -1;
  }

  /** True if a text stands here. */
  isAt(text: string, ahead = 0): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(ahead + i) !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Takes a text if it stands here. */
  take(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes the next character, −1 at the end. */
  next(): number {
    const char = this.peek();
    if (char >= 0) this.at++;
    return char;
  }

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  /** The pattern is wrong, where it is or elsewhere, or some bytes behind that. */
  fail(problem: Problem, at: number = this.at, bytesOn = 0): never {
    const { length } = this.#chars;
    const offset = (this.#offsets[Math.min(at, length)] ?? 0) + Math.max(at - length, 0) + bytesOn;
    throw new RegexError(problem, offset, this.generation);
  }

  /** How sets are made here. */
  context(): SetContext {
    return { generation: this.generation, unicode: this.unicode, ucp: this.ucp, caseless: this.has(Flag.caseless) };
  }

  /** True for a character that a name can have. */
  isWord(char: number): boolean {
    if (isDigit(char) || char === 0x5f || (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a)) return true;
    if (!this.isPcre2) return LATIN1_WORD.test(String.fromCodePoint(Math.max(char, 0))) && char < 256;
    return this.unicode && char > 0x7f && WORD.test(String.fromCodePoint(char));
  }

  /** Text between two places. */
  text(from: number, to: number): string {
    let result = '';
    for (const char of this.#chars.subarray(from, to)) result += String.fromCodePoint(char);
    return result;
  }

  /** Bytes of the pattern between two places. */
  bytes(from: number, to: number): Uint8Array {
    return this.#bytes.slice(this.#offsets[from], this.#offsets[to]);
  }

  /** Takes decimal digits; a number above the limit is a problem of the pattern. */
  number(limit: number, problem: Problem): number {
    let value = 0;
    while (isDigit(this.peek())) {
      value = value * 10 + this.next() - 0x30;
      if (value > limit) this.fail(problem);
    }
    return value;
  }

  /** Skips a comment if one stands here; true if it does. */
  takeComment(): boolean {
    if (!this.take('(?#')) return false;
    while (this.peek() >= 0 && this.peek() !== code(')')) this.at++;
    if (this.peek() < 0) this.fail('commentNotClosed');
    this.at++;
    return true;
  }

  /** Skips blanks and comments where these are ignored. */
  skipIgnored(): void {
    if (!this.has(Flag.extended)) return;
    for (;;) {
      const char = this.peek();
      if (char === 0x23) {
        this.at++;
        while (this.at < this.length && !this.#takeNewline()) this.at++;
      } else if (this.isBlank(char)) this.at++;
      else return;
    }
  }

  /** True for a blank that extended patterns ignore. */
  isBlank(char: number): boolean {
    if ((char >= 9 && char <= 13) || char === 0x20) return true;
    return this.isPcre2 && (char === 0x85 || char === 0x200e || char === 0x200f || char === 0x2028 || char === 0x2029) && this.unicode;
  }

  #takeNewline(): boolean {
    const char = this.peek();
    if (char === 13 && this.peek(1) === 10 && (this.newline === 'crlf' || this.newline === 'anycrlf' || this.newline === 'any')) {
      this.at += 2;
      return true;
    }
    const isNewline =
      this.newline === 'cr'
        ? char === 13
        : this.newline === 'lf'
          ? char === 10
          : this.newline === 'nul'
            ? char === 0
            : this.newline === 'anycrlf'
              ? char === 10 || char === 13
              : this.newline === 'any' && ((char >= 10 && char <= 13) || char === 0x85 || char === 0x2028 || char === 0x2029);
    if (isNewline) this.at++;
    return isNewline;
  }
}

const WORD = /[\p{L}\p{Nd}]/u;
const LATIN1_WORD = /[ªµºÀ-ÖØ-öø-ÿ]/;
