import { readCallout } from './callouts.js';
import { charNode, classNode, dotNode, placeNode } from './character-nodes.js';
import { SetBuilder } from './character-set.js';
import { posixEnd, readClass } from './class-parser.js';
import type { Problem } from './compile-error.js';
import { groupNumber, isQuantifier, readEscape, readName } from './escapes.js';
import { readLeadingVerbs } from './leading-verbs.js';
import { canBeEmpty, Lengths } from './lengths.js';
import { checkLookBehind } from './looks-behind.js';
import { readOptionSettings } from './option-settings.js';
import type { CompileOptions } from './options.js';
import { code, Flag, isDigit, PatternReader } from './pattern-reader.js';
import { isRepeatable, readQuantifier, repeated } from './quantifiers.js';
import type { Branches, Condition, GroupNode, LookNode, Node } from './syntax-tree.js';

/** What the parser makes of a pattern. */
export interface ParsedPattern {
  readonly branches: Branches;
  readonly reader: PatternReader;
  /** The capturing groups by their numbers, 0 the whole pattern; several of a number where branches reset it. */
  readonly groups: readonly (readonly GroupNode[])[];
  /** Numbers of groups by their names. */
  readonly names: ReadonlyMap<string, readonly number[]>;
  /** Looks behind, innermost first. */
  readonly looksBehind: readonly LookNode[];
}

const MAX_DEPTH = 250;
const MAX_NESTED_REPEATS = 500;

/** A reference to a group whose existence is known at the end only, or something that is wrong in any case; told in their order. */
interface Pending {
  readonly groups: number[];
  readonly name: string | undefined;
  readonly at: number;
  readonly problem?: Problem;
  readonly look?: LookNode;
}

/** A group that is being read. */
interface OpenGroup {
  readonly capture: number;
  items: Node[];
  readonly isLook: boolean;
  /** How many alternatives are complete. */
  done: number;
  /** True if it refers to what it has matched itself. */
  refersToItself: boolean;
}

const EMPTY: Node = { kind: 'empty' };

function sequence(items: readonly Node[]): Node {
  const [first] = items;
  if (first === undefined) return EMPTY;
  return items.length === 1 ? first : { kind: 'sequence', items };
}

/** Reads a pattern. Throws RegexError. */
export function parse(bytes: Uint8Array, options: CompileOptions): ParsedPattern {
  return new Parser(new PatternReader(bytes, options)).pattern();
}

class Parser {
  readonly #reader: PatternReader;
  readonly #groups: GroupNode[][] = [];
  /** Which groups that are complete can match without taking anything; the whole pattern does not count as one. */
  readonly #empties: boolean[] = [false];
  readonly #names = new Map<string, number[]>();
  readonly #nameOf = new Map<number, string>();
  readonly #pending: Pending[] = [];
  /** PCRE looks whether there is a group of this number when all else is done. */
  #greatestReference = 0;
  readonly #looksBehind: LookNode[] = [];
  readonly #open: OpenGroup[] = [];
  #depth = 0;
  /** How deep the last item is nested in quantifiers of quantifiers. */
  #repeatDepth = 0;

  constructor(reader: PatternReader) {
    this.#reader = reader;
  }

  pattern(): ParsedPattern {
    const reader = this.#reader;
    readLeadingVerbs(reader);
    const group: OpenGroup = { capture: 0, items: [], isLook: false, done: 0, refersToItself: false };
    this.#open.push(group);
    const branches = this.#branches(group, false);
    this.#open.pop();
    if (reader.at < reader.length && reader.isPcre2) reader.fail('unmatchedClose', reader.at + 1);
    this.#resolve();
    if (reader.at < reader.length) reader.fail('unmatchedClose');
    if (this.#greatestReference > reader.groupCount) reader.fail('noSuchGroup', reader.length);
    this.#groups[0] = [{ kind: 'group', capture: 0, atomic: false, branches }];
    return { branches, reader, groups: this.#groups, names: this.#names, looksBehind: this.#looksBehind };
  }

  /** The alternatives of a group, up to its closing parenthesis or the end of the pattern. */
  #branches(group: OpenGroup, resets: boolean, ends?: number[]): Branches {
    const reader = this.#reader;
    const branches: Node[] = [];
    const first = reader.groupCount;
    let most = first;
    for (;;) {
      group.items = [];
      this.#items(group);
      branches.push(sequence(group.items));
      group.done++;
      ends?.push(reader.at);
      most = Math.max(most, reader.groupCount);
      if (!reader.take('|')) break;
      if (resets) reader.groupCount = first;
    }
    reader.groupCount = most;
    return branches;
  }

  #items(group: OpenGroup): void {
    const reader = this.#reader;
    let canRepeat = false;
    let isLiteral = false;
    for (;;) {
      if (isLiteral) {
        if (reader.take('\\E')) isLiteral = false;
        else if (reader.peek() < 0) return;
        else {
          group.items.push(charNode(reader, reader.next()));
          this.#repeatDepth = 0;
          canRepeat = true;
        }
        continue;
      }
      reader.skipIgnored();
      const char = reader.peek();
      if (char < 0 || char === code('|') || char === code(')')) return;
      if (char === code('\\') && (reader.isAt('\\Q') || reader.isAt('\\E'))) {
        isLiteral = reader.peek(1) === code('Q');
        reader.at += 2;
        continue;
      }
      if (reader.takeComment()) continue;
      if (char === code('*') || char === code('+') || char === code('?') || isQuantifier(reader)) {
        this.#quantifier(group, canRepeat);
        canRepeat = false;
        continue;
      }
      this.#repeatDepth = 0;
      const node = this.#atom(group);
      if (node === undefined) {
        canRepeat = false;
        continue;
      }
      group.items.push(node);
      canRepeat = isRepeatable(node, reader.isPcre2);
    }
  }

  #quantifier(group: OpenGroup, canRepeat: boolean): void {
    const reader = this.#reader;
    const quantifier = readQuantifier(reader);
    if (!canRepeat) reader.fail('nothingToRepeat', reader.isPcre2 ? quantifier.end : quantifier.end - 1);
    const item = group.items.pop() ?? EMPTY;
    if (++this.#repeatDepth > MAX_NESTED_REPEATS) reader.fail('tooLarge');
    group.items.push(repeated(item, quantifier, reader.isPcre2));
  }

  /** An item, without what may repeat it; undefined for what is none, such as options. */
  #atom(group: OpenGroup): Node | undefined {
    const reader = this.#reader;
    const char = reader.peek();
    switch (char) {
      case 0x5e:
        reader.at++;
        return placeNode(reader, reader.has(Flag.multiline) ? 'line start' : 'caret');
      case 0x24:
        reader.at++;
        if (reader.has(Flag.multiline)) return placeNode(reader, 'line end');
        return placeNode(reader, reader.options.dollarEndOnly === true ? 'dollar at the very end' : 'dollar');
      case 0x2e:
        reader.at++;
        return dotNode(reader);
      case 0x5b:
        return this.#bracket();
      case 0x5c:
        reader.at++;
        return this.#escape();
      case 0x28:
        return this.#group(group);
      default:
        reader.at++;
        return charNode(reader, char);
    }
  }

  #bracket(): Node {
    const reader = this.#reader;
    if (reader.isAt('[[:<:]]') || reader.isAt('[[:>:]]')) {
      const isStart = reader.isAt('[[:<:]]');
      reader.at += 7;
      return this.#wordEdge(isStart);
    }
    const outside = posixEnd(reader);
    if (outside >= 0) {
      const isName = reader.peek(1) === code(':');
      reader.fail(isName ? 'posixOutside' : 'posixCollating', reader.isPcre2 ? outside + 2 : reader.at);
    }
    reader.at++;
    return { kind: 'set', set: readClass(reader) };
  }

  /** `[[:<:]]` and `[[:>:]]`: a boundary of a word, and a character of it behind or in front. */
  #wordEdge(isStart: boolean): Node {
    const reader = this.#reader;
    const builder = new SetBuilder(reader.context());
    builder.addClass('word', false);
    const { at } = reader;
    const look: LookNode = {
      kind: 'look',
      behind: !isStart,
      negative: false,
      atomic: true,
      branches: [{ kind: 'set', set: builder.build() }],
      at,
      ends: [at],
    };
    if (!isStart) this.#looksBehind.push(look);
    return { kind: 'sequence', items: [placeNode(reader, 'word boundary'), look] };
  }

  #escape(): Node {
    const reader = this.#reader;
    const escaped = readEscape(reader, false);
    switch (escaped.kind) {
      case 'char':
        return charNode(reader, escaped.char);
      case 'class':
        return classNode(reader, escaped.name, escaped.negated);
      case 'property': {
        const builder = new SetBuilder(reader.context());
        builder.addPoints(escaped.points, escaped.negated);
        return { kind: 'set', set: builder.build() };
      }
      case 'reference':
        return this.#reference(escaped.group, undefined, escaped.at);
      case 'named reference':
        return this.#reference(0, escaped.name, escaped.at);
      case 'call':
        return this.#call(escaped.group, undefined, escaped.at);
      case 'named call':
        return this.#call(0, escaped.name, escaped.at);
      case 'letter':
        return this.#letter(escaped.letter);
    }
  }

  #letter(letter: string): Node {
    const reader = this.#reader;
    switch (letter) {
      case 'A':
        return placeNode(reader, 'start');
      case 'B':
        return placeNode(reader, 'no word boundary');
      case 'b':
        return placeNode(reader, 'word boundary');
      case 'G':
        return placeNode(reader, 'start position');
      case 'Z':
        return placeNode(reader, 'end or last newline');
      case 'z':
        return placeNode(reader, 'end');
      case 'C':
        return { kind: 'byte' };
      case 'K':
        if (this.#lookDepth > 0 && reader.isPcre2) {
          this.#pending.push({ groups: [], name: undefined, at: reader.length, problem: 'keepInLook' });
        }
        return { kind: 'keep' };
      case 'N': {
        const { flags } = reader;
        reader.flags &= ~Flag.dotAll;
        const node = dotNode(reader);
        reader.flags = flags;
        return node;
      }
      case 'R':
        return { kind: 'newline' };
      case 'X':
        return { kind: 'grapheme' };
      default:
        return charNode(reader, code(letter));
    }
  }

  #lookDepth = 0;
  #conditionDepth = 0;

  #reference(group: number, name: string | undefined, at: number): Node {
    const groups = name === undefined ? [group] : [];
    const reader = this.#reader;
    reader.hasReference = true;
    const known = name === undefined ? group : this.#names.get(name)?.[0];
    for (const open of this.#open) if (open.capture === known && known > 0) open.refersToItself = true;
    if (name === undefined && !reader.isPcre2) this.#greatestReference = Math.max(this.#greatestReference, group);
    else this.#pending.push({ groups, name, at });
    return { kind: 'reference', groups, caseless: this.#reader.has(Flag.caseless) };
  }

  #call(group: number, name: string | undefined, at: number): Node {
    const groups = name === undefined ? [group] : [];
    const reader = this.#reader;
    if (group !== 0 || name !== undefined) this.#pending.push({ groups, name, at });
    if (!reader.isPcre2) this.#checkLeftRecursion(name === undefined ? group : (this.#names.get(name)?.[0] ?? -1));
    return {
      kind: 'call',
      at,
      get group() {
        return groups[0] ?? 0;
      },
    };
  }

  #calledName(): string {
    const reader = this.#reader;
    const start = reader.at;
    let end = 0;
    while (reader.isWord(reader.peek(end))) end++;
    if (reader.isPcre2 && end > 0 && start + end === reader.length) reader.fail('groupNotClosed', start + end);
    return readName(reader, ')');
  }

  /** PCRE refuses a group that calls itself before it has taken anything; in conditions and in other alternatives of a look it does not see it. */
  #checkLeftRecursion(called: number): void {
    const from = this.#open.findIndex(({ capture }, i) => capture === called && (called !== 0 || i === 0));
    if (
      from < 0 ||
      this.#conditionDepth > 0 ||
      (this.#groups[called]?.length ?? 0) > 0 ||
      this.#open.slice(from).some(({ isLook, done }) => isLook && done > 0)
    )
      return;
    if (this.#open.slice(from).every(({ items }) => items.every((item) => canBeEmpty(item, this.#empties)))) {
      this.#pending.push({ groups: [], name: undefined, at: this.#reader.at - 1, problem: 'infiniteRecursion' });
    }
  }

  #group(outer: OpenGroup): Node | undefined {
    const reader = this.#reader;
    const { at } = reader;
    if (reader.isAt('(*')) {
      const next = reader.peek(2);
      if (reader.isPcre2 || isLetter(next) || next === code(':')) return this.#verb();
    }
    reader.at++;
    if (!reader.take('?')) return reader.has(Flag.noAutoCapture) ? this.#plainGroup() : this.#capture(undefined);
    const start = reader.at;
    const char = reader.next();
    switch (char) {
      case code(':'):
        return this.#plainGroup();
      case code('|'):
        return this.#plainGroup({ resets: true });
      case code('>'):
        return this.#plainGroup({ atomic: true });
      case code('='):
        return this.#look(at, false, false);
      case code('!'):
        return this.#look(at, false, true);
      case code('*'):
        if (!reader.isPcre2) break;
        return this.#look(at, false, false, false);
      case code('('):
        return this.#conditional(outer, at);
      case code('C'):
        readCallout(reader);
        return undefined;
      case code('P'):
        return this.#pythonGroup();
      case code("'"):
        return this.#named("'");
      case code('<'):
        if (reader.take('=')) return this.#look(at, true, false);
        if (reader.take('!')) return this.#look(at, true, true);
        if (reader.isPcre2 && reader.take('*')) return this.#look(at, true, false, false);
        if (!reader.isPcre2 && !reader.isWord(reader.peek())) reader.fail('unknownAfterLess');
        return this.#named('>');
      case code('R'):
        if (reader.peek() !== code(')')) reader.fail('recursionNotClosed');
        reader.at++;
        return this.#call(0, undefined, start);
      case code('&'): {
        const nameAt = reader.at;
        return this.#call(0, this.#calledName(), nameAt);
      }
      case -1:
        return reader.fail(reader.isPcre2 ? 'groupNotClosed' : 'unknownGroup');
      default:
        if (isDigit(char) || char === code('+') || (char === code('-') && isDigit(reader.peek()))) {
          reader.at--;
          const number = groupNumber(reader, true, reader.isPcre2);
          if (number === undefined) {
            reader.at++;
            return reader.fail('digitExpected', reader.at + (reader.isPcre2 ? 1 : 0));
          }
          if (reader.peek() !== code(')')) reader.fail(reader.isPcre2 ? 'groupNotClosed' : 'recursionNotClosed');
          const end = reader.at;
          if (number < 0) reader.fail('noSuchGroup');
          reader.at++;
          return this.#call(number, undefined, end);
        }
        reader.at--;
        return this.#options(outer);
    }
    reader.at = start;
    return this.#options(outer);
  }

  /** The inside of a group; options that are set in it end with it. */
  #inside(capture: number, resets = false, ends?: number[]): Branches {
    return this.#insideGroup(capture, resets, ends).branches;
  }

  #insideGroup(capture: number, resets: boolean, ends?: number[]): { readonly branches: Branches; readonly group: OpenGroup } {
    const reader = this.#reader;
    const { flags } = reader;
    if (++this.#depth > MAX_DEPTH) reader.fail('tooDeep');
    const group: OpenGroup = { capture, items: [], isLook: ends !== undefined, done: 0, refersToItself: false };
    this.#open.push(group);
    const branches = this.#branches(group, resets, ends);
    this.#open.pop();
    this.#depth--;
    if (reader.peek() !== code(')')) reader.fail('groupNotClosed');
    reader.at++;
    reader.flags = flags;
    this.#repeatDepth = 0;
    return { branches, group };
  }

  #plainGroup({ atomic = false, resets = false } = {}): Node {
    const branches = this.#inside(-1, resets);
    return { kind: 'group', capture: 0, atomic, branches };
  }

  #capture(name: string | undefined, nameAt = 0): Node {
    const reader = this.#reader;
    const number = ++reader.groupCount;
    if (name !== undefined) this.#addName(name, number, nameAt);
    const all = this.#groups[number] ?? [];
    this.#groups[number] = all;
    const { branches, group } = this.#insideGroup(number, false);
    // PCRE does not go back into a group that refers to what it has matched itself.
    const node: GroupNode = { kind: 'group', capture: number, atomic: group.refersToItself && !reader.isPcre2, branches };
    all.push(node);
    this.#empties[number] ??= canBeEmpty(node, this.#empties);
    return node;
  }

  #named(close: string): Node {
    const reader = this.#reader;
    const at = reader.at;
    const name = readName(reader, close, !reader.isPcre2);
    return this.#capture(name, at);
  }

  #addName(name: string, number: number, at: number): void {
    const reader = this.#reader;
    const before = this.#nameOf.get(number);
    if (before !== undefined && before !== name) reader.fail('differentNames', reader.isPcre2 ? reader.at : reader.at - 1);
    const numbers = this.#names.get(name);
    if (numbers === undefined) this.#names.set(name, [number]);
    else if (!numbers.includes(number)) {
      if (!reader.has(Flag.dupNames)) reader.fail('sameName', reader.isPcre2 ? reader.at : reader.at - 1);
      numbers.push(number);
    }
    this.#nameOf.set(number, name);
    if (at < 0) reader.fail('nameExpected');
  }

  #pythonGroup(): Node {
    const reader = this.#reader;
    const char = reader.next();
    const at = reader.at;
    if (char === code('<')) return this.#named('>');
    if (char === code('=')) return this.#reference(0, readName(reader, ')'), at);
    if (char === code('>')) return this.#call(0, this.#calledName(), at);
    if (char < 0 && reader.isPcre2) reader.fail('groupNotClosed');
    if (!reader.isPcre2) {
      if (char >= 0) reader.at--;
      reader.fail('unknownAfterP');
    }
    return reader.fail('unknownAfterP');
  }

  #look(at: number, behind: boolean, negative: boolean, atomic = true): Node {
    const reader = this.#reader;
    this.#lookDepth++;
    const ends: number[] = [];
    const branches = this.#inside(-1, false, ends);
    this.#lookDepth--;
    const node: LookNode = { kind: 'look', behind, negative, atomic, branches, at, ends };
    if (behind) {
      this.#looksBehind.push(node);
      if (!reader.isPcre2) this.#pending.push({ groups: [], name: undefined, at, look: node });
    }
    return node;
  }

  /** Options, for what follows in the group or for a group of their own. */
  #options(outer: OpenGroup): Node | undefined {
    const reader = this.#reader;
    const before = reader.flags;
    reader.flags = readOptionSettings(reader);
    if (reader.take(')')) return this.#restWithOptions(outer);
    reader.at++;
    const branches = this.#inside(-1);
    reader.flags = before;
    return { kind: 'group', capture: 0, atomic: false, branches };
  }

  /** Options that stand alone are no item. */
  #restWithOptions(outer: OpenGroup): undefined {
    outer.items.push(EMPTY);
    return undefined;
  }

  #conditional(outer: OpenGroup, at: number): Node {
    const reader = this.#reader;
    const condition = this.#condition(outer);
    this.#conditionDepth++;
    const branches = this.#inside(-1);
    this.#conditionDepth--;
    const problem = condition.kind === 'define' ? 'defineBranches' : 'conditionBranches';
    if (branches.length > (condition.kind === 'define' ? 1 : 2)) {
      const pcre2At = condition.kind === 'define' ? at + 3 : condition.kind === 'look' ? 0 : at;
      this.#pending.push({ groups: [], name: undefined, at: reader.isPcre2 ? pcre2At : reader.at - 1, problem });
    }
    const [yes = EMPTY, no = EMPTY] = branches;
    return { kind: 'condition', condition, yes, no, branchCount: branches.length };
  }

  #condition(outer: OpenGroup): Condition {
    const reader = this.#reader;
    // The parenthesis of the condition has been taken.
    if (reader.isAt('?') || (reader.isAt('*') && reader.isPcre2)) {
      const start = reader.at;
      reader.at--;
      while (reader.isAt('(?C')) {
        reader.at += 3;
        readCallout(reader);
        if (!reader.isAt('(?')) reader.fail('conditionExpected');
      }
      const isLook =
        reader.isAt('(?=') ||
        reader.isAt('(?!') ||
        reader.isAt('(?<=') ||
        reader.isAt('(?<!') ||
        /^\(\*[a-z]/.test(reader.text(reader.at, reader.at + 3)) ||
        reader.isAt('(?*');
      if (!isLook) {
        reader.fail('conditionExpected', start);
      }
      this.#conditionDepth++;
      const node = this.#group(outer);
      this.#conditionDepth--;
      if (node?.kind === 'look') return { kind: 'look', look: node };
      return reader.fail('conditionExpected');
    }
    const at = reader.at;
    if (reader.isPcre2 && reader.isAt('VERSION')) return this.#versionCondition();
    if (isDigit(reader.peek()) || ((reader.isAt('+') || reader.isAt('-')) && isDigit(reader.peek(1)))) {
      const number = groupNumber(reader, true, false) ?? 0;
      if (reader.peek() !== code(')')) reader.fail('malformedCondition');
      if (number === 0 && reader.isPcre2) reader.fail('noSuchGroup');
      reader.at++;
      if (number === 0) reader.fail('conditionZero');
      const groups = [number];
      this.#pending.push({ groups, name: undefined, at: reader.isPcre2 ? at - 1 : reader.at });
      return { kind: 'group', groups };
    }
    if (!reader.isPcre2 && (reader.isAt('+') || reader.isAt('-'))) reader.fail('malformedCondition', at + 1);
    if (reader.take('<') || reader.take("'")) {
      if (!reader.isPcre2 && !reader.isWord(reader.peek())) reader.fail('conditionExpected');
      const close = reader.text(at, at + 1) === '<' ? '>' : "'";
      const nameAt = reader.at;
      const name = readName(reader, close, false, reader.isPcre2 ? 'nameNotClosed' : 'malformedCondition');
      if (!reader.take(')')) reader.fail('malformedCondition');
      return this.#namedCondition(name, nameAt);
    }
    if (reader.take('R&')) {
      if (!reader.isPcre2 && !reader.isWord(reader.peek())) reader.fail('conditionExpected');
      const nameAt = reader.at;
      const name = readName(reader, ')');
      const groups: number[] = [];
      this.#pending.push({ groups, name, at: nameAt });
      return { kind: 'recursion', groups };
    }
    if (!reader.isWord(reader.peek())) {
      if (reader.isPcre2 && reader.peek() < 0) reader.fail('groupNotClosed');
      reader.fail(reader.isPcre2 ? 'nameExpected' : 'conditionExpected');
    }
    const name = readName(reader, ')', false, reader.isPcre2 ? 'nameNotClosed' : 'malformedCondition');
    const [, digits] = /^R(\d*)$/.exec(name) ?? [];
    if (digits !== undefined && !this.#names.has(name)) {
      if (digits === '') return { kind: 'recursion', groups: [] };
      const groups = [Number(digits)];
      if (reader.isPcre2) this.#pending.push({ groups, name: undefined, at });
      return { kind: 'recursion', groups };
    }
    if (name === 'DEFINE' && !this.#names.has(name)) return { kind: 'define' };
    return this.#namedCondition(name, reader.isPcre2 ? at : at + 1);
  }

  #namedCondition(name: string, at: number): Condition {
    const groups: number[] = [];
    this.#pending.push({ groups, name, at });
    return { kind: 'group', groups };
  }

  #versionCondition(): Condition {
    const reader = this.#reader;
    reader.at += 7;
    const isLeast = reader.take('>');
    if (!reader.take('=')) reader.fail('versionCondition');
    const major = reader.number(1000, 'versionCondition');
    let minor = 0;
    if (reader.take('.')) {
      const from = reader.at;
      minor = reader.number(99, 'versionCondition');
      if (reader.at - from === 1) minor *= 10;
    }
    if (!reader.take(')')) reader.fail('versionCondition');
    const version = major * 100 + minor;
    return { kind: 'constant', value: isLeast ? version <= 1047 : version === 1047 };
  }

  #verb(): Node | undefined {
    const reader = this.#reader;
    const { at } = reader;
    const start = at + 2;
    reader.at = start;
    while (reader.isPcre2 ? reader.isWord(reader.peek()) : isNameLetter(reader)) reader.at++;
    const word = reader.text(start, reader.at);
    if (reader.isPcre2 && /^[a-z]/.test(word)) return this.#alphaAssertion(word, at);
    const verb = VERBS.get(word);
    if (reader.isPcre2 && (verb === undefined || (word === '' && reader.peek() !== code(':')))) reader.fail('unknownVerb');
    let name: string | undefined;
    if (reader.take(':')) {
      const from = reader.at;
      while (reader.peek() >= 0 && reader.peek() !== code(')')) reader.at++;
      name = reader.text(from, reader.at);
      if (name.length > 255) reader.fail('verbNameTooLong');
    }
    if (reader.peek() !== code(')')) reader.fail('unknownVerb');
    const open = this.#open.map(({ capture }) => capture).filter((capture) => capture > 0);
    if (verb === undefined) return reader.fail('unknownVerb');
    if (verb === 'mark' && (name === undefined || name === '')) return reader.fail('markArgument');
    if (!reader.isPcre2 && name !== undefined && (verb === 'accept' || verb === 'fail' || verb === 'commit')) reader.fail('verbArgument');
    reader.at++;
    if (verb === 'then') reader.hasThen = true;
    if (verb !== 'mark' && verb !== 'fail') reader.hasVerbs = true;
    return { kind: 'verb', verb, name: name === '' ? undefined : name, open };
  }

  #alphaAssertion(word: string, at: number): Node {
    const reader = this.#reader;
    if (reader.peek() < 0) reader.fail('groupNotClosed');
    if (reader.peek() !== code(':')) reader.fail('unknownAlphaAssertion', reader.at + 1);
    reader.at++;
    switch (word) {
      case 'pla':
      case 'positive_lookahead':
        return this.#look(at, false, false);
      case 'nla':
      case 'negative_lookahead':
        return this.#look(at, false, true);
      case 'plb':
      case 'positive_lookbehind':
        return this.#look(at, true, false);
      case 'nlb':
      case 'negative_lookbehind':
        return this.#look(at, true, true);
      case 'napla':
      case 'non_atomic_positive_lookahead':
        return this.#look(at, false, false, false);
      case 'naplb':
      case 'non_atomic_positive_lookbehind':
        return this.#look(at, true, false, false);
      case 'atomic':
        return this.#plainGroup({ atomic: true });
      default:
        reader.at--;
        return reader.fail('unknownAlphaAssertion');
    }
  }

  /** Looks up what references refer to. */
  #resolve(): void {
    const reader = this.#reader;
    const lengths = new Lengths(this.#groups, reader.unicode);
    for (const { groups, name, at, problem, look } of this.#pending) {
      if (look !== undefined) checkLookBehind(look, lengths, reader);
      if (problem !== undefined) reader.fail(problem, at);
      if (name !== undefined) {
        const numbers = this.#names.get(name);
        if (numbers === undefined) reader.fail('noSuchGroup', at + (reader.isPcre2 ? 0 : name.length));
        groups.push(...(numbers ?? []));
      } else if (groups.some((group) => group > reader.groupCount || group < 0)) reader.fail('noSuchGroup', at);
    }
  }
}

/** PCRE takes all letters for those of verbs. */
function isNameLetter(reader: PatternReader): boolean {
  const char = reader.peek();
  return reader.isWord(char) && !isDigit(char) && char !== code('_');
}

function isLetter(char: number): boolean {
  return (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a);
}

const VERBS: ReadonlyMap<string, 'accept' | 'fail' | 'commit' | 'prune' | 'skip' | 'then' | 'mark'> = new Map(
  Object.entries<'accept' | 'fail' | 'commit' | 'prune' | 'skip' | 'then' | 'mark'>({
    '': 'mark',
    MARK: 'mark',
    ACCEPT: 'accept',
    F: 'fail',
    FAIL: 'fail',
    COMMIT: 'commit',
    PRUNE: 'prune',
    SKIP: 'skip',
    THEN: 'then',
  }),
);
