import type { ClassName } from './byte-tables.js';
import type { Problem } from './compile-error.js';
import { code, Flag, hexValue, isDigit, type PatternReader } from './pattern-reader.js';
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
      return inClass ? { kind: 'char', char } : groupEscape(reader);
    case 'k':
      return inClass ? { kind: 'char', char } : namedReference(reader);
    case 'N':
      return newlineEscape(reader, inClass);
    case 'l':
    case 'L':
    case 'u':
    case 'U':
      return reader.fail('unsupportedEscape', reader.at - (reader.isPcre2 ? 0 : 1));
    default:
      if (letter === 'F' && reader.isPcre2) return reader.fail('unsupportedEscape');
      if (LETTERS.includes(letter)) return { kind: 'letter', letter };
      if (reader.isPcre2 || reader.has(Flag.extra)) reader.fail('unknownEscape', reader.at - (reader.isPcre2 ? 0 : 1));
      return { kind: 'char', char };
  }
}

function newlineEscape(reader: PatternReader, inClass: boolean): Escape {
  if (reader.peek() === code('{') && !isQuantifier(reader)) {
    if (reader.isPcre2 && reader.isAt('{U+')) {
      reader.at += 3;
      const char = bracedHexadecimal(reader);
      return reader.unicode ? { kind: 'char', char } : reader.fail('unicodeOnly');
    }
    reader.fail('unsupportedEscape', reader.at + (reader.isPcre2 ? 1 : -1));
  }
  if (reader.isPcre2 && reader.peek() === code('{')) checkCounts(reader);
  if (inClass) reader.fail('newlineInClass', reader.at - (reader.isPcre2 ? 0 : 1));
  return { kind: 'letter', letter: 'N' };
}

/** PCRE2 looks at the numbers of a quantifier behind `\\N` before it knows that it is one. */
function checkCounts(reader: PatternReader): void {
  let end = 1;
  while (reader.peek(end) !== code('}')) end++;
  const [min = '', max = min] = reader
    .text(reader.at + 1, reader.at + end)
    .split(',')
    .map((text) => text.trim());
  if (Number(min) > 65_535 || Number(max) > 65_535) reader.fail('quantifierTooBig');
  if (max !== '' && Number(max) < Number(min)) reader.fail('quantifierOrder');
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
    if (number < (reader.isPcre2 ? 10 : 8) || number <= reader.groupCount || (reader.isPcre2 && first >= 8)) {
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
  if (value > 0xff && !reader.unicode) reader.fail('octalTooLarge', reader.at - (reader.isPcre2 ? 0 : 1));
  return { kind: 'char', char: value };
}

/** The greatest number of a character. */
function limit(reader: PatternReader): number {
  return reader.unicode ? 0x10ffff : 0xff;
}

function checked(reader: PatternReader, char: number): number {
  if (reader.unicode && char >= 0xd800 && char <= 0xdfff) reader.fail('surrogate', reader.at - 1);
  return char;
}

function skipBlanks(reader: PatternReader): void {
  if (reader.isPcre2) while (reader.peek() === 0x20 || reader.peek() === 9) reader.at++;
}

function bracedHexadecimal(reader: PatternReader): number {
  skipBlanks(reader);
  if (reader.peek() === code('}') || reader.peek() < 0) {
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
    reader.fail('nonHex', reader.at + (reader.isPcre2 ? 1 : 0));
  }
  return checked(reader, value);
}

function hexadecimal(reader: PatternReader): number {
  if (reader.take('{')) return bracedHexadecimal(reader);
  let value = 0;
  for (let count = 0; count < 2; count++) {
    const digit = hexValue(reader.peek());
    if (digit < 0 && count === 0 && reader.isPcre2) reader.fail('digitsMissing');
    if (digit < 0) break;
    reader.at++;
    value = value * 16 + digit;
  }
  return value;
}

function bracedOctal(reader: PatternReader): number {
  if (!reader.take('{')) reader.fail('octalBrace', reader.at - (reader.isPcre2 ? 0 : 1));
  skipBlanks(reader);
  if (reader.peek() === code('}') || (reader.peek() < 0 && reader.isPcre2)) {
    reader.fail('digitsMissing', reader.at - (reader.isPcre2 ? 0 : 2));
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
    reader.fail('nonOctal', reader.at + (reader.isPcre2 ? 1 : 0));
  }
  return checked(reader, value);
}

function controlCharacter(reader: PatternReader): number {
  const char = reader.peek();
  if (char < 0) reader.fail('endsWithControl');
  if (reader.isPcre2 ? char < 32 || char > 126 : char > 127) reader.fail('controlNotAscii', reader.at + (reader.isPcre2 ? 1 : 0));
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
      const char = reader.next();
      if (reader.isPcre2 && (char > code('z') || (char < code('&') && char > code(' ')))) malformed();
    }
    if (reader.peek() < 0) malformed();
    name = reader.text(from, reader.at);
    reader.at++;
  } else {
    name = String.fromCodePoint(reader.next());
    if (reader.isPcre2 && !/[A-Za-z]/.test(name)) malformed();
  }
  const points = property(ignoringCase(reader, name), reader.generation);
  if (points === undefined) return reader.fail('unknownProperty', reader.isPcre2 ? reader.at : reader.at - 1);
  return { kind: 'property', points, negated };
}

/** Without regard to case PCRE2 takes a letter of one case for one of any. */
function ignoringCase(reader: PatternReader, name: string): string {
  return reader.isPcre2 && reader.has(Flag.caseless) && /^\s*l[ult]\s*$/i.test(name) ? 'L&' : name;
}

/** A name up to its end; the reader stands behind the opening bracket. */
export function readName(reader: PatternReader, close: string, canBeEmpty = false, notClosed: Problem = 'nameNotClosed'): string {
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
    if (!reader.take(close)) reader.fail(notClosed);
    return name;
  }
  if (isDigit(reader.peek())) reader.fail('nameStartsWithDigit');
  while (reader.isWord(reader.peek())) reader.at++;
  const name = reader.text(from, reader.at);
  if (name === '' && !canBeEmpty) reader.fail('nameExpected');
  if (!reader.isAt(close)) reader.fail(notClosed);
  if (name.length > 32) reader.fail('nameTooLong');
  reader.at++;
  return name;
}

function namedReference(reader: PatternReader): Escape {
  const close = reader.take('{') ? '}' : reader.take('<') ? '>' : reader.take("'") ? "'" : undefined;
  if (close === undefined) return reader.fail('invalidNamedReference', reader.at - (reader.isPcre2 ? 0 : 1));
  const at = reader.at;
  return { kind: 'named reference', name: readName(reader, close), at };
}

/** A number of a group, which may be relative; undefined if there is none. */
export function groupNumber(reader: PatternReader, allowPlus: boolean, mustExist = true, missingAt?: number): number | undefined {
  const sign = reader.peek();
  const isRelative = sign === code('-') || (allowPlus && sign === code('+'));
  if (!isDigit(reader.peek(isRelative ? 1 : 0))) return undefined;
  if (isRelative) reader.at++;
  const number = reader.number(reader.isPcre2 ? MAX_GROUP : 0x7fffffff, 'numberTooBig');
  if (!isRelative) return number;
  if (number === 0) reader.fail(reader.isPcre2 ? 'zeroReference' : 'zeroReference');
  if (sign === code('+')) return reader.groupCount + number;
  if (number > reader.groupCount) {
    if (!mustExist && !reader.isPcre2) return -1;
    reader.fail('noSuchGroup', missingAt ?? reader.at);
  }
  return reader.groupCount - number + 1;
}

function groupEscape(reader: PatternReader): Escape {
  const open = reader.at;
  const close = reader.take('<') ? '>' : reader.take("'") ? "'" : undefined;
  if (close !== undefined) {
    const at = reader.at;
    const number = groupNumber(reader, true);
    if (number === undefined) return { kind: 'named call', name: readName(reader, close), at };
    const end = reader.at;
    if (!reader.take(close)) reader.fail(reader.isPcre2 ? 'numberNotClosed' : 'invalidReference', reader.isPcre2 ? end : open);
    return { kind: 'call', group: number, at: reader.isPcre2 ? reader.at : end };
  }
  return reader.isPcre2 ? pcre2GroupEscape(reader) : pcreGroupEscape(reader);
}

function pcre2GroupEscape(reader: PatternReader): Escape {
  const start = reader.at;
  const braced = reader.take('{');
  if (braced) skipBlanks(reader);
  const at = reader.at;
  const number = groupNumber(reader, true, true, braced ? start : undefined);
  if (number === undefined) {
    if (!braced) reader.fail('invalidReference');
    return { kind: 'named reference', name: readName(reader, '}'), at };
  }
  if (braced) {
    skipBlanks(reader);
    if (!reader.take('}')) reader.fail('numberNotClosed');
  }
  if (number === 0) reader.fail('noSuchGroup');
  return { kind: 'reference', group: number, at: reader.at };
}

function pcreGroupEscape(reader: PatternReader): Escape {
  const braced = reader.take('{');
  const at = reader.at;
  if (braced && !isNumberInBraces(reader)) {
    return { kind: 'named reference', name: readName(reader, '}'), at };
  }
  const isRelative = reader.take('-');
  let number = reader.number(0x7fffffff, 'numberTooBig');
  if (braced && !reader.take('}')) reader.fail('invalidReference');
  if (number === 0) reader.fail('zeroReference', reader.at - 1);
  if (isRelative) {
    if (number > reader.groupCount) reader.fail('noSuchGroup', reader.at - 1);
    number = reader.groupCount - number + 1;
  }
  return { kind: 'reference', group: number, at: reader.at };
}

/** True if nothing but digits and hyphens stands before the closing brace. */
function isNumberInBraces(reader: PatternReader): boolean {
  let ahead = 0;
  while (isDigit(reader.peek(ahead)) || reader.peek(ahead) === code('-')) ahead++;
  return reader.peek(ahead) === code('}') || reader.peek(ahead) < 0;
}
