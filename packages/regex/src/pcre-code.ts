import type { CompileOptions, Newline } from './options.js';
import {
  CASE_SETS,
  CLASS_COUNTED,
  CLASS_PROPERTIES,
  CLASS_QUANTIFIERS,
  COUNTED,
  GENERAL,
  OPENINGS,
  Op,
  OWN_PROPERTIES,
  PARTICULAR,
  PLAIN,
  Property,
  QUANTIFIERS,
  SCRIPTS,
  VERBS,
  VERBS_WITH_NAMES,
} from './pcre-code-tables.js';

// Until OTP 27 a compiled pattern is what PCRE 8 made of it, and programs keep such: Elixir's `~r` puts them into modules. There is no way back
// to the text that was compiled, but there is one to a text that means the same. The format is that of `pcre_internal.h` of PCRE 8.44 on a
// little-endian machine, with links of two bytes.

/** A pattern that means what compiled code of PCRE does. */
export interface PatternOfCode {
  /** Its text. */
  readonly pattern: string;
  /** What it is to be compiled with. */
  readonly options: CompileOptions;
}

/** True if the bytes begin as PCRE's compiled patterns do. */
export function isPcreCode(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** What a pattern that PCRE 8 has compiled would look like as text; undefined if the bytes are not such a pattern. */
export function patternOfPcreCode(bytes: Uint8Array): PatternOfCode | undefined {
  if (!isPcreCode(bytes) || bytes.length < HEADER_BYTES) return undefined;
  try {
    return new CodeReader(bytes).pattern();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const MAGIC = [0x45, 0x52, 0x43, 0x50];
const HEADER_BYTES = 64;

const Header = { options: 8, flags: 12, matchLimit: 16, recursionLimit: 20, nameTable: 34, nameSize: 36, nameCount: 38 } as const;
const Private = { matchLimit: 0x2000, recursionLimit: 0x4000 } as const;
const Option = {
  anchored: 0x10,
  dollarEndOnly: 0x20,
  unicode: 0x800,
  firstLine: 0x4_0000,
  dupNames: 0x8_0000,
  newline: 0x70_0000,
  bsrAnycrlf: 0x80_0000,
  noStartOptimize: 0x400_0000,
  ucp: 0x2000_0000,
} as const;
const NEWLINES: readonly Newline[] = ['lf', 'cr', 'lf', 'crlf', 'any', 'anycrlf'];

const ANY_RECURSION = 0xffff;
const LAST_CHARACTER = 0x10ffff;

/** A part of a sequence. Groups are kept apart, as PCRE writes one that is repeated as often as it comes. */
interface Piece {
  readonly text: string;
  /** True for characters whose case does not count. */
  readonly isCaseless?: boolean;
  readonly group?: RepeatedGroup;
}

/** The lowest and the highest number of the groups that capture in a part; 0 if there is none. */
interface Captures {
  first: number;
  last: number;
}

interface Alternatives {
  readonly texts: readonly string[];
  /** The parts of the last one. */
  readonly pieces: readonly Piece[];
  /** True if the numbers of groups begin anew in each. */
  readonly isReset: boolean;
  readonly firstCapture: number;
}

interface RepeatedGroup {
  readonly text: string;
  /** Number of the first group that captures in it, itself included; 0 if there is none. */
  readonly firstCapture: number;
  readonly min: number;
  readonly max: number;
  readonly mode: '' | '?' | '+';
}

class CodeReader {
  readonly #view: DataView;
  readonly #unicode: boolean;
  readonly #start: number;
  readonly #names: { readonly number: number; readonly name: string }[] = [];
  #at: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#unicode = (this.#view.getUint32(Header.options, true) & Option.unicode) !== 0;
    const table = this.#view.getUint16(Header.nameTable, true);
    const size = this.#view.getUint16(Header.nameSize, true);
    const count = this.#view.getUint16(Header.nameCount, true);
    for (let i = 0; i < count; i++) {
      const at = table + i * size;
      let end = at + 2;
      while (this.#view.getUint8(end) !== 0) end++;
      const name = String.fromCharCode(...bytes.subarray(at + 2, end));
      this.#names.push({ number: this.#view.getUint16(at), name });
    }
    this.#start = table + count * size;
    this.#at = this.#start;
  }

  pattern(): PatternOfCode {
    const options = this.#view.getUint32(Header.options, true);
    const flags = this.#view.getUint32(Header.flags, true);
    let text = '';
    if ((flags & Private.matchLimit) !== 0) text += `(*LIMIT_MATCH=${this.#view.getUint32(Header.matchLimit, true)})`;
    if ((flags & Private.recursionLimit) !== 0) text += `(*LIMIT_RECURSION=${this.#view.getUint32(Header.recursionLimit, true)})`;
    // `(?J)` in the pattern is not among the options.
    const hasTwice = this.#names.some(({ name, number }) => this.#names.some((other) => other.name === name && other.number !== number));
    if (hasTwice && (options & Option.dupNames) === 0) text += '(?J)';
    const newline = NEWLINES[(options & Option.newline) >>> 20];
    if (newline === undefined || this.#byte() !== Op.group) throw new RangeError('not a pattern');
    this.#at += 2;
    const { texts } = this.#alternatives();
    this.#at += 3;
    if (this.#byte() !== Op.end) throw new RangeError('not the end of a pattern');
    return {
      pattern: text + texts.join('|'),
      options: {
        generation: 'pcre',
        unicode: this.#unicode,
        newline,
        anchored: (options & Option.anchored) !== 0,
        dollarEndOnly: (options & Option.dollarEndOnly) !== 0,
        firstLine: (options & Option.firstLine) !== 0,
        dupNames: (options & Option.dupNames) !== 0,
        noStartOptimize: (options & Option.noStartOptimize) !== 0,
        ucp: (options & Option.ucp) !== 0,
        bsr: (options & Option.bsrAnycrlf) === 0 ? 'unicode' : 'anycrlf',
      },
    };
  }

  #byte(): number {
    const byte = this.#view.getUint8(this.#at);
    this.#at++;
    return byte;
  }

  /** Links and numbers have two bytes. */
  #number(): number {
    const number = this.#view.getUint16(this.#at);
    this.#at += 2;
    return number;
  }

  /** A character, in UTF-8 if the pattern is. */
  #character(): number {
    const byte = this.#byte();
    if (!this.#unicode || byte < 0xc0) return byte;
    const more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    let character = byte & (0x3f >> more);
    for (let i = 0; i < more; i++) character = (character << 6) | (this.#byte() & 0x3f);
    return character;
  }

  /** What is between the beginning of a group and its end, at which the reader then stands. */
  #alternatives(): Alternatives {
    const texts: string[] = [];
    const outer = this.#captures;
    const all: Captures = { first: 0, last: 0 };
    let isReset = false;
    for (;;) {
      const own: Captures = { first: 0, last: 0 };
      this.#captures = own;
      const pieces = this.#sequence();
      texts.push(pieces.map((piece) => piece.text).join(''));
      if (own.first !== 0 && own.first <= all.last) isReset = true;
      include(all, own);
      if (this.#view.getUint8(this.#at) !== Op.alternative) {
        this.#captures = outer;
        include(outer, all);
        return { texts, pieces, isReset, firstCapture: all.first };
      }
      this.#at += 3;
    }
  }

  /** What captures in the alternative that is being read. */
  #captures: Captures = { first: 0, last: 0 };

  #sequence(): Piece[] {
    const pieces: Piece[] = [];
    for (;;) {
      const op = this.#view.getUint8(this.#at);
      if (op >= Op.alternative && op <= Op.ketPossessive) return pieces;
      this.#at++;
      append(pieces, this.#item(op));
    }
  }

  #item(op: number): Piece {
    const plain = PLAIN[op];
    if (plain !== undefined) return { text: plain };
    const verb = VERBS[op];
    if (verb !== undefined) return { text: VERBS_WITH_NAMES.has(op) ? `(*${verb}:${this.#verbName()})` : `(*${verb})` };
    if (op >= Op.charRepeats && op < Op.classRepeats) return { text: this.#repeat(op) };
    switch (op) {
      case Op.char:
        return { text: literal(this.#character()) };
      case Op.charCaseless:
        return { text: `(?i:${literal(this.#character())})`, isCaseless: true };
      case Op.not:
        return { text: `[^${classCharacter(this.#character())}]` };
      case Op.notCaseless:
        return { text: `(?i:[^${classCharacter(this.#character())}])` };
      case Op.property:
      case Op.notProperty:
        return { text: this.#property(op === Op.notProperty) };
      case Op.class:
      case Op.negatedClass:
        return { text: this.#quantified(this.#bitmapClass(op === Op.negatedClass)) };
      case Op.extendedClass:
        return { text: this.#quantified(this.#extendedClass()) };
      case Op.reference:
        return { text: this.#quantified(`\\g{${this.#number()}}`) };
      case Op.referenceCaseless:
        return { text: this.#quantified(`(?i:\\g{${this.#number()}})`) };
      case Op.namedReference:
        return { text: this.#quantified(`\\k<${this.#name()}>`) };
      case Op.namedReferenceCaseless:
        return { text: this.#quantified(`(?i:\\k<${this.#name()}>)`) };
      case Op.recurse:
        return { text: `(?${this.#groupAt(this.#start + this.#number())})` };
      case Op.callout:
        this.#at += 5;
        return { text: '' };
      case Op.reverse:
      case Op.close:
        this.#at += 2;
        return { text: '' };
      case Op.skipZero:
        return { text: `${this.#group(this.#byte(), 1, '').text}{0}` };
      case Op.zero:
        return this.#group(this.#byte(), 0, '');
      case Op.zeroLazy:
        return this.#group(this.#byte(), 0, '?');
      case Op.zeroPossessive:
        return this.#group(this.#byte(), 0, '+');
      default:
        return this.#group(op, 1, '');
    }
  }

  #verbName(): string {
    const length = this.#byte();
    let name = '';
    for (const end = this.#at + length; this.#at < end; ) name += String.fromCodePoint(this.#character());
    this.#at++;
    return name;
  }

  /** The name of a reference to groups of one name: its place in the table, and how many there are. */
  #name(): string {
    const { name } = this.#names[this.#number()] ?? {};
    this.#at += 2;
    if (name === undefined) throw new RangeError('no such name');
    return name;
  }

  #groupAt(at: number): number {
    const op = this.#view.getUint8(at);
    return isCapture(op) ? this.#view.getUint16(at + 3) : 0;
  }

  /** A repeated character or type. */
  #repeat(op: number): string {
    const of = (op - Op.charRepeats) % QUANTIFIERS.length;
    const count = COUNTED.has(of) ? this.#number() : 0;
    const base = op - of;
    let item: string;
    if (base === Op.charRepeats) item = literal(this.#character());
    else if (base === Op.charCaselessRepeats) item = `(?i:${literal(this.#character())})`;
    else if (base === Op.notRepeats) item = `[^${classCharacter(this.#character())}]`;
    else if (base === Op.notCaselessRepeats) item = `(?i:[^${classCharacter(this.#character())}])`;
    else item = this.#item(this.#byte()).text;
    const quantifier = QUANTIFIERS[of] ?? '';
    if (quantifier === 'exactly') return `${item}{${count}}`;
    return item + (COUNTED.has(of) ? `{0,${count}}${quantifier}` : quantifier);
  }

  /** A class or a reference, with the quantifier that may follow. */
  #quantified(item: string): string {
    const of = this.#view.getUint8(this.#at) - Op.classRepeats;
    const quantifier = CLASS_QUANTIFIERS[of];
    if (quantifier === undefined) return item;
    this.#at++;
    if (!CLASS_COUNTED.has(of)) return item + quantifier;
    const min = this.#number();
    const max = this.#number();
    return `${item}{${min},${max === 0 ? '' : max}}${quantifier}`;
  }

  #property(negated: boolean): string {
    const type = this.#byte();
    const value = this.#byte();
    if (type === Property.caseSet) {
      const member = classCharacter(caseSet(value));
      return negated ? `(?i:[^${member}])` : `(?i:${member})`;
    }
    return `\\${negated ? 'P' : 'p'}{${propertyName(type, value)}}`;
  }

  #bitmapClass(negated: boolean): string {
    const low = this.#bitmap();
    if (negated && this.#unicode) return `[${low}${range(256, LAST_CHARACTER)}]`;
    return low === '' ? this.#nothing() : `[${low}]`;
  }

  /** A class without characters. */
  #nothing(): string {
    return `[^${range(0, this.#unicode ? LAST_CHARACTER : 255)}]`;
  }

  /** The characters below 256 of a class. */
  #bitmap(complement = false): string {
    let text = '';
    const has = (character: number): boolean =>
      character < 256 && (((this.#view.getUint8(this.#at + (character >> 3)) >> (character & 7)) & 1) === 1) !== complement;
    for (let from = 0; from < 256; from++) {
      if (!has(from)) continue;
      let to = from;
      while (has(to + 1)) to++;
      text += range(from, to);
      from = to;
    }
    this.#at += 32;
    return text;
  }

  #extendedClass(): string {
    const end = this.#at - 1 + this.#number();
    const flags = this.#byte();
    const negated = (flags & 1) !== 0;
    const hasProperties = (flags & 4) !== 0;
    let text = '';
    // Where there are no properties, the table says what the class has in the end, even if it is a negated one.
    if ((flags & 2) !== 0) text += this.#bitmap(negated && !hasProperties);
    for (;;) {
      const kind = this.#byte();
      if (kind === 0) break;
      if (kind === 1) text += classCharacter(this.#character());
      else if (kind === 2) {
        const from = this.#character();
        text += range(from, this.#character());
      } else text += this.#classProperty(kind === 4);
    }
    if (this.#at !== end) throw new RangeError('a class has another length');
    if (text === '') return negated ? `[${range(0, LAST_CHARACTER)}]` : this.#nothing();
    return `[${negated ? '^' : ''}${text}]`;
  }

  #classProperty(negated: boolean): string {
    const type = this.#byte();
    const value = this.#byte();
    const name = CLASS_PROPERTIES[type];
    if (name !== undefined) return `[:${negated ? '^' : ''}${name}:]`;
    return `\\${negated ? 'P' : 'p'}{${propertyName(type, value)}}`;
  }

  /** A group; the reader stands behind its instruction. `min`: 0 if it may be left out. */
  #group(op: number, min: 0 | 1, zeroMode: '' | '?' | '+'): Piece {
    this.#at += 2;
    let opening = OPENINGS[op];
    let capture = 0;
    if (isCapture(op)) {
      capture = this.#number();
      include(this.#captures, { first: capture, last: capture });
      const name = this.#names.find(({ number }) => number === capture)?.name;
      opening = name === undefined ? '(' : `(?'${name}'`;
    } else if (op === Op.condition || op === Op.emptyCondition) opening = this.#condition();
    if (opening === undefined) throw new RangeError(`no instruction ${op}`);
    const { texts, pieces, isReset, firstCapture } = this.#alternatives();
    const ket = this.#byte();
    this.#at += 2;
    if (isReset && opening === '(?:') opening = '(?|';
    const max = ket === Op.ket ? 1 : Number.POSITIVE_INFINITY;
    const mode = ket === Op.ketMin ? '?' : ket === Op.ketPossessive ? '+' : zeroMode;
    // Optional copies of a group are in groups of their own.
    if (min === 0 && max === 1 && opening === '(?:' && texts.length === 1 && pieces.length === 1) {
      const group = pieces[0]?.group;
      if (group !== undefined && group.firstCapture > 0 && group.min === 1) return repeated({ ...group, min: 0, mode });
    }
    return repeated({ text: `${opening}${texts.join('|')})`, firstCapture: capture === 0 ? firstCapture : capture, min, max, mode });
  }

  #condition(): string {
    const op = this.#view.getUint8(this.#at);
    if (op === Op.callout) {
      this.#at += 6;
      return this.#condition();
    }
    if (op >= Op.ahead && op <= Op.behindNot) {
      this.#at++;
      return `(?${this.#group(op, 1, '').text}`;
    }
    this.#at++;
    switch (op) {
      case Op.ifGroup:
        return `(?(${this.#number()})`;
      case Op.ifNamedGroup:
        return `(?(<${this.#name()}>)`;
      case Op.ifRecursion: {
        const group = this.#number();
        return group === ANY_RECURSION ? '(?(R)' : `(?(R${group})`;
      }
      case Op.ifNamedRecursion:
        return `(?(R&${this.#name()})`;
      case Op.define:
        return '(?(DEFINE)';
      default:
        throw new RangeError(`no condition ${op}`);
    }
  }
}

function include(all: Captures, { first, last }: Captures): void {
  if (first !== 0 && (all.first === 0 || first < all.first)) all.first = first;
  all.last = Math.max(all.last, last);
}

function isCapture(op: number): boolean {
  return op === Op.capture || op === Op.capturePossessive || op === Op.emptyCapture || op === Op.emptyCapturePossessive;
}

/**
 * Puts a part at the end of a sequence. A group of the same number as the one before it is a copy of that: one more time of it. Only in the last
 * copy repeats that nothing after the group can match are possessive.
 */
function append(pieces: Piece[], piece: Piece): void {
  const before = pieces.at(-1)?.group;
  const { group } = piece;
  if (
    before !== undefined &&
    group !== undefined &&
    group.firstCapture > 0 &&
    before.firstCapture === group.firstCapture &&
    before.min === before.max
  ) {
    pieces[pieces.length - 1] = repeated({ ...group, text: before.text, min: before.min + group.min, max: before.max + group.max });
  } else if (piece.isCaseless === true && pieces.at(-1)?.isCaseless === true) {
    pieces.push({ text: `${pieces.pop()?.text.slice(0, -1)}${piece.text.slice('(?i:'.length)}`, isCaseless: true });
  } else if (piece.text !== '') pieces.push(piece);
}

function repeated(group: RepeatedGroup): Piece {
  const { text, min, max, mode } = group;
  let quantifier: string;
  if (min === 1 && max === 1) quantifier = '';
  else if (min === max) quantifier = `{${min}}`;
  else if (max === Number.POSITIVE_INFINITY) quantifier = (min === 0 ? '*' : min === 1 ? '+' : `{${min},}`) + mode;
  else quantifier = (min === 0 && max === 1 ? '?' : `{${min},${max}}`) + mode;
  return { text: text + quantifier, group };
}

function propertyName(type: number, value: number): string {
  const own = OWN_PROPERTIES[type];
  if (own !== undefined) return own;
  const name = type === Property.general ? GENERAL[value] : type === Property.particular ? PARTICULAR[value] : SCRIPTS[value];
  if (name === undefined || type > Property.script) throw new RangeError(`no property ${type}, ${value}`);
  return name;
}

function caseSet(value: number): number {
  const member = CASE_SETS[value];
  if (member === undefined) throw new RangeError(`no characters ${value}`);
  return member;
}

/** A character outside of a class. */
function literal(character: number): string {
  if (character > 0x20 && character < 0x7f) {
    const text = String.fromCharCode(character);
    return /[A-Za-z0-9]/.test(text) ? text : `\\${text}`;
  }
  return classCharacter(character);
}

/** A character in a class. */
function classCharacter(character: number): string {
  return `\\x{${character.toString(16)}}`;
}

function range(from: number, to: number): string {
  return from === to ? classCharacter(from) : `${classCharacter(from)}-${classCharacter(to)}`;
}
