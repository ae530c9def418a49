import { formatTerm, type Term } from '@beamline/beam-file';
import { BitstringWriter } from './bitstring-writer.js';
import { TermSyntaxError } from './term-syntax-error.js';
import { type Token, Tokens } from './term-tokens.js';

/**
 * Reads an Erlang term from source code: integers (also `16#ff`, `$c`, `1_000`), floats, atoms,
 * strings, lists, tuples, maps, `fun m:f/1`, and bitstrings of integers and strings, with sizes in bits and
 * `/utf8`, `/utf16`, `/utf32`. Comments count as spaces. Reads what `formatTerm` writes as the same term, except
 * for identifiers, local funs and records, which have no source form. Nesting can be as deep as memory
 * allows. Throws TermSyntaxError.
 */
export function parseTerm(text: string): Term {
  const tokens = new Tokens(text);
  // Lists, tuples and maps that have begun, the innermost last: a stack instead of recursion.
  const open: OpenTerm[] = [];
  for (;;) {
    const started = start(tokens);
    if ('take' in started) {
      open.push(started);
      continue;
    }
    let term: Term | undefined = started;
    while (term !== undefined) {
      const innermost = open[open.length - 1];
      const separator = tokens.next();
      if (innermost === undefined) {
        if (separator.kind !== 'end') throw unexpected(separator, 'the end');
        return term;
      }
      term = innermost.take(term, separator);
      if (term !== undefined) open.pop();
    }
  }
}

/** A term with others in it, of which some are still to come. */
interface OpenTerm {
  /** Takes the next term and the token after it; returns the whole term when that ends it. */
  take(term: Term, separator: Token): Term | undefined;
}

const NIL: Term = { kind: 'nil' };

class OpenList implements OpenTerm {
  readonly #elements: Term[] = [];
  #inTail = false;

  take(term: Term, separator: Token): Term | undefined {
    if (this.#inTail) {
      if (!isSymbol(separator, ']')) throw unexpected(separator, ']');
      return list(this.#elements, term);
    }
    this.#elements.push(term);
    if (isSymbol(separator, ']')) return list(this.#elements, NIL);
    this.#inTail = isSymbol(separator, '|');
    if (!this.#inTail && !isSymbol(separator, ',')) throw unexpected(separator, 'a comma, | or ]');
    return undefined;
  }
}

class OpenTuple implements OpenTerm {
  readonly #elements: Term[] = [];

  take(term: Term, separator: Token): Term | undefined {
    this.#elements.push(term);
    if (isSymbol(separator, '}')) return { kind: 'tuple', elements: this.#elements };
    if (!isSymbol(separator, ',')) throw unexpected(separator, 'a comma or }');
    return undefined;
  }
}

class OpenMap implements OpenTerm {
  /** By the text of the key: of equal keys the last one counts. */
  readonly #pairs = new Map<string, readonly [Term, Term]>();
  #key: Term | undefined;

  take(term: Term, separator: Token): Term | undefined {
    if (this.#key === undefined) {
      if (!isSymbol(separator, '=>')) throw unexpected(separator, '=>');
      this.#key = term;
      return undefined;
    }
    this.#pairs.set(formatTerm(this.#key), [this.#key, term]);
    this.#key = undefined;
    if (isSymbol(separator, '}')) return { kind: 'map', pairs: [...this.#pairs.values()] };
    if (!isSymbol(separator, ',')) throw unexpected(separator, 'a comma or }');
    return undefined;
  }
}

function list(elements: readonly Term[], tail: Term): Term {
  return tail.kind === 'list' ? { ...tail, elements: elements.concat(tail.elements) } : { kind: 'list', elements, tail };
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}

function unexpected(token: Token, expected: string): TermSyntaxError {
  if (token.kind === 'end') return new TermSyntaxError(`expected ${expected}, found the end`, token.at);
  const found = token.kind === 'integer' || token.kind === 'float' ? String(token.value) : JSON.stringify(token.text);
  return new TermSyntaxError(`expected ${expected}, found ${found}`, token.at);
}

/** Reads a term without others in it, or the beginning of one that has. */
function start(tokens: Tokens): Term | OpenTerm {
  const token = tokens.next();
  switch (token.kind) {
    case 'integer':
      return { kind: 'integer', value: token.value };
    case 'float':
      return { kind: 'float', value: token.value };
    case 'atom':
      return { kind: 'atom', name: token.text };
    case 'string':
      return string(token.text + moreStrings(tokens));
    case 'symbol':
      switch (token.text) {
        case '[':
          return ends(tokens, ']') ? NIL : new OpenList();
        case '{':
          return ends(tokens, '}') ? { kind: 'tuple', elements: [] } : new OpenTuple();
        case '#{':
          return ends(tokens, '}') ? { kind: 'map', pairs: [] } : new OpenMap();
        case '<<':
          return bitstring(tokens);
        case 'fun':
          return exported(tokens);
        case '-':
        case '+':
          return signed(tokens, token.text === '-');
      }
  }
  throw unexpected(token, 'a term');
}

/** Takes a symbol if it is the next token. */
function ends(tokens: Tokens, text: string): boolean {
  const found = isSymbol(tokens.peek(), text);
  if (found) tokens.next();
  return found;
}

/** Strings side by side are one. */
function moreStrings(tokens: Tokens): string {
  let text = '';
  for (let next = tokens.peek(); next.kind === 'string'; next = tokens.peek()) {
    text += next.text;
    tokens.next();
  }
  return text;
}

function string(text: string): Term {
  const elements = Array.from(text, (character): Term => ({ kind: 'integer', value: character.codePointAt(0) ?? 0 }));
  return elements.length === 0 ? NIL : { kind: 'list', elements, tail: NIL };
}

function signed(tokens: Tokens, negative: boolean): Term {
  const token = tokens.next();
  if (token.kind === 'float') return { kind: 'float', value: negative ? -token.value : token.value };
  if (token.kind !== 'integer') throw unexpected(token, 'a number');
  return { kind: 'integer', value: negative && token.value !== 0 ? -token.value : token.value };
}

function exported(tokens: Tokens): Term {
  const module = atomName(tokens);
  symbol(tokens, ':');
  const name = atomName(tokens);
  symbol(tokens, '/');
  return { kind: 'export', module, function: name, arity: integer(tokens, 255) };
}

function atomName(tokens: Tokens): string {
  const token = tokens.next();
  if (token.kind !== 'atom') throw unexpected(token, 'an atom');
  return token.text;
}

function symbol(tokens: Tokens, text: string): void {
  const token = tokens.next();
  if (!isSymbol(token, text)) throw unexpected(token, text);
}

function integer(tokens: Tokens, maximum: number): number {
  const token = tokens.next();
  if (token.kind !== 'integer') throw unexpected(token, 'an integer');
  if (token.value > maximum) throw new TermSyntaxError(`${token.value} is greater than ${maximum}`, token.at);
  return Number(token.value);
}

/** Bits that a segment may have; otherwise a short text could take all of memory. */
const MAXIMUM_SIZE = 2 ** 20;

function bitstring(tokens: Tokens): Term {
  const writer = new BitstringWriter();
  if (ends(tokens, '>>')) return writer.term();
  for (;;) {
    segment(tokens, writer);
    const separator = tokens.next();
    if (isSymbol(separator, '>>')) return writer.term();
    if (!isSymbol(separator, ',')) throw unexpected(separator, 'a comma or >>');
  }
}

function segment(tokens: Tokens, writer: BitstringWriter): void {
  const first = tokens.next();
  const values: (number | bigint)[] = [];
  if (first.kind === 'string') {
    for (const character of first.text + moreStrings(tokens)) values.push(character.codePointAt(0) ?? 0);
  } else if (first.kind === 'integer') {
    values.push(first.value);
  } else if (isSymbol(first, '-') || isSymbol(first, '+')) {
    const number = signed(tokens, isSymbol(first, '-'));
    if (number.kind !== 'integer') throw new TermSyntaxError('floats in bitstrings are not supported', first.at);
    values.push(number.value);
  } else {
    throw unexpected(first, 'an integer or a string');
  }
  const size = ends(tokens, ':') ? integer(tokens, MAXIMUM_SIZE) : undefined;
  if (!ends(tokens, '/')) {
    for (const value of values) writer.write(value, size ?? 8);
    return;
  }
  const encoding = tokens.next();
  if (size !== undefined) throw new TermSyntaxError('a segment cannot have both a size and an encoding', encoding.at);
  for (const value of values) {
    for (const [unit, bits] of encode(value, encoding)) writer.write(unit, bits);
  }
}

const encoder = new TextEncoder();

/** The units of a character in an encoding, each with its size. */
function encode(point: number | bigint, encoding: Token): (readonly [number, number])[] {
  const name = encoding.kind === 'atom' ? encoding.text : '';
  if (!['utf8', 'utf16', 'utf32'].includes(name)) throw unexpected(encoding, 'utf8, utf16 or utf32');
  if (!(point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff))) {
    throw new TermSyntaxError(`${point} is not a character`, encoding.at);
  }
  const character = String.fromCodePoint(Number(point));
  if (name === 'utf8') return Array.from(encoder.encode(character), (byte) => [byte, 8] as const);
  if (name === 'utf32') return [[Number(point), 32]];
  return Array.from({ length: character.length }, (_, i) => [character.charCodeAt(i), 16] as const);
}
