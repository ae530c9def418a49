import type { ClassName } from './byte-tables.js';
import { code, hexValue, isDigit, type PatternReader } from './pattern-reader.js';
import { type CodePoints, property } from './unicode-properties.js';

/** What a backslash and what follows it mean. */
export type Escape =
  | { readonly kind: 'char'; readonly char: number }
  | { readonly kind: 'class'; readonly name: ClassName; readonly negated: boolean }
  | { readonly kind: 'property'; readonly points: CodePoints; readonly negated: boolean }
  | { readonly kind: 'reference'; readonly group: number; readonly at: number }
  | { readonly kind: 'named reference'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly group: number; readonly at: number }
  | { readonly kind: 'named call'; readonly name: string; readonly at: number }
  | { readonly kind: 'letter'; readonly letter: string };

const CLASSES: Readonly<Record<string, ClassName>> = { d: 'digit', s: 'space', w: 'word', h: 'horizontal', v: 'vertical' };
const CONTROLS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
/** Letters that mean something of their own. */
const LETTERS = 'ABCEGKNQRXZbz';

const MAX_GROUP = 65_535;

/** Reads the escape behind a backslash. */
export function readEscape(reader: PatternReader, inClass: boolean): Escape {
  const char = reader.next();
  if (char < 0) reader.fail('endsWithBackslash');
  const isAlphanumeric = isDigit(char) || (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a);
  if (!isAlphanumeric) return { kind: 'char', char };
  const letter = String.fromCharCode(char);
  const control = CONTROLS[letter];
  if (control !== undefined) return { kind: 'char', char: control };
  const className = CLASSES[letter.toLowerCase()];
  if (className !== undefined) return { kind: 'class', name: className, negated: letter < 'a' };
  if (isDigit(char)) return digits(reader, char - 0x30, inClass);
  switch (letter) {
    case 'p':
    case 'P':
      return readProperty(reader, letter === 'P');
    case 'x':
      return { kind: 'char', char: hexadecimal(reader) };
    case 'o':
      return { kind: 'char', char: bracedOctal(reader) };
    case 'c':
      return { kind: 'char', char: controlCharacter(reader) };
    case 'g':
      return inClass ? inClassLetter(reader, 'g') : groupEscape(reader);
    case 'k':
      return inClass ? inClassLetter(reader, 'k') : namedReference(reader);
    case 'N':
      return newlineEscape(reader, inClass);
    case 'l':
    case 'L':
    case 'u':
    case 'U':
      return reader.fail('unsupportedEscape');
    default:
      if (letter === 'F' && reader.isPcre2) return reader.fail('unsupportedEscape');
      if (LETTERS.includes(letter)) return { kind: 'letter', letter };
      if (reader.isPcre2) reader.fail('unknownEscape');
      return { kind: 'char', char };
  }
}

function inClassLetter(reader: PatternReader, letter: string): Escape {
  if (reader.isPcre2) reader.fail('escapeInClass');
  return { kind: 'char', char: code(letter) };
}

function newlineEscape(reader: PatternReader, inClass: boolean): Escape {
  if (reader.peek() === code('{') && !isQuantifier(reader)) {
    if (reader.isPcre2 && reader.isAt('{U+')) {
      if (!reader.unicode) {
        reader.at += 2;
        reader.fail('unicodeOnly');
      }
      reader.at += 3;
      return { kind: 'char', char: bracedHexadecimal(reader) };
    }
    reader.fail('unsupportedEscape');
  }
  if (inClass) reader.fail('newlineInClass');
  return { kind: 'letter', letter: 'N' };
}

/** True if a counted quantifier stands here. */
export function isQuantifier(reader: PatternReader): boolean {
  if (reader.peek() !== code('{')) return false;
  let ahead = 1;
  const blanks = (): void => {
    if (reader.isPcre2) while (reader.peek(ahead) === 0x20 || reader.peek(ahead) === 9) ahead++;
  };
  const number = (): boolean => {
    const from = ahead;
    while (isDigit(reader.peek(ahead))) ahead++;
    return ahead > from;
  };
  blanks();
  const hasMin = number();
  if (!hasMin && !reader.isPcre2) return false;
  blanks();
  if (reader.peek(ahead) === code('}')) return hasMin;
  if (reader.peek(ahead) !== code(',')) return false;
  ahead++;
  blanks();
  const hasMax = number();
  if (!hasMin && !hasMax) return false;
  blanks();
  return reader.peek(ahead) === code('}');
}

function digits(reader: PatternReader, first: number, inClass: boolean): Escape {
  const start = reader.at;
  if (first !== 0 && !inClass) {
    let number = first;
    while (isDigit(reader.peek())) {
      number = number * 10 + reader.next() - 0x30;
      if (number > 0x7fffffff || (reader.isPcre2 && number > MAX_GROUP && number > 0x7fffffff)) {
        while (isDigit(reader.peek())) reader.at++;
        reader.fail('numberTooBig');
      }
    }
    if (number < 10 || number <= reader.groupCount || (reader.isPcre2 && first >= 8)) {
      if (number > MAX_GROUP && reader.isPcre2) reader.fail('numberTooBig');
      return { kind: 'reference', group: number, at: reader.at };
    }
    reader.at = start;
  }
  if (first >= 8) return { kind: 'char', char: first + 0x30 };
  let value = first;
  for (let count = 0; count < 2; count++) {
    const next = reader.peek();
    if (next < 0x30 || next > 0x37) break;
    value = value * 8 + reader.next() - 0x30;
  }
  if (value > 0xff && !reader.unicode) reader.fail('octalTooLarge');
  return { kind: 'char', char: value };
}

/** The greatest number of a character. */
function limit(reader: PatternReader): number {
  return reader.unicode ? 0x10ffff : 0xff;
}

function checked(reader: PatternReader, char: number): number {
  if (reader.unicode && char >= 0xd800 && char <= 0xdfff) reader.fail('surrogate');
  return char;
}

function skipBlanks(reader: PatternReader): void {
  if (reader.isPcre2) while (reader.peek() === 0x20 || reader.peek() === 9) reader.at++;
}

function bracedHexadecimal(reader: PatternReader): number {
  skipBlanks(reader);
  if (reader.peek() === code('}') || reader.peek() < 0) {
    if (reader.isPcre2 && reader.peek() >= 0) reader.at++;
    reader.fail(reader.peek() < 0 && !reader.isPcre2 ? 'nonHex' : 'digitsMissing');
  }
  let value = 0;
  for (let digit = hexValue(reader.peek()); digit >= 0; digit = hexValue(reader.peek())) {
    reader.at++;
    value = value * 16 + digit;
    if (value > limit(reader)) {
      while (hexValue(reader.peek()) >= 0) reader.at++;
      reader.fail('charTooLarge');
    }
  }
  const afterDigits = reader.at;
  skipBlanks(reader);
  if (!reader.take('}')) {
    reader.at = afterDigits;
    if (reader.isPcre2 && reader.peek() >= 0) reader.at++;
    reader.fail('nonHex');
  }
  if (!reader.isPcre2) reader.at--;
  checked(reader, value);
  if (!reader.isPcre2) reader.at++;
  return value;
}

function hexadecimal(reader: PatternReader): number {
  if (reader.take('{')) return bracedHexadecimal(reader);
  let value = 0;
  for (let count = 0; count < 2; count++) {
    const digit = hexValue(reader.peek());
    if (digit < 0) break;
    reader.at++;
    value = value * 16 + digit;
  }
  return value;
}

function bracedOctal(reader: PatternReader): number {
  if (!reader.take('{')) reader.fail('octalBrace');
  skipBlanks(reader);
  if (reader.peek() === code('}') || (reader.peek() < 0 && reader.isPcre2)) {
    if (reader.isPcre2 && reader.peek() >= 0) reader.at++;
    reader.fail('digitsMissing');
  }
  let value = 0;
  for (let next = reader.peek(); next >= 0x30 && next <= 0x37; next = reader.peek()) {
    reader.at++;
    value = value * 8 + next - 0x30;
    if (value > limit(reader)) {
      while (reader.peek() >= 0x30 && reader.peek() <= 0x37) reader.at++;
      reader.fail('charTooLarge');
    }
  }
  const afterDigits = reader.at;
  skipBlanks(reader);
  if (!reader.take('}')) {
    reader.at = afterDigits;
    if (reader.isPcre2 && reader.peek() >= 0) reader.at++;
    reader.fail('nonOctal');
  }
  return checked(reader, value);
}

function controlCharacter(reader: PatternReader): number {
  const char = reader.peek();
  if (char < 0) reader.fail('endsWithControl');
  if (reader.isPcre2 ? char < 32 || char > 126 : char > 127) reader.fail('controlNotAscii');
  reader.at++;
  const upper = char >= 0x61 && char <= 0x7a ? char - 0x20 : char;
  return upper ^ 0x40;
}

function readProperty(reader: PatternReader, isUpper: boolean): Escape {
  let negated = isUpper;
  let name: string;
  const malformed = (): never => reader.fail('malformedProperty');
  if (reader.peek() < 0) malformed();
  if (reader.take('{')) {
    if (reader.isPcre2) while (reader.peek() === 0x20 || reader.peek() === 9) reader.at++;
    if (reader.take('^')) negated = !negated;
    const from = reader.at;
    while (reader.peek() >= 0 && reader.peek() !== code('}')) {
      const char = reader.peek();
      if (reader.isPcre2 && !reader.isWord(char) && !isPropertyMark(char)) {
        reader.at++;
        malformed();
      }
      reader.at++;
    }
    if (reader.peek() < 0) malformed();
    name = reader.text(from, reader.at);
    reader.at++;
  } else name = String.fromCodePoint(reader.next());
  const points = property(name, reader.generation);
  if (points === undefined) return reader.fail('unknownProperty');
  return { kind: 'property', points, negated };
}

/** Characters in a property's name beside letters and digits. */
function isPropertyMark(char: number): boolean {
  return (
    char === 0x20 ||
    char === 9 ||
    char === code('-') ||
    char === code('_') ||
    char === code(':') ||
    char === code('=') ||
    char === code('&')
  );
}

/** A name up to its end; the reader stands behind the opening bracket. */
export function readName(reader: PatternReader, close: string): string {
  const from = reader.at;
  if (reader.isPcre2) {
    if (reader.peek() < 0) reader.fail('nameExpected');
    if (close === '}') skipBlanks(reader);
    const start = reader.at;
    if (isDigit(reader.peek())) {
      reader.at++;
      reader.fail('nameStartsWithDigit');
    }
    while (reader.isWord(reader.peek())) reader.at++;
    if (reader.at - start > 128) reader.fail('nameTooLong');
    if (reader.at === start) reader.fail('nameExpected');
    const name = reader.text(start, reader.at);
    if (close === '}') skipBlanks(reader);
    if (!reader.take(close)) reader.fail('nameNotClosed');
    return name;
  }
  if (isDigit(reader.peek())) reader.fail('nameStartsWithDigit');
  while (reader.isWord(reader.peek())) reader.at++;
  const name = reader.text(from, reader.at);
  if (name === '') reader.fail('nameExpected');
  if (!reader.isAt(close)) reader.fail('nameNotClosed');
  if (name.length > 32) reader.fail('nameTooLong');
  reader.at++;
  return name;
}

function namedReference(reader: PatternReader): Escape {
  const close = reader.take('{') ? '}' : reader.take('<') ? '>' : reader.take("'") ? "'" : undefined;
  if (close === undefined) return reader.fail('invalidNamedReference');
  const at = reader.at;
  return { kind: 'named reference', name: readName(reader, close), at };
}

/** A number of a group, which may be relative; undefined if there is none. */
export function groupNumber(reader: PatternReader, allowPlus: boolean): number | undefined {
  const sign = reader.peek();
  const isRelative = sign === code('-') || (allowPlus && sign === code('+'));
  if (!isDigit(reader.peek(isRelative ? 1 : 0))) return undefined;
  if (isRelative) reader.at++;
  const number = reader.number(reader.isPcre2 ? MAX_GROUP : 0x7fffffff, 'numberTooBig');
  if (!isRelative) return number;
  if (number === 0) reader.fail(reader.isPcre2 ? 'zeroReference' : 'zeroReference');
  if (sign === code('+')) return reader.groupCount + number;
  if (number > reader.groupCount) reader.fail('noSuchGroup');
  return reader.groupCount - number + 1;
}

function groupEscape(reader: PatternReader): Escape {
  const close = reader.take('<') ? '>' : reader.take("'") ? "'" : undefined;
  if (close !== undefined) {
    const at = reader.at;
    const number = groupNumber(reader, true);
    if (number === undefined) return { kind: 'named call', name: readName(reader, close), at };
    if (!reader.take(close)) reader.fail(reader.isPcre2 ? 'numberNotClosed' : 'invalidReference');
    return { kind: 'call', group: number, at };
  }
  const braced = reader.take('{');
  if (braced) skipBlanks(reader);
  const at = reader.at;
  const number = groupNumber(reader, reader.isPcre2);
  if (number === undefined) {
    if (!braced) reader.fail('invalidReference');
    return { kind: 'named reference', name: readName(reader, '}'), at };
  }
  if (braced) {
    skipBlanks(reader);
    if (!reader.take('}')) reader.fail(reader.isPcre2 ? 'numberNotClosed' : 'invalidReference');
  }
  if (number === 0) reader.fail(reader.isPcre2 ? 'noSuchGroup' : 'zeroReference');
  return { kind: 'reference', group: number, at: reader.at };
}
