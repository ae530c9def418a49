import type { CharacterSet } from './character-set.js';

/** How often an item comes, and which number is tried first. */
type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** A place in the subject that an item matches without taking anything. */
export type Place =
  | 'line start'
  | 'line end'
  | 'caret'
  | 'dollar'
  | 'dollar at the very end'
  | 'start'
  | 'end'
  | 'end or last newline'
  | 'start position'
  | 'word boundary'
  | 'no word boundary';

/** What the two branches of a conditional group depend on. */
export type Condition =
  | { readonly kind: 'group'; readonly groups: readonly number[] }
  | { readonly kind: 'recursion'; readonly groups: readonly number[] }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'define' }
  | { readonly kind: 'look'; readonly look: LookNode };

/** Several alternatives, each a sequence. */
export type Branches = readonly Node[];

/** A look ahead or behind. */
export interface LookNode {
  readonly kind: 'look';
  readonly behind: boolean;
  readonly negative: boolean;
  /** False if what comes after it may ask for another way to match it. */
  readonly atomic: boolean;
  readonly branches: Branches;
  /** Where it begins in the pattern. */
  readonly at: number;
  /** Where its alternatives end in the pattern. */
  readonly ends: readonly number[];
}

/** A group; number 0 for one that does not capture. */
export interface GroupNode {
  readonly kind: 'group';
  readonly capture: number;
  readonly atomic: boolean;
  readonly branches: Branches;
}

/** A verb that directs backtracking. */
interface VerbNode {
  readonly kind: 'verb';
  readonly verb: 'accept' | 'fail' | 'commit' | 'prune' | 'skip' | 'then' | 'mark';
  readonly name: string | undefined;
  /** The groups that are open where it stands, outermost first. */
  readonly open: readonly number[];
}

/** A character of a set. */
interface SetNode {
  readonly kind: 'set';
  readonly set: CharacterSet;
  /** Where it is repeated, what it must have at least may be of another set. */
  readonly required?: CharacterSet;
  /** What it was written as, where PCRE treats that in its own way. */
  readonly written?: 'dot' | 'space';
}

/** A part of a pattern. */
export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'char'; readonly char: number }
  | SetNode
  /** Any character that does not begin a newline of two characters. */
  | { readonly kind: 'not newline' }
  | { readonly kind: 'byte' }
  | { readonly kind: 'newline' }
  | { readonly kind: 'grapheme' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'place'; readonly place: Place; readonly multiline: boolean; readonly ucp: boolean }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | GroupNode
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number; readonly mode: RepeatMode }
  | LookNode
  | { readonly kind: 'reference'; readonly groups: readonly number[]; readonly caseless: boolean }
  | { readonly kind: 'call'; readonly group: number; readonly at: number }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly yes: Node; readonly no: Node; readonly branchCount: number }
  | VerbNode;

/** More than any number of repetitions. */
export const UNLIMITED = 0x7fffffff;
