import { type CharacterSet, SetBuilder } from './character-set.js';
import { codePointBytes } from './code-points.js';
import { type FirstByteContext, type FirstBytes, firstBytes, isNewlineNext, leadBytes, restsOf } from './first-bytes.js';
import { canBeEmpty, emptyGroups, Lengths } from './lengths.js';
import { checkLookBehind } from './looks-behind.js';
import type { ParsedPattern } from './parser.js';
import { captureRegister, Op, PlaceCode, type Program, type ProgramSet } from './program.js';
import { startOf } from './starts.js';
import { type Branches, type GroupNode, type LookNode, type Node, type Place, UNLIMITED } from './syntax-tree.js';

const PLACES: Readonly<Record<Place, PlaceCode>> = {
  'line start': PlaceCode.lineStart,
  'line end': PlaceCode.lineEnd,
  caret: PlaceCode.caret,
  dollar: PlaceCode.dollar,
  'dollar at the very end': PlaceCode.dollarEnd,
  start: PlaceCode.start,
  end: PlaceCode.end,
  'end or last newline': PlaceCode.endOrNewline,
  'start position': PlaceCode.startPosition,
  'word boundary': PlaceCode.wordBoundary,
  'no word boundary': PlaceCode.noWordBoundary,
};

/** Beyond that a pattern is too large. */
const MAX_CODE = 1_000_000;

type Item = { readonly kind: 'set'; readonly number: number } | undefined;

/** Makes the program of a pattern. Throws RegexError. */
export function generate(parsed: ParsedPattern): Program {
  return new Generator(parsed).program();
}

class Generator {
  readonly #parsed: ParsedPattern;
  readonly #code: number[] = [];
  readonly #sets: ProgramSet[] = [];
  readonly #setNumbers = new Map<CharacterSet, number>();
  readonly #charSets = new Map<number, number>();
  readonly #tables: Uint8Array[] = [];
  readonly #tableNumbers = new Map<string, number>();
  readonly #marks: string[] = [];
  readonly #unicode: boolean;
  readonly #groupCount: number;
  #registers: number;
  /** Where calls go, to be filled in. */
  readonly #calls: { readonly at: number; readonly group: number }[] = [];
  /** The register of the innermost alternative, for `then`. */
  #thenRegister = -1;
  /** The registers of the groups that are open. */
  readonly #open = new Map<number, number>();
  readonly #firstContext: FirstByteContext;
  /** Which groups can match without taking anything. */
  readonly #empties: readonly boolean[];
  readonly #lengths: Lengths;

  constructor(parsed: ParsedPattern) {
    this.#parsed = parsed;
    this.#unicode = parsed.reader.unicode;
    this.#groupCount = parsed.reader.groupCount;
    this.#registers = captureRegister(this.#groupCount + 1);
    this.#empties = emptyGroups(parsed.groups);
    this.#lengths = new Lengths(parsed.groups, parsed.reader.unicode);
    this.#firstContext = { unicode: this.#unicode, groups: parsed.groups, keepVerbs: parsed.reader.hasVerbs, called: new Map() };
  }

  program(): Program {
    const { reader, branches, groups, looksBehind } = this.#parsed;
    for (const look of looksBehind) checkLookBehind(look, this.#lengths, reader);
    this.#branches(branches, undefined);
    this.#emit(Op.match);
    this.#subroutines();
    // Where an interrupted match goes on.
    this.#emit(Op.fail);
    const words = new SetBuilder({ ...reader.context(), caseless: false });
    words.addClass('word', false);
    const start = startOf(branches, groups, reader);
    return {
      code: Int32Array.from(this.#code),
      sets: this.#sets,
      tables: this.#tables,
      marks: this.#marks,
      registerCount: this.#registers,
      groupCount: this.#groupCount,
      generation: reader.generation,
      unicode: this.#unicode,
      ucp: reader.ucp,
      newline: reader.newline,
      bsr: reader.bsr,
      words: words.build(),
      startOptimize: !reader.noStartOptimize,
      firstLine: reader.options.firstLine === true,
      ...start,
      anchored: reader.options.anchored === true || start.anchored,
      hasNewline: reader.hasNewline,
      matchLimit: reader.matchLimit,
      depthLimit: reader.depthLimit,
      notEmpty: reader.notEmpty,
      notEmptyAtStart: reader.notEmptyAtStart,
    };
  }

  /** The groups that are called, each as a program of its own. */
  #subroutines(): void {
    const starts = new Map<number, number>();
    for (let i = 0; i < this.#calls.length; i++) {
      const call = this.#calls[i];
      if (call === undefined) continue;
      let start = starts.get(call.group);
      if (start === undefined) {
        start = this.#code.length;
        starts.set(call.group, start);
        this.#thenRegister = -1;
        if (call.group === 0) this.#branches(this.#parsed.branches, undefined);
        else {
          const group = this.#parsed.groups[call.group]?.[0];
          if (group !== undefined) this.#node(group, undefined);
        }
        this.#emit(Op.return);
      }
      this.#code[call.at] = start;
    }
  }

  #emit(...words: readonly number[]): void {
    for (const word of words) this.#code.push(word);
    if (this.#code.length > MAX_CODE) this.#parsed.reader.fail('tooLarge', this.#parsed.reader.length);
  }

  /** A target that is not known yet: its place is the answer. */
  #later(): number {
    this.#code.push(-1);
    return this.#code.length - 1;
  }

  #here(at: number): void {
    this.#code[at] = this.#code.length;
  }

  #register(): number {
    return this.#registers++;
  }

  #set(set: CharacterSet): number {
    let number = this.#setNumbers.get(set);
    if (number === undefined) {
      const lead = leadBytes(set, this.#unicode);
      const isBytes = !this.#unicode || lead.subarray(0x80).every((byte) => byte === 0);
      number = this.#sets.push({ lead, set, isBytes }) - 1;
      this.#setNumbers.set(set, number);
    }
    return number;
  }

  #charSet(char: number): number {
    let number = this.#charSets.get(char);
    if (number === undefined) {
      const { reader } = this.#parsed;
      const builder = new SetBuilder({ ...reader.context(), caseless: false });
      builder.addRange(char, char);
      number = this.#set(builder.build());
      this.#charSets.set(char, number);
    }
    return number;
  }

  #table(table: FirstBytes): number {
    if (table === undefined) return -1;
    const key = String.fromCharCode(...table);
    let number = this.#tableNumbers.get(key);
    if (number === undefined) {
      number = this.#tables.push(table) - 1;
      this.#tableNumbers.set(key, number);
    }
    return number;
  }

  #mark(name: string): number {
    const known = this.#marks.indexOf(name);
    return known >= 0 ? known : this.#marks.push(name) - 1;
  }

  #first(node: Node, next: FirstBytes): FirstBytes {
    return firstBytes(node, next, this.#firstContext);
  }

  /** Alternatives; `next` is what can come behind them. */
  #branches(branches: Branches, next: FirstBytes, isAlternative = true): void {
    const [only] = branches;
    if (branches.length === 1 && only !== undefined) {
      this.#node(only, next);
      return;
    }
    const outer = this.#thenRegister;
    const saves = isAlternative && this.#parsed.reader.hasThen;
    if (saves) this.#thenRegister = this.#register();
    const firsts = branches.map((branch) => this.#first(branch, next));
    const rests = restsOf(firsts);
    const ends: number[] = [];
    branches.forEach((branch, i) => {
      let other = -1;
      if (i + 1 < branches.length) {
        const first = firsts[i];
        const rest = rests[i];
        if (first === undefined && rest === undefined) {
          this.#emit(Op.split);
          other = this.#later();
        } else {
          this.#emit(Op.splitOn);
          other = this.#later();
          this.#emit(this.#table(first), this.#table(rest));
        }
      }
      if (saves) this.#emit(Op.saveStack, this.#thenRegister);
      this.#node(branch, next);
      if (other < 0) return;
      this.#emit(Op.jump);
      ends.push(this.#later());
      this.#here(other);
    });
    for (const end of ends) this.#here(end);
    this.#thenRegister = outer;
  }

  #sequence(items: readonly Node[], next: FirstBytes): void {
    const follows: FirstBytes[] = [];
    if (items.some((item) => item.kind === 'repeat' || item.kind === 'group')) {
      let follow = next;
      for (let i = items.length - 1; i >= 0; i--) {
        follows[i] = follow;
        const item = items[i];
        if (item !== undefined) follow = this.#first(item, follow);
      }
    }
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === undefined) continue;
      if (item.kind !== 'char') {
        this.#node(isPossessiveBefore(item, items[i + 1]) ? { ...item, mode: 'possessive' } : item, follows[i]);
        continue;
      }
      const bytes: number[] = [];
      for (; ; i++) {
        const char = items[i];
        if (char?.kind !== 'char') break;
        bytes.push(...this.#bytesOf(char.char));
      }
      i--;
      this.#emit(Op.bytes, bytes.length, ...bytes);
    }
  }

  #bytesOf(char: number): readonly number[] {
    return this.#unicode ? codePointBytes(char) : [char];
  }

  #node(node: Node, next: FirstBytes): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'char': {
        const bytes = this.#bytesOf(node.char);
        this.#emit(Op.bytes, bytes.length, ...bytes);
        return;
      }
      case 'set':
        this.#emit(Op.set, this.#set(node.set));
        return;
      case 'not newline':
        this.#emit(Op.notNewline);
        return;
      case 'byte':
        this.#emit(Op.byte);
        return;
      case 'newline':
        this.#emit(Op.newline);
        return;
      case 'grapheme':
        this.#emit(Op.grapheme);
        return;
      case 'keep':
        this.#emit(Op.keep);
        return;
      case 'place':
        this.#emit(Op.place, PLACES[node.place]);
        return;
      case 'sequence':
        this.#sequence(node.items, next);
        return;
      case 'group':
        this.#group(node, next);
        return;
      case 'repeat':
        this.#repeat(node, next);
        return;
      case 'look':
        this.#look(node, -1);
        return;
      case 'reference':
        this.#emit(Op.reference, node.caseless ? 1 : 0, node.groups.length, ...node.groups);
        return;
      case 'call': {
        this.#emit(Op.call);
        this.#calls.push({ at: this.#later(), group: node.group });
        this.#emit(node.group);
        return;
      }
      case 'condition':
        this.#condition(node, next);
        return;
      case 'verb':
        this.#verb(node);
        return;
    }
  }

  #group(node: GroupNode, next: FirstBytes): void {
    if (node.atomic) {
      const register = this.#register();
      this.#emit(Op.atomic, register);
      this.#group({ ...node, atomic: false }, undefined);
      this.#emit(Op.endAtomic, register);
      return;
    }
    if (node.capture === 0) {
      this.#branches(node.branches, next);
      return;
    }
    const register = this.#register();
    this.#emit(Op.open, node.capture, register);
    const outer = this.#open.get(node.capture);
    this.#open.set(node.capture, register);
    this.#branches(node.branches, next);
    if (outer === undefined) this.#open.delete(node.capture);
    else this.#open.set(node.capture, outer);
    this.#emit(Op.close, node.capture, register);
  }

  /** The set that an item of one character is; undefined for all others. */
  #single(node: Node): Item {
    if (node.kind === 'char') return { kind: 'set', number: this.#charSet(node.char) };
    if (node.kind === 'set') return { kind: 'set', number: this.#set(node.set) };
    return undefined;
  }

  #repeat(node: Extract<Node, { kind: 'repeat' }>, next: FirstBytes): void {
    const { item, min, max, mode } = node;
    if (max === 0) return;
    if (min === 1 && max === 1 && mode !== 'possessive') {
      this.#node(item, next);
      return;
    }
    const single = this.#single(item);
    if (single !== undefined) {
      this.#repeatSingle(single.number, node, next);
      return;
    }
    if (mode === 'possessive' || (item.kind === 'not newline' && isNewlineNext(next))) {
      const register = this.#register();
      this.#emit(Op.atomic, register);
      this.#repeat({ ...node, mode: 'greedy' }, undefined);
      this.#emit(Op.endAtomic, register);
      return;
    }
    const isLazy = mode === 'lazy';
    if (min === 0 && max === 1) {
      const end = this.#choice(item, next, isLazy);
      this.#node(item, next);
      this.#here(end);
      return;
    }
    // A repeated item is followed by itself, too.
    const again = this.#first(item, undefined);
    const follow = again === undefined || next === undefined ? undefined : again.map((isIn, i) => isIn | (next[i] ?? 0));
    const isEmpty = canBeEmpty(item, this.#empties);
    const position = max === UNLIMITED && isEmpty ? this.#register() : -1;
    if (max === UNLIMITED && min <= 1) {
      const ends: number[] = [];
      if (min === 0) ends.push(this.#choice(item, next, isLazy));
      const start = this.#code.length;
      if (position >= 0) this.#emit(Op.savePosition, position);
      this.#node(item, follow);
      if (position >= 0) {
        this.#emit(Op.ifEmpty, position);
        ends.push(this.#later());
      }
      if (isLazy) this.#emit(Op.split, start);
      else {
        ends.push(this.#choice(item, next, false));
        this.#emit(Op.jump, start);
      }
      for (const end of ends) this.#here(end);
      return;
    }
    const counter = this.#register();
    this.#emit(Op.startCount, counter);
    const end = min === 0 ? this.#choice(item, next, isLazy) : undefined;
    const start = this.#code.length;
    if (position >= 0) this.#emit(Op.savePosition, position);
    this.#node(item, follow);
    this.#emit(Op.repeat, counter, Math.max(min, 1), max, start, isLazy ? 1 : 0, position);
    if (end !== undefined) this.#here(end);
  }

  /** A choice between an item that follows and what comes behind it; returns the place of the target behind it. */
  #choice(item: Node, next: FirstBytes, isLazy: boolean): number {
    if (isLazy) {
      this.#emit(Op.split);
      const start = this.#later();
      this.#emit(Op.jump);
      const end = this.#later();
      this.#here(start);
      return end;
    }
    const first = this.#first(item, next);
    if (first === undefined && next === undefined) {
      this.#emit(Op.split);
      return this.#later();
    }
    this.#emit(Op.splitOn);
    const end = this.#later();
    this.#emit(this.#table(first), this.#table(next));
    return end;
  }

  #repeatSingle(set: number, { item, min, max, mode }: Extract<Node, { kind: 'repeat' }>, next: FirstBytes): void {
    // PCRE takes the characters that `.` has for others than those of `\R`, though CR is among both.
    if (item.kind === 'set' && item.written === 'dot' && isNewlineNext(next)) {
      this.#emit(Op.possessive, set, min, max);
      return;
    }
    if (mode === 'lazy' && min !== max) {
      this.#emit(Op.lazy, set, min, max, this.#table(next));
      return;
    }
    const lead = this.#sets[set]?.lead;
    // Nothing is gained by giving back what cannot be what follows.
    const isDisjoint = next?.every((isIn, byte) => isIn === 0 || lead?.[byte] === 0) === true;
    if (mode === 'possessive' || isDisjoint || min === max) this.#emit(Op.possessive, set, min, max);
    else this.#emit(Op.greedy, set, min, max, this.#table(next));
  }

  /** A look; a target where to go if it fails, −1 if that fails. Returns the place of that target. */
  #look(node: LookNode, otherwise: -1 | 0): number {
    const outer = this.#thenRegister;
    this.#thenRegister = -1;
    let place = -1;
    if (node.negative) {
      this.#emit(Op.lookNot);
      const end = this.#later();
      this.#lookBranches(node);
      this.#emit(Op.endLookNot);
      place = this.#later();
      this.#emit(node.behind ? 1 : 0);
      this.#here(end);
    } else {
      this.#emit(Op.look);
      place = this.#later();
      const end = this.#later();
      this.#lookBranches(node);
      this.#here(end);
      this.#emit(Op.endLook, node.atomic ? 0 : 1, node.behind ? 1 : 0);
    }
    this.#thenRegister = outer;
    return otherwise < 0 ? -1 : place;
  }

  #lookBranches(node: LookNode): void {
    if (!node.behind) {
      this.#branches(node.branches, undefined);
      return;
    }
    const outer = this.#thenRegister;
    const saves = node.branches.length > 1 && this.#parsed.reader.hasThen;
    if (saves) this.#thenRegister = this.#register();
    const ends: number[] = [];
    node.branches.forEach((branch, i) => {
      let other = -1;
      if (i + 1 < node.branches.length) {
        this.#emit(Op.split);
        other = this.#later();
      }
      if (saves) this.#emit(Op.saveStack, this.#thenRegister);
      const extent = this.#lengths.of(branch);
      if (typeof extent !== 'string') {
        if (extent.min === extent.max) this.#emit(Op.back, extent.min);
        else this.#emit(Op.backRange, extent.min, extent.max);
      }
      this.#node(branch, undefined);
      if (other < 0) return;
      this.#emit(Op.jump);
      ends.push(this.#later());
      this.#here(other);
    });
    for (const end of ends) this.#here(end);
    this.#thenRegister = outer;
  }

  #condition(node: Extract<Node, { kind: 'condition' }>, next: FirstBytes): void {
    const { condition, yes, no } = node;
    let otherwise: number;
    switch (condition.kind) {
      case 'define':
        return;
      case 'constant':
        this.#node(condition.value ? yes : no, next);
        return;
      case 'group':
        this.#emit(Op.ifGroup);
        otherwise = this.#later();
        this.#emit(condition.groups.length, ...condition.groups);
        break;
      case 'recursion':
        this.#emit(Op.ifRecursion);
        otherwise = this.#later();
        this.#emit(condition.groups.length, ...condition.groups);
        break;
      case 'look':
        otherwise = this.#look(condition.look, 0);
        break;
    }
    this.#node(yes, next);
    this.#emit(Op.jump);
    const end = this.#later();
    this.#here(otherwise);
    this.#node(no, next);
    this.#here(end);
  }

  #verb(node: Extract<Node, { kind: 'verb' }>): void {
    const name = node.name === undefined ? -1 : this.#mark(node.name);
    switch (node.verb) {
      case 'fail':
        if (name >= 0) this.#emit(Op.mark, name);
        this.#emit(Op.fail);
        return;
      case 'accept':
        if (name >= 0) this.#emit(Op.mark, name);
        for (const [group, register] of this.#open) if (node.open.includes(group)) this.#emit(Op.close, group, register);
        this.#emit(Op.accept);
        return;
      case 'commit':
        if (name >= 0) this.#emit(Op.mark, name);
        this.#emit(Op.commit);
        return;
      case 'prune':
        this.#emit(Op.prune, name);
        return;
      case 'skip':
        if (name < 0) this.#emit(Op.skip);
        else this.#emit(Op.skipTo, name);
        return;
      case 'then':
        this.#emit(Op.then, this.#thenRegister, name);
        return;
      case 'mark':
        this.#emit(Op.mark, name);
        return;
    }
  }
}

/** PCRE takes what `\R` has for other characters than those of `\s`. */
function isPossessiveBefore(item: Node, next: Node | undefined): item is Extract<Node, { kind: 'repeat' }> {
  return item.kind === 'repeat' && item.item.kind === 'newline' && next?.kind === 'set' && next.written === 'space';
}
