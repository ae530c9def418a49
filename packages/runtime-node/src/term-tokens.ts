import { TermSyntaxError } from './term-syntax-error.js';

/** A token of Erlang source, and where it starts. */
export type Token =
  | { readonly kind: 'integer'; readonly value: number | bigint; readonly at: number }
  | { readonly kind: 'float'; readonly value: number; readonly at: number }
  | { readonly kind: 'atom' | 'string' | 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const SPACE = /(?:[\0- \x80-\xa0]|%[^\n]*)*/y;
const FLOAT = /(\d+(?:_\d+)*\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?)/y;
const BASED = /(\d+(?:_\d+)*)#([\dA-Za-z]+(?:_[\dA-Za-z]+)*)/y;
const DECIMAL = /\d+(?:_\d+)*/y;
const WORD = /[a-zß-öø-ÿ][\w@À-ÖØ-öø-ÿ]*/y;
const SYMBOL = /<<|>>|=>|#\{|[[\]{},|:/+-]/y;
/** One character, perhaps escaped, of an atom, string or `$`. */
const CHARACTER = /\\(?:x\{([\dA-Fa-f]+)\}|x([\dA-Fa-f]{2})|([0-7]{1,3})|\^([@-_a-z])|(.))|[^\\]/suy;

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  d: '\x7f',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
  v: '\v',
};

/** Words that are not atoms unless quoted. `fun` is one too, but it occurs in terms. */
const RESERVED: ReadonlySet<string> = new Set(
  'after and andalso band begin bnot bor bsl bsr bxor case catch cond div end if let not of or orelse receive rem try when xor'.split(' '),
);

/** Splits a text into tokens. Throws TermSyntaxError. */
export class Tokens {
  readonly #text: string;
  #at = 0;
  #ahead: Token | undefined;

  constructor(text: string) {
    this.#text = text;
    const surrogate = text.search(/\p{Surrogate}/u);
    if (surrogate >= 0) throw new TermSyntaxError('lone surrogate', surrogate);
  }

  /** Takes the next token; `end` after the last one. */
  next(): Token {
    const token = this.#ahead ?? this.#read();
    this.#ahead = undefined;
    return token;
  }

  /** The next token, without taking it. */
  peek(): Token {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  #match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match !== null) this.#at = expression.lastIndex;
    return match;
  }

  #read(): Token {
    this.#match(SPACE);
    const at = this.#at;
    const first = this.#text.charAt(at);
    if (first === '') return { kind: 'end', at };
    if (first >= '0' && first <= '9') return this.#number(at);
    if (first === '$') {
      this.#at++;
      return { kind: 'integer', value: this.#character().codePointAt(0) ?? 0, at };
    }
    if (first === '"') return { kind: 'string', text: this.#quoted('"', 'string'), at };
    if (first === "'") return { kind: 'atom', text: checkAtom(this.#quoted("'", 'atom'), at), at };
    const symbol = this.#match(SYMBOL);
    if (symbol !== null) return { kind: 'symbol', text: symbol[0], at };
    const word = this.#match(WORD);
    if (word === null) throw new TermSyntaxError(`unexpected ${JSON.stringify(String.fromCodePoint(this.#text.codePointAt(at) ?? 0))}`, at);
    const [text] = word;
    if (RESERVED.has(text)) throw new TermSyntaxError(`${text} is a reserved word; write the atom as '${text}'`, at);
    return { kind: text === 'fun' ? 'symbol' : 'atom', text: checkAtom(text, at), at };
  }

  #number(at: number): Token {
    const float = this.#match(FLOAT);
    if (float !== null) {
      const value = Number(float[0].replaceAll('_', ''));
      if (!Number.isFinite(value)) throw new TermSyntaxError('the float is too large', at);
      return { kind: 'float', value, at };
    }
    const based = this.#match(BASED);
    if (based !== null) {
      const base = Number(based[1]?.replaceAll('_', ''));
      if (!(base >= 2 && base <= 36)) throw new TermSyntaxError(`the base ${base} is not between 2 and 36`, at);
      return { kind: 'integer', value: integerOf(based[2] ?? '', base, at), at };
    }
    return { kind: 'integer', value: integerOf(this.#match(DECIMAL)?.[0] ?? '', 10, at), at };
  }

  #quoted(quote: string, what: string): string {
    const start = this.#at;
    this.#at++;
    let text = '';
    while (this.#text.charAt(this.#at) !== quote) {
      if (this.#at >= this.#text.length) throw new TermSyntaxError(`the ${what} has no end`, start);
      text += this.#character();
    }
    this.#at++;
    return text;
  }

  #character(): string {
    const at = this.#at;
    const match = this.#match(CHARACTER);
    if (match === null) throw new TermSyntaxError('a character is missing', at);
    const [text, long, short, octal, control, escaped] = match;
    if (escaped === 'x') throw new TermSyntaxError('\\x without hexadecimal digits', at);
    if (escaped !== undefined) return ESCAPES[escaped] ?? escaped;
    if (control !== undefined) return String.fromCodePoint((control.codePointAt(0) ?? 0) & 31);
    const digits = long ?? short;
    if (digits === undefined && octal === undefined) return text;
    const point = digits === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(digits, 16);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new TermSyntaxError(`${text} is not a character`, at);
    return String.fromCodePoint(point);
  }
}

function checkAtom(name: string, at: number): string {
  if (name.length > 255 && [...name].length > 255) throw new TermSyntaxError('the atom is longer than 255 characters', at);
  return name;
}

/** Digits that are put together before the large number is touched. */
const CHUNK = 9;

function integerOf(text: string, base: number, at: number): number | bigint {
  const digits = text.replaceAll('_', '').toLowerCase();
  let value = 0n;
  for (let i = 0; i < digits.length; i += CHUNK) {
    let chunk = 0;
    const end = Math.min(i + CHUNK, digits.length);
    for (let j = i; j < end; j++) {
      const digit = Number.parseInt(digits.charAt(j), base);
      if (Number.isNaN(digit)) throw new TermSyntaxError(`${digits.charAt(j)} is not a digit in base ${base}`, at);
      chunk = chunk * base + digit;
    }
    value = value * BigInt(base ** (end - i)) + BigInt(chunk);
  }
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
