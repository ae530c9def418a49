import { isSameChar } from './character-set.js';
import { before, characterAt, codePointAt, widthOf } from './code-points.js';
import { graphemeEnd } from './graphemes.js';
import type { MatchOptions, Newline } from './options.js';
import { captureRegister, Op, PlaceCode, type Program, Register } from './program.js';
import { UNLIMITED } from './syntax-tree.js';

// A machine that goes back: what can be tried otherwise is on a stack of its own, not on JavaScript's, in entries of three words, so that
// neither a pattern nor a subject can be too deep. Whatever changes a register puts the old value there, too; going back restores it. An
// atomic part drops the choices above its start and keeps the old values.

/** What an entry of the stack is: the lowest bits of its first word. */
enum Entry {
  /** Go on at a target: position. */
  choice,
  /** A register: old value. */
  register,
  /** Start and end of a group: old values. */
  capture,
  /** Characters that can be given back one at a time, target of the instruction: least position, position. */
  greedy,
  /** Characters that can be taken one at a time: position, how many more. */
  lazy,
  /** A look: target if it fails (0 if that fails): entry of the outer look, position. */
  look,
  /** A call: target behind it: entry of the outer call, group. */
  call,
  /** Values of registers at a call: nothing to do. */
  saved,
  /** A mark: its name: position. */
  mark,
  commit,
  prune,
  /** Position to skip to. */
  skip,
  /** Name of the mark to skip to. */
  skipTo,
  /** Entry to go back to. */
  then,
  /** Look behind from a place: target: position, last position to try. */
  backRange,
}

const ENTRY_BITS = 4;
const ENTRY_MASK = 15;
const ENTRY_WORDS = 3;

/** How a run ended: with a match, without one, not yet. */
export type Outcome = 'match' | 'no match' | 'more' | 'match limit' | 'depth limit' | 'recursion loop';

/** Why going back stops an attempt. */
enum Stop {
  none,
  /** No match at this start. */
  attempt,
  /** No match at all. */
  all,
}

const DEFAULT_LIMIT = 10_000_000;
/** Words of the stack at most: 256 MiB. */
const MOST_WORDS = 1 << 26;
/** Bytes that are looked at in a row: what is longer is interrupted. */
const CHUNK = 1 << 18;
/** Where there is no table. */
const NO_TABLE = -1;
/** A run of characters that is not at its end. */
const UNFINISHED = -2;

const EMPTY_BYTES = new Uint8Array(0);

/** A search for a pattern in a subject, which can be interrupted. */
export class Matcher {
  readonly #program: Program;
  #stack: Int32Array = new Int32Array(384);
  readonly #registers: Int32Array;
  #subject: Uint8Array = EMPTY_BYTES;
  #options: MatchOptions = {};
  #newline: Newline;
  #start = 0;
  #offset = 0;
  /** Where it goes on: the instruction and the position, −1 to begin an attempt. */
  #pc = -1;
  #position = 0;
  #depth = 0;
  #count = 0;
  #limit = DEFAULT_LIMIT;
  #depthLimit = UNLIMITED;
  #required = -1;
  #lastStart = 0;
  /** Where the next attempt begins, −1 for one character on. */
  #nextStart = -1;
  #work = 0;
  /** How far an interrupted instruction has looked at characters in a row, −1 for none. */
  #scanned = -1;

  constructor(program: Program) {
    this.#program = program;
    this.#registers = new Int32Array(program.registerCount);
    this.#newline = program.newline;
  }

  /** Begins a search. The offset must be within the subject, and in a pattern of UTF-8 at a character. */
  begin(subject: Uint8Array, options: MatchOptions = {}): void {
    const { matchLimit, depthLimit, newline, firstLine } = this.#program;
    this.#subject = subject;
    this.#options = options;
    this.#newline = options.newline ?? newline;
    this.#offset = options.offset ?? 0;
    this.#start = this.#offset;
    this.#pc = -1;
    this.#depth = 0;
    this.#count = 0;
    this.#limit = Math.min(options.matchLimit ?? DEFAULT_LIMIT, matchLimit ?? UNLIMITED);
    this.#depthLimit = Math.min(options.depthLimit ?? UNLIMITED, depthLimit ?? UNLIMITED);
    this.#required = -1;
    this.#nextStart = -1;
    this.#scanned = -1;
    this.#registers.fill(-1);
    this.#lastStart = firstLine ? this.#firstNewline() : subject.length;
  }

  /** Where a group starts in the subject, −1 if it has matched nothing; group 0 is the whole match. */
  startOf(group: number): number {
    return (group === 0 ? this.#registers[Register.matchStart] : this.#registers[captureRegister(group)]) ?? -1;
  }

  /** Where a group ends. */
  endOf(group: number): number {
    return group === 0 ? this.#position : (this.#registers[captureRegister(group) + 1] ?? -1);
  }

  /** The last mark that was passed on the way to the match. */
  get mark(): string | undefined {
    return this.#program.marks[this.#registers[Register.mark] ?? -1];
  }

  /** What is left of the steps of the last run. */
  get workLeft(): number {
    return this.#work;
  }

  /** Bytes of memory that the search has taken. */
  get bytes(): number {
    return 4 * (this.#stack.length + this.#registers.length);
  }

  #firstNewline(): number {
    for (let at = this.#offset; at < this.#subject.length; at++) if (this.#newlineAt(at) > 0) return at;
    return this.#subject.length;
  }

  /** Goes on with the search for about so many steps. */
  run(steps: number): Outcome {
    this.#work = steps;
    const { anchored } = this.#program;
    const isAnchored = anchored || this.#options.anchored === true;
    // Each run does something, however few steps it may take.
    let isFirst = true;
    for (;;) {
      if (this.#pc < 0) {
        if (!isAnchored && !this.#findStart()) return 'no match';
        if (this.#work <= 0 && !isFirst) return 'more';
        this.#position = this.#start;
        this.#registers[Register.matchStart] = this.#start;
        this.#pc = 0;
        this.#depth = 0;
        this.#nextStart = -1;
        this.#count = 1;
        if (this.#limit <= 1) return 'match limit';
        if (this.#depthLimit === 0) return 'depth limit';
      }
      isFirst = false;
      const outcome = this.#attempt(isAnchored);
      if (outcome !== 'no match') return outcome;
      this.#pc = -1;
      if (isAnchored || this.#nextStart === UNLIMITED) return 'no match';
      if (this.#nextStart > this.#start) this.#start = this.#nextStart;
      else if (this.#start >= this.#subject.length) return 'no match';
      else this.#start = this.#advance(this.#start);
      if (this.#start > this.#lastStart) return 'no match';
    }
  }

  /** The start after one that has failed. */
  #advance(start: number): number {
    const subject = this.#subject;
    const { unicode, hasNewline } = this.#program;
    const first = subject[start] ?? 0;
    if (first === 13 && subject[start + 1] === 10 && !hasNewline) {
      const newline = this.#newline;
      if (newline === 'crlf' || newline === 'any' || newline === 'anycrlf') return start + 2;
    }
    return start + (unicode ? widthOf(first) : 1);
  }

  /** Moves the start to where a match can begin; false if there is no such place any more. */
  #findStart(): boolean {
    const { startOptimize, firstBytes, firstByte, requiredByte, lineStart, unicode } = this.#program;
    if (!startOptimize) return this.#start <= this.#lastStart;
    const subject = this.#subject;
    const last = this.#lastStart;
    let start = this.#start;
    if (lineStart && start > this.#offset && subject[start - 1] !== 10) {
      const newline = subject.indexOf(10, start);
      if (newline < 0) return false;
      this.#work -= (newline - start) >> 6;
      start = newline + 1;
    }
    if (firstByte >= 0) {
      const found = subject.indexOf(firstByte, start);
      if (found < 0) return false;
      this.#work -= (found - start) >> 6;
      start = found;
    } else if (firstBytes !== undefined) {
      const from = start;
      // Where none is found soon an attempt is made in between, which fails.
      const end = Math.min(subject.length, start + CHUNK);
      while (start < end && firstBytes[subject[start] ?? 0] === 0) start++;
      this.#work -= (start - from) >> 3;
      if (start >= subject.length) return false;
      if (unicode && start === end) start = characterAt(subject, start);
    }
    if (start > last) return false;
    this.#start = start;
    this.#work--;
    if (requiredByte >= 0 && this.#required < start) {
      this.#required = subject.indexOf(requiredByte, start);
      if (this.#required < 0) return false;
    }
    return true;
  }

  /** Bytes of the newline at a place, 0 if there is none. */
  #newlineAt(at: number): number {
    const subject = this.#subject;
    const char = subject[at];
    if (char === undefined) return 0;
    switch (this.#newline) {
      case 'lf':
        return char === 10 ? 1 : 0;
      case 'cr':
        return char === 13 ? 1 : 0;
      case 'nul':
        return char === 0 ? 1 : 0;
      case 'crlf':
        return char === 13 && subject[at + 1] === 10 ? 2 : 0;
      case 'anycrlf':
        return char === 10 ? 1 : char === 13 ? (subject[at + 1] === 10 ? 2 : 1) : 0;
      case 'any':
        if (char === 13) return subject[at + 1] === 10 ? 2 : 1;
        return this.#unicodeNewlineAt(at);
    }
  }

  #unicodeNewlineAt(at: number): number {
    const subject = this.#subject;
    const char = subject[at] ?? 0;
    if (char >= 10 && char <= 13) return 1;
    if (!this.#program.unicode) return char === 0x85 ? 1 : 0;
    if (char === 0xc2) return subject[at + 1] === 0x85 ? 2 : 0;
    const third = subject[at + 2];
    return char === 0xe2 && subject[at + 1] === 0x80 && (third === 0xa8 || third === 0xa9) ? 3 : 0;
  }

  /** True if a newline ends at a place. */
  #isAfterNewline(at: number): boolean {
    const subject = this.#subject;
    const char = subject[at - 1];
    switch (this.#newline) {
      case 'lf':
        return char === 10;
      case 'cr':
        return char === 13;
      case 'nul':
        return char === 0;
      case 'crlf':
        return char === 10 && subject[at - 2] === 13;
      case 'anycrlf':
        return char === 10 || char === 13;
      case 'any':
        if (this.#program.unicode) {
          if (char === 0x85) return subject[at - 2] === 0xc2;
          if (char === 0xa8 || char === 0xa9) return subject[at - 2] === 0x80 && subject[at - 3] === 0xe2;
        }
        return char !== undefined && ((char >= 10 && char <= 13) || (char === 0x85 && !this.#program.unicode));
    }
  }

  #isWordAt(at: number): boolean {
    const { words, unicode } = this.#program;
    const subject = this.#subject;
    if (at < 0 || at >= subject.length) return false;
    const char = unicode ? codePointAt(subject, at) : (subject[at] ?? 0);
    return char < 256 ? words.low[char] === 1 : words.high.has(char);
  }

  #isWordBefore(at: number): boolean {
    if (at <= 0) return false;
    return this.#isWordAt(this.#program.unicode ? before(this.#subject, at) : at - 1);
  }

  #isAtPlace(place: PlaceCode, at: number): boolean {
    const end = this.#subject.length;
    const { notBol, notEol } = this.#options;
    switch (place) {
      case PlaceCode.lineStart:
        if (at === 0) return notBol !== true;
        // PCRE: not behind a newline that ends the subject.
        return at !== end && this.#isAfterNewline(at);
      case PlaceCode.lineEnd:
        if (at === end) return notEol !== true;
        return this.#newlineAt(at) > 0;
      case PlaceCode.caret:
        return at === 0 && notBol !== true;
      case PlaceCode.start:
        return at === 0;
      case PlaceCode.dollarEnd:
        return at === end && notEol !== true;
      case PlaceCode.end:
        return at === end;
      case PlaceCode.dollar:
      case PlaceCode.endOrNewline: {
        if (place === PlaceCode.dollar && notEol === true) return false;
        if (at === end) return true;
        const newline = this.#newlineAt(at);
        return newline > 0 && at + newline === end;
      }
      case PlaceCode.startPosition:
        return at === this.#offset;
      case PlaceCode.wordBoundary:
        return this.#isWordBefore(at) !== this.#isWordAt(at);
      case PlaceCode.noWordBoundary:
        return this.#isWordBefore(at) === this.#isWordAt(at);
    }
  }

  /** The end of a run of characters of a set, at least and at most so many, and up to a place; −1 if there are too few. */
  #runOf(set: number, from: number, min: number, max: number, until: number): number {
    const { sets, unicode } = this.#program;
    const programSet = sets[set];
    if (programSet === undefined) return -1;
    const { lead, isBytes } = programSet;
    const subject = this.#subject;
    let at = from;
    if (isBytes || !unicode) {
      const most = max < until - from ? from + max : until;
      while (at < most && lead[subject[at] ?? 0] === 1) at++;
      return at - from >= min ? at : -1;
    }
    let count = 0;
    while (count < max && at < until) {
      const width = this.#widthIn(set, at);
      if (width === 0) break;
      at += width;
      count++;
    }
    return count >= min ? at : -1;
  }

  /** The same for the instructions that take as many as there are; less than −1 if it is to go on in the next run. */
  #longRun(set: number, position: number, min: number, max: number): number {
    const { length } = this.#subject;
    const from = this.#scanned < 0 ? position : this.#scanned;
    const isShort = max !== UNLIMITED || length - from <= CHUNK;
    const until = isShort ? length : from + CHUNK;
    const end = this.#runOf(set, from, this.#scanned < 0 ? min : 0, max, until);
    this.#scanned = -1;
    if (end >= 0) this.#work -= (end - from) >> 3;
    if (isShort || end < until) return end;
    this.#scanned = end;
    return UNFINISHED;
  }

  /** Bytes of the character at a place if it is in a set, 0 otherwise; the place is in the subject. */
  #widthIn(set: number, at: number): number {
    const { sets, unicode } = this.#program;
    const programSet = sets[set];
    if (programSet === undefined) return 0;
    const byte = this.#subject[at] ?? 0;
    const lead = programSet.lead[byte] ?? 0;
    if (lead === 0) return 0;
    if (!unicode) return 1;
    if (lead === 1) return widthOf(byte);
    const char = codePointAt(this.#subject, at);
    const { low, high } = programSet.set;
    return (char < 256 ? low[char] === 1 : high.has(char)) ? widthOf(byte) : 0;
  }

  /** Where a reference to a group ends; −1 if what it matched is not here. */
  #referenceEnd(group: number, caseless: boolean, at: number): number {
    const register = captureRegister(group);
    const from = this.#registers[register] ?? -1;
    const to = this.#registers[register + 1] ?? -1;
    const subject = this.#subject;
    if (!caseless) {
      if (at + to - from > subject.length) return -1;
      let end = at;
      for (let i = from; i < to; i++) if (subject[i] !== subject[end++]) return -1;
      return end;
    }
    const { generation, unicode, ucp } = this.#program;
    const context = { generation, unicode, ucp, caseless: true };
    let end = at;
    for (let i = from; i < to; ) {
      if (end >= subject.length) return -1;
      const left = unicode ? codePointAt(subject, i) : (subject[i] ?? 0);
      const right = unicode ? codePointAt(subject, end) : (subject[end] ?? 0);
      if (!isSameChar(left, right, context)) return -1;
      i += unicode ? widthOf(subject[i] ?? 0) : 1;
      end += unicode ? widthOf(subject[end] ?? 0) : 1;
    }
    return end;
  }

  /** A place so many characters back, −1 if there are too few. */
  #back(at: number, count: number): number {
    if (!this.#program.unicode) return at >= count ? at - count : -1;
    let result = at;
    for (let i = 0; i < count; i++) {
      if (result === 0) return -1;
      result = before(this.#subject, result);
    }
    return result;
  }

  /** Makes room for so many more entries; the stack. */
  #grow(depth: number, words: number): Int32Array {
    const stack = new Int32Array(Math.max(this.#stack.length * 2, depth + words + 64));
    stack.set(this.#stack.subarray(0, depth));
    this.#stack = stack;
    return stack;
  }

  /** Drops the choices above an entry, and keeps old values; the new depth. */
  #cut(from: number, depth: number): number {
    const stack = this.#stack;
    let to = from;
    for (let at = from; at < depth; at += ENTRY_WORDS) {
      const kind = (stack[at] ?? 0) & ENTRY_MASK;
      // Calls and looks that are over: what they were in is an old value, too.
      if (kind === Entry.call) stack[to] = (Register.call << ENTRY_BITS) | Entry.register;
      else if (kind === Entry.look) stack[to] = (Register.look << ENTRY_BITS) | Entry.register;
      else if (kind !== Entry.register && kind !== Entry.capture) continue;
      else stack[to] = stack[at] ?? 0;
      stack[to + 1] = stack[at + 1] ?? 0;
      stack[to + 2] = stack[at + 2] ?? 0;
      to += ENTRY_WORDS;
    }
    this.#work -= (depth - from) >> 4;
    return to;
  }

  /** Goes back to an entry: restores all that was changed above it. */
  #unwind(to: number, depth: number): void {
    const stack = this.#stack;
    const registers = this.#registers;
    for (let at = depth - ENTRY_WORDS; at >= to; at -= ENTRY_WORDS) {
      const word = stack[at] ?? 0;
      const kind = word & ENTRY_MASK;
      const operand = word >> ENTRY_BITS;
      if (kind === Entry.register) registers[operand] = stack[at + 1] ?? 0;
      else if (kind === Entry.capture) {
        registers[operand] = stack[at + 1] ?? 0;
        registers[operand + 1] = stack[at + 2] ?? 0;
      } else if (kind === Entry.look) registers[Register.look] = stack[at + 1] ?? 0;
      else if (kind === Entry.call) registers[Register.call] = stack[at + 1] ?? 0;
    }
    this.#work -= (depth - to) >> 4;
  }

  /** The entry of what `then`, when it is gone back to, cannot leave: a call or a look; −1 for the attempt. */
  #thenBoundary(): number {
    return Math.max(this.#registers[Register.call] ?? -1, this.#registers[Register.look] ?? -1);
  }

  /** The same for the other verbs, which leave a look that is to match; where that is a condition, only PCRE's leave it. */
  #boundary(): number {
    const { code, generation } = this.#program;
    const stack = this.#stack;
    let look = this.#registers[Register.look] ?? -1;
    while (look >= 0) {
      const isCondition = (stack[look] ?? 0) >> ENTRY_BITS !== 0;
      if (code[stack[look + 4] ?? 0] === Op.endLookNot || (isCondition && generation === 'pcre2')) break;
      look = stack[look + 1] ?? -1;
    }
    return Math.max(this.#registers[Register.call] ?? -1, look);
  }

  /** Where the mark of a name was passed, −1 if it was not. */
  #markPosition(name: number, depth: number): number {
    const stack = this.#stack;
    const word = (name << ENTRY_BITS) | Entry.mark;
    for (let at = depth - ENTRY_WORDS; at >= 0; at -= ENTRY_WORDS) if (stack[at] === word) return stack[at + 1] ?? -1;
    return -1;
  }

  /** True if a group is called where it was called before, without anything taken in between. */
  #isLoop(group: number, position: number): boolean {
    const stack = this.#stack;
    for (let entry = this.#registers[Register.call] ?? -1; entry >= 0; entry = stack[entry + 1] ?? -1) {
      if (stack[entry - 2] !== position) return false;
      if (stack[entry + 2] === group) return true;
    }
    return false;
  }

  /** One attempt, or what is left of it. */
  #attempt(isAnchored: boolean): Outcome {
    const { code, tables, unicode, sets } = this.#program;
    const subject = this.#subject;
    const length = subject.length;
    const registers = this.#registers;
    let stack = this.#stack;
    let pc = this.#pc;
    let position = this.#position;
    let depth = this.#depth;
    let count = this.#count;
    const limit = this.#limit;
    const depthLimit = this.#depthLimit === UNLIMITED ? MOST_WORDS : Math.min(this.#depthLimit * ENTRY_WORDS, MOST_WORDS);
    const resumption = code.length - 1;
    let ceiling = Math.min(stack.length, depthLimit + 16);
    for (;;) {
      let isBack = false;
      if (depth + 16 > ceiling) {
        if (depth > depthLimit) {
          this.#count = count;
          return this.#depthLimit === UNLIMITED ? 'match limit' : 'depth limit';
        }
        if (depth + 16 > stack.length) stack = this.#grow(depth, 16);
        ceiling = Math.min(stack.length, depthLimit + 16);
      }
      switch (code[pc] as Op) {
        case Op.fail:
          isBack = true;
          break;
        case Op.match: {
          const start = registers[Register.matchStart] ?? 0;
          if (position === start && this.#refusesEmpty(start)) isBack = true;
          else {
            this.#position = position;
            this.#count = count;
            return 'match';
          }
          break;
        }
        case Op.bytes: {
          const size = code[pc + 1] ?? 0;
          pc += 2;
          if (position + size > length) {
            isBack = true;
            break;
          }
          for (let i = 0; i < size; i++) {
            if (subject[position + i] !== code[pc + i]) {
              isBack = true;
              break;
            }
          }
          position += size;
          pc += size;
          break;
        }
        case Op.set: {
          if (position >= length) {
            isBack = true;
            break;
          }
          const set = code[pc + 1] ?? 0;
          if (unicode) {
            const width = this.#widthIn(set, position);
            if (width === 0) isBack = true;
            position += width;
          } else {
            if (sets[set]?.lead[subject[position] ?? 0] !== 1) isBack = true;
            position++;
          }
          pc += 2;
          break;
        }
        case Op.byte:
          if (position >= length) isBack = true;
          position++;
          pc++;
          break;
        case Op.notNewline:
          if (position >= length || this.#newlineAt(position) > 0) isBack = true;
          position += unicode ? widthOf(subject[position] ?? 0) : 1;
          pc++;
          break;
        case Op.newline: {
          const width = this.#anyNewlineAt(position);
          if (width === 0) isBack = true;
          position += width;
          pc++;
          break;
        }
        case Op.grapheme:
          if (position >= length) isBack = true;
          else position = graphemeEnd(subject, position, this.#program);
          pc++;
          break;
        case Op.keep: {
          const old = registers[Register.matchStart] ?? 0;
          stack[depth] = (Register.matchStart << ENTRY_BITS) | Entry.register;
          stack[depth + 1] = old;
          depth += ENTRY_WORDS;
          registers[Register.matchStart] = position;
          pc++;
          break;
        }
        case Op.place:
          if (!this.#isAtPlace(code[pc + 1] as PlaceCode, position)) isBack = true;
          pc += 2;
          break;
        case Op.split:
          if (++count >= limit) return this.#limited(count);
          stack[depth] = ((code[pc + 1] ?? 0) << ENTRY_BITS) | Entry.choice;
          stack[depth + 1] = position;
          depth += ENTRY_WORDS;
          pc += 2;
          break;
        case Op.splitOn: {
          const next = position < length ? (subject[position] ?? 0) : -1;
          const here = code[pc + 2] ?? NO_TABLE;
          const other = code[pc + 3] ?? NO_TABLE;
          const canOther = other === NO_TABLE || (next >= 0 && tables[other]?.[next] === 1);
          if (here === NO_TABLE || (next >= 0 && tables[here]?.[next] === 1)) {
            if (canOther) {
              if (++count >= limit) return this.#limited(count);
              stack[depth] = ((code[pc + 1] ?? 0) << ENTRY_BITS) | Entry.choice;
              stack[depth + 1] = position;
              depth += ENTRY_WORDS;
            }
            pc += 4;
          } else if (canOther) pc = code[pc + 1] ?? 0;
          else isBack = true;
          break;
        }
        case Op.jump: {
          const target = code[pc + 1] ?? 0;
          // A loop may go on for as long as the subject is.
          if (target < pc && --this.#work <= 0) return this.#interrupted(target, position, depth, count);
          pc = target;
          break;
        }
        case Op.open: {
          const register = code[pc + 2] ?? 0;
          stack[depth] = (register << ENTRY_BITS) | Entry.register;
          stack[depth + 1] = registers[register] ?? 0;
          depth += ENTRY_WORDS;
          registers[register] = position;
          if (++count >= limit) return this.#limited(count);
          pc += 3;
          break;
        }
        case Op.close: {
          const register = Register.captures + 2 * ((code[pc + 1] ?? 1) - 1);
          stack[depth] = (register << ENTRY_BITS) | Entry.capture;
          stack[depth + 1] = registers[register] ?? 0;
          stack[depth + 2] = registers[register + 1] ?? 0;
          depth += ENTRY_WORDS;
          registers[register] = registers[code[pc + 2] ?? 0] ?? 0;
          registers[register + 1] = position;
          pc += 3;
          break;
        }
        case Op.greedy: {
          const set = code[pc + 1] ?? 0;
          const min = code[pc + 2] ?? 0;
          const end = this.#longRun(set, position, min, code[pc + 3] ?? 0);
          if (end === UNFINISHED) return this.#interrupted(pc, position, depth, count);
          if (end < 0) {
            isBack = true;
            break;
          }
          if (++count >= limit) return this.#limited(count);
          if (end > position) {
            const least = min === 0 ? position : unicode ? this.#runOf(set, position, min, min, length) : position + min;
            // Going back to it finds the last place where what follows can begin.
            stack[depth] = (pc << ENTRY_BITS) | Entry.greedy;
            stack[depth + 1] = least;
            stack[depth + 2] = end;
            const table = tables[code[pc + 4] ?? NO_TABLE];
            const next = end < length ? (subject[end] ?? 0) : -1;
            if (table !== undefined && (next < 0 || table[next] !== 1)) {
              depth += ENTRY_WORDS;
              // Not an entry that begins at the end: one before it.
              isBack = true;
              break;
            }
            if (end > least) depth += ENTRY_WORDS;
          }
          position = end;
          pc += 5;
          break;
        }
        case Op.lazy: {
          const set = code[pc + 1] ?? 0;
          const min = code[pc + 2] ?? 0;
          const least = min === 0 ? position : this.#runOf(set, position, min, min, length);
          if (least < 0) {
            isBack = true;
            break;
          }
          const max = code[pc + 3] ?? 0;
          stack[depth] = (pc << ENTRY_BITS) | Entry.lazy;
          stack[depth + 1] = least;
          stack[depth + 2] = max === UNLIMITED ? UNLIMITED : max - min;
          depth += ENTRY_WORDS;
          const table = tables[code[pc + 4] ?? NO_TABLE];
          if (table !== undefined && (least >= length || table[subject[least] ?? 0] !== 1)) {
            isBack = true;
            break;
          }
          if (++count >= limit) return this.#limited(count);
          position = least;
          pc += 5;
          break;
        }
        case Op.possessive: {
          const end = this.#longRun(code[pc + 1] ?? 0, position, code[pc + 2] ?? 0, code[pc + 3] ?? 0);
          if (end === UNFINISHED) return this.#interrupted(pc, position, depth, count);
          if (end < 0) isBack = true;
          else position = end;
          pc += 4;
          break;
        }
        case Op.savePosition: {
          const register = code[pc + 1] ?? 0;
          stack[depth] = (register << ENTRY_BITS) | Entry.register;
          stack[depth + 1] = registers[register] ?? 0;
          depth += ENTRY_WORDS;
          registers[register] = position;
          pc += 2;
          break;
        }
        case Op.ifEmpty:
          pc = registers[code[pc + 1] ?? 0] === position ? (code[pc + 2] ?? 0) : pc + 3;
          break;
        case Op.startCount: {
          const register = code[pc + 1] ?? 0;
          stack[depth] = (register << ENTRY_BITS) | Entry.register;
          stack[depth + 1] = registers[register] ?? 0;
          depth += ENTRY_WORDS;
          registers[register] = 0;
          pc += 2;
          break;
        }
        case Op.repeat: {
          const register = code[pc + 1] ?? 0;
          const done = (registers[register] ?? 0) + 1;
          const max = code[pc + 3] ?? 0;
          stack[depth] = (register << ENTRY_BITS) | Entry.register;
          stack[depth + 1] = registers[register] ?? 0;
          depth += ENTRY_WORDS;
          registers[register] = done;
          const positionRegister = code[pc + 6] ?? -1;
          if (++count >= limit) return this.#limited(count);
          if (done < (code[pc + 2] ?? 0)) pc = code[pc + 4] ?? 0;
          else if (done >= max && max !== UNLIMITED) pc += 7;
          else if (positionRegister >= 0 && registers[positionRegister] === position) pc += 7;
          else {
            const isLazy = code[pc + 5] === 1;
            stack[depth] = ((isLazy ? (code[pc + 4] ?? 0) : pc + 7) << ENTRY_BITS) | Entry.choice;
            stack[depth + 1] = position;
            depth += ENTRY_WORDS;
            pc = isLazy ? pc + 7 : (code[pc + 4] ?? 0);
          }
          if (--this.#work <= 0) return this.#interrupted(pc, position, depth, count);
          break;
        }
        case Op.atomic:
        case Op.saveStack: {
          const register = code[pc + 1] ?? 0;
          stack[depth] = (register << ENTRY_BITS) | Entry.register;
          stack[depth + 1] = registers[register] ?? 0;
          depth += ENTRY_WORDS;
          registers[register] = depth;
          if (++count >= limit) return this.#limited(count);
          pc += 2;
          break;
        }
        case Op.endAtomic:
          depth = this.#cut(registers[code[pc + 1] ?? 0] ?? 0, depth);
          pc += 2;
          break;
        case Op.look:
        case Op.lookNot: {
          const isNot = code[pc] === Op.lookNot;
          if (++count >= limit) return this.#limited(count);
          // Where to go when nothing in it matches; 0 to fail.
          stack[depth] = (Math.max(code[pc + 1] ?? 0, 0) << ENTRY_BITS) | Entry.look;
          stack[depth + 1] = registers[Register.look] ?? -1;
          stack[depth + 2] = position;
          // Where its end is, for `accept`.
          stack[depth + 3] = Entry.saved;
          stack[depth + 4] = isNot ? (code[pc + 1] ?? 0) - 3 : (code[pc + 2] ?? 0);
          registers[Register.look] = depth;
          depth += 2 * ENTRY_WORDS;
          pc += isNot ? 2 : 3;
          break;
        }
        case Op.endLook: {
          const entry = registers[Register.look] ?? 0;
          const from = stack[entry + 2] ?? 0;
          if (code[pc + 2] === 1 && position !== from) {
            isBack = true;
            break;
          }
          const outer = stack[entry + 1] ?? -1;
          if (code[pc + 1] === 1) {
            stack[depth] = (Register.look << ENTRY_BITS) | Entry.register;
            stack[depth + 1] = entry;
            depth += ENTRY_WORDS;
          } else depth = this.#cut(entry, depth);
          registers[Register.look] = outer;
          position = from;
          pc += 3;
          break;
        }
        case Op.endLookNot: {
          const entry = registers[Register.look] ?? 0;
          if (code[pc + 2] === 1 && position !== stack[entry + 2]) {
            isBack = true;
            break;
          }
          position = stack[entry + 2] ?? 0;
          const target = code[pc + 1] ?? -1;
          if (target >= 0 && this.#program.generation === 'pcre2') {
            // What groups have matched in a condition stays, even if the condition is that it does not match.
            const outer = stack[entry + 1] ?? -1;
            depth = this.#cut(entry, depth);
            registers[Register.look] = outer;
          } else {
            this.#unwind(entry, depth);
            depth = entry;
          }
          if (target < 0) isBack = true;
          else pc = target;
          break;
        }
        case Op.back: {
          const to = this.#back(position, code[pc + 1] ?? 0);
          if (to < 0) isBack = true;
          position = to;
          pc += 2;
          break;
        }
        case Op.backRange: {
          const last = this.#back(position, code[pc + 1] ?? 0);
          if (last < 0) {
            isBack = true;
            break;
          }
          let from = last;
          for (let left = (code[pc + 2] ?? 0) - (code[pc + 1] ?? 0); left > 0 && from > 0; left--) from = this.#back(from, 1);
          pc += 3;
          if (from < last) {
            stack[depth] = (pc << ENTRY_BITS) | Entry.backRange;
            stack[depth + 1] = from;
            stack[depth + 2] = last;
            depth += ENTRY_WORDS;
          }
          position = from;
          break;
        }
        case Op.reference: {
          const size = code[pc + 2] ?? 0;
          let end = -1;
          for (let i = 0; i < size; i++) {
            const group = code[pc + 3 + i] ?? 0;
            if ((registers[captureRegister(group)] ?? -1) < 0) continue;
            end = this.#referenceEnd(group, code[pc + 1] === 1, position);
            break;
          }
          if (end < 0) isBack = true;
          else {
            this.#work -= (end - position) >> 4;
            position = end;
          }
          pc += 3 + size;
          break;
        }
        case Op.call: {
          const group = code[pc + 2] ?? 0;
          if (this.#isLoop(group, position)) {
            this.#count = count;
            return 'recursion loop';
          }
          if (++count >= limit) return this.#limited(count);
          const size = registers.length;
          const words = ENTRY_WORDS * (Math.ceil((size - Register.matchStart) / 2) + 4);
          if (depth > depthLimit) {
            this.#count = count;
            return this.#depthLimit === UNLIMITED ? 'match limit' : 'depth limit';
          }
          if (depth + words > stack.length) stack = this.#grow(depth, words);
          for (let register: number = Register.matchStart; register < size; register += 2) {
            stack[depth] = Entry.saved;
            stack[depth + 1] = registers[register] ?? 0;
            stack[depth + 2] = registers[register + 1] ?? 0;
            depth += ENTRY_WORDS;
          }
          stack[depth] = Entry.saved;
          stack[depth + 1] = position;
          depth += ENTRY_WORDS;
          stack[depth] = ((pc + 3) << ENTRY_BITS) | Entry.call;
          stack[depth + 1] = registers[Register.call] ?? -1;
          stack[depth + 2] = group;
          registers[Register.call] = depth;
          depth += ENTRY_WORDS;
          this.#work -= 1 + (size >> 2);
          pc = code[pc + 1] ?? 0;
          if (this.#work <= 0) return this.#interrupted(pc, position, depth, count);
          break;
        }
        case Op.return: {
          const entry = registers[Register.call] ?? 0;
          pc = (stack[entry] ?? 0) >> ENTRY_BITS;
          depth = this.#return(entry, depth);
          stack = this.#stack;
          break;
        }
        case Op.ifGroup:
        case Op.ifRecursion: {
          const size = code[pc + 2] ?? 0;
          const holds = code[pc] === Op.ifGroup ? this.#isAnySet(pc + 3, size) : this.#isInCall(pc + 3, size);
          pc = holds ? pc + 3 + size : (code[pc + 1] ?? 0);
          break;
        }
        case Op.accept: {
          const call = registers[Register.call] ?? -1;
          const look = registers[Register.look] ?? -1;
          if (call > look) {
            pc = (stack[call] ?? 0) >> ENTRY_BITS;
            depth = this.#return(call, depth);
            stack = this.#stack;
          } else if (look >= 0) {
            pc = stack[look + 4] ?? 0;
            // What it looks at ends here: a look behind ends where it began.
            if (code[pc + 2] === 1) position = stack[look + 2] ?? 0;
          } else {
            const start = registers[Register.matchStart] ?? 0;
            if (position === start && this.#refusesEmpty(start)) isBack = true;
            else {
              this.#position = position;
              this.#count = count;
              return 'match';
            }
          }
          break;
        }
        case Op.commit:
          stack[depth] = Entry.commit;
          depth += ENTRY_WORDS;
          pc++;
          break;
        case Op.prune:
        case Op.mark: {
          const name = code[pc + 1] ?? -1;
          const isMark = code[pc] === Op.mark;
          if (name >= 0) {
            stack[depth] = (Register.mark << ENTRY_BITS) | Entry.register;
            stack[depth + 1] = registers[Register.mark] ?? -1;
            depth += ENTRY_WORDS;
            registers[Register.mark] = name;
          }
          stack[depth] = isMark ? (name << ENTRY_BITS) | Entry.mark : Entry.prune;
          stack[depth + 1] = position;
          depth += ENTRY_WORDS;
          pc += 2;
          break;
        }
        case Op.skip:
          stack[depth] = Entry.skip;
          stack[depth + 1] = position;
          depth += ENTRY_WORDS;
          pc++;
          break;
        case Op.skipTo:
          stack[depth] = ((code[pc + 1] ?? 0) << ENTRY_BITS) | Entry.skipTo;
          depth += ENTRY_WORDS;
          pc += 2;
          break;
        case Op.then: {
          const register = code[pc + 1] ?? -1;
          const name = code[pc + 2] ?? -1;
          if (name >= 0) {
            stack[depth] = (Register.mark << ENTRY_BITS) | Entry.register;
            stack[depth + 1] = registers[Register.mark] ?? -1;
            depth += ENTRY_WORDS;
            registers[Register.mark] = name;
          }
          stack[depth] = Entry.then;
          stack[depth + 1] = register < 0 ? -1 : (registers[register] ?? -1);
          depth += ENTRY_WORDS;
          pc += 3;
          break;
        }
      }
      if (!isBack) continue;
      // Nothing more can be matched here: back to the last choice.
      if (--this.#work <= 0 && pc !== resumption) {
        // The stack has all that is needed to go on.
        return this.#interrupted(resumption, 0, depth, count);
      }
      let stop: Stop = Stop.none;
      back: for (;;) {
        if (depth === 0) {
          stop = Stop.attempt;
          break;
        }
        depth -= ENTRY_WORDS;
        const word = stack[depth] ?? 0;
        const operand = word >> ENTRY_BITS;
        switch ((word & ENTRY_MASK) as Entry) {
          case Entry.choice:
            pc = operand;
            position = stack[depth + 1] ?? 0;
            break back;
          case Entry.register:
            registers[operand] = stack[depth + 1] ?? 0;
            break;
          case Entry.capture:
            registers[operand] = stack[depth + 1] ?? 0;
            registers[operand + 1] = stack[depth + 2] ?? 0;
            break;
          case Entry.greedy: {
            const least = stack[depth + 1] ?? 0;
            let at = stack[depth + 2] ?? 0;
            const table = tables[code[operand + 4] ?? NO_TABLE];
            const from = at;
            const lowest = Math.max(least, at - CHUNK);
            let isFound = false;
            if (unicode) {
              while (at > lowest) {
                at--;
                if (((subject[at] ?? 0) & 0xc0) === 0x80) continue;
                if (table === undefined || table[subject[at] ?? 0] === 1) {
                  isFound = true;
                  break;
                }
              }
            } else if (table === undefined) {
              if (at > least) {
                at--;
                isFound = true;
              }
            } else {
              while (at > lowest) {
                at--;
                if (table[subject[at] ?? 0] === 1) {
                  isFound = true;
                  break;
                }
              }
            }
            count += from - at;
            this.#work -= (from - at) >> 3;
            if (count >= limit) return this.#limited(count);
            if (!isFound && lowest > least) {
              stack[depth + 2] = at;
              return this.#interrupted(resumption, 0, depth + ENTRY_WORDS, count);
            }
            if (!isFound) break;
            if (at > least) {
              stack[depth + 2] = at;
              depth += ENTRY_WORDS;
            }
            position = at;
            pc = operand + 5;
            break back;
          }
          case Entry.lazy: {
            const set = code[operand + 1] ?? 0;
            const table = tables[code[operand + 4] ?? NO_TABLE];
            let at = stack[depth + 1] ?? 0;
            let left = stack[depth + 2] ?? 0;
            const from = at;
            let isFound = false;
            const lead = sets[set]?.lead;
            const isBytes = !unicode || sets[set]?.isBytes === true;
            const until = Math.min(length, at + CHUNK);
            let isOver = true;
            while (left > 0) {
              if (at >= until) {
                isOver = until === length;
                break;
              }
              if (isBytes) {
                if (lead?.[subject[at] ?? 0] !== 1) break;
                at++;
              } else {
                const width = this.#widthIn(set, at);
                if (width === 0) break;
                at += width;
              }
              if (left !== UNLIMITED) left--;
              if (table === undefined || (at < length && table[subject[at] ?? 0] === 1)) {
                isFound = true;
                break;
              }
            }
            count += at - from;
            this.#work -= (at - from) >> 3;
            if (count >= limit) return this.#limited(count);
            if (!isFound && isOver) break;
            stack[depth + 1] = at;
            stack[depth + 2] = left;
            depth += ENTRY_WORDS;
            if (!isFound) return this.#interrupted(resumption, 0, depth, count);
            position = at;
            pc = operand + 5;
            break back;
          }
          case Entry.look:
            registers[Register.look] = stack[depth + 1] ?? -1;
            if (operand === 0) break;
            position = stack[depth + 2] ?? 0;
            pc = operand;
            break back;
          case Entry.call:
            registers[Register.call] = stack[depth + 1] ?? -1;
            break;
          case Entry.saved:
          case Entry.mark:
            break;
          case Entry.backRange: {
            const last = stack[depth + 2] ?? 0;
            let at = stack[depth + 1] ?? 0;
            at += unicode ? widthOf(subject[at] ?? 0) : 1;
            pc = operand;
            position = at;
            if (at < last) {
              stack[depth + 1] = at;
              depth += ENTRY_WORDS;
            }
            break back;
          }
          case Entry.then: {
            const to = Math.max(stack[depth + 1] ?? -1, this.#thenBoundary());
            if (to < 0) {
              stop = Stop.attempt;
              break back;
            }
            const target = to === stack[depth + 1] ? to : to + ENTRY_WORDS;
            this.#unwind(target, depth);
            depth = target;
            break;
          }
          case Entry.commit:
          case Entry.prune:
          case Entry.skip:
          case Entry.skipTo: {
            const kind = (word & ENTRY_MASK) as Entry;
            let skipTo = kind === Entry.skip ? (stack[depth + 1] ?? -1) : -1;
            if (kind === Entry.skipTo) {
              skipTo = this.#markPosition(operand, depth);
              // Without such a mark the search goes on as if the verb were not there, unless there is one start only.
              if (skipTo < 0 && !isAnchored) break;
            }
            const boundary = this.#boundary();
            if (boundary >= 0) {
              this.#unwind(boundary + ENTRY_WORDS, depth);
              depth = boundary + ENTRY_WORDS;
              break;
            }
            if (kind === Entry.commit) stop = Stop.all;
            else {
              stop = Stop.attempt;
              if (kind !== Entry.prune) this.#nextStart = skipTo;
            }
            break back;
          }
        }
      }
      if (stop === Stop.none) continue;
      this.#unwind(0, depth);
      this.#depth = 0;
      this.#count = count;
      if (stop === Stop.all) this.#nextStart = UNLIMITED;
      return 'no match';
    }
  }

  /** Goes on in the next run; what goes back, from an instruction that fails. */
  #interrupted(pc: number, position: number, depth: number, count: number): Outcome {
    this.#pc = pc;
    this.#position = position;
    this.#depth = depth;
    this.#count = count;
    return 'more';
  }

  #limited(count: number): Outcome {
    this.#count = count;
    return 'match limit';
  }

  #refusesEmpty(start: number): boolean {
    const { notEmpty, notEmptyAtStart } = this.#options;
    if (notEmpty === true || this.#program.notEmpty) return true;
    return (notEmptyAtStart === true || this.#program.notEmptyAtStart) && start === this.#offset;
  }

  #anyNewlineAt(at: number): number {
    const char = this.#subject[at];
    if (char === 13) return this.#subject[at + 1] === 10 ? 2 : 1;
    if (char === 10) return 1;
    return (this.#options.bsr ?? this.#program.bsr) === 'unicode' && char !== undefined ? this.#unicodeNewlineAt(at) : 0;
  }

  #isAnySet(from: number, size: number): boolean {
    for (let i = 0; i < size; i++) {
      if ((this.#registers[captureRegister(this.#program.code[from + i] ?? 1)] ?? -1) >= 0) return true;
    }
    return false;
  }

  #isInCall(from: number, size: number): boolean {
    const entry = this.#registers[Register.call] ?? -1;
    if (entry < 0) return false;
    if (size === 0) return true;
    const group = this.#stack[entry + 2] ?? -1;
    for (let i = 0; i < size; i++) if (this.#program.code[from + i] === group) return true;
    return false;
  }

  /** Ends a call: registers are what they were before it; the new depth. PCRE does not go back into a call, PCRE2 does. */
  #return(entry: number, depth: number): number {
    const registers = this.#registers;
    const size = registers.length;
    let stack = this.#stack;
    const pairs = Math.ceil((size - Register.matchStart) / 2);
    const saved = entry - ENTRY_WORDS * (pairs + 1);
    const outer = stack[entry + 1] ?? -1;
    this.#work -= size >> 2;
    if (this.#program.generation === 'pcre') {
      const matchStart = registers[Register.matchStart] ?? 0;
      const mark = registers[Register.mark] ?? -1;
      for (let i = 0; i < pairs; i++) {
        const register = Register.matchStart + 2 * i;
        registers[register] = stack[saved + ENTRY_WORDS * i + 1] ?? 0;
        if (register + 1 < size) registers[register + 1] = stack[saved + ENTRY_WORDS * i + 2] ?? 0;
      }
      registers[Register.call] = outer;
      let top = saved;
      stack[top] = (Register.matchStart << ENTRY_BITS) | Entry.register;
      stack[top + 1] = registers[Register.matchStart] ?? 0;
      top += ENTRY_WORDS;
      stack[top] = (Register.mark << ENTRY_BITS) | Entry.register;
      stack[top + 1] = registers[Register.mark] ?? 0;
      top += ENTRY_WORDS;
      registers[Register.matchStart] = matchStart;
      registers[Register.mark] = mark;
      return top;
    }
    if (depth + ENTRY_WORDS * (pairs + 2) > stack.length) stack = this.#grow(depth, ENTRY_WORDS * (pairs + 2));
    let top = depth;
    stack[top] = (Register.call << ENTRY_BITS) | Entry.register;
    stack[top + 1] = entry;
    top += ENTRY_WORDS;
    registers[Register.call] = outer;
    // The start of the match and the last mark stay what they have become.
    for (let i = 1; i < pairs; i++) {
      const register = Register.matchStart + 2 * i;
      const left = stack[saved + ENTRY_WORDS * i + 1] ?? 0;
      const right = stack[saved + ENTRY_WORDS * i + 2] ?? 0;
      const isLast = register + 1 >= size;
      if (registers[register] === left && (isLast || registers[register + 1] === right)) continue;
      stack[top] = (register << ENTRY_BITS) | (isLast ? Entry.register : Entry.capture);
      stack[top + 1] = registers[register] ?? 0;
      stack[top + 2] = isLast ? 0 : (registers[register + 1] ?? 0);
      top += ENTRY_WORDS;
      registers[register] = left;
      if (!isLast) registers[register + 1] = right;
    }
    return top;
  }
}
