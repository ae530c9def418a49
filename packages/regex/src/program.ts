import type { CharacterSet } from './character-set.js';
import type { Generation, Newline } from './options.js';

/** Instructions of the machine that matches; the words that follow are in the comments. */
export enum Op {
  fail,
  match,
  /** count, bytes */
  bytes,
  /** set */
  set,
  /** Any byte. */
  byte,
  notNewline,
  newline,
  grapheme,
  keep,
  /** place */
  place,
  /** target: tries what follows, then the target */
  split,
  /** target, table of what follows, table of the target: bytes with which either can begin, −1 if that is not known */
  splitOn,
  jump,
  /** group, register */
  open,
  /** group, register */
  close,
  /** set, min, max, table of what follows */
  greedy,
  /** set, min, max, table of what follows */
  lazy,
  /** set, min, max */
  possessive,
  /** register: keeps the position */
  savePosition,
  /** register, target: goes there if nothing was taken since the position was kept */
  ifEmpty,
  /** register: a counter begins at 0 */
  startCount,
  /** register of the counter, min, max, target, 1 if lazy, register of the position or −1 */
  repeat,
  /** register: begins what is atomic */
  atomic,
  endAtomic,
  /** register: what `then` goes back to */
  saveStack,
  /** target if it fails, −1 if that fails the match; target behind its end */
  look,
  /** 1 if what is left of ways to match it is kept, 1 if it is a look behind */
  endLook,
  /** target behind its end */
  lookNot,
  /** target, −1 to fail; 1 if it is a look behind */
  endLookNot,
  /** count of characters */
  back,
  /** fewest and most characters */
  backRange,
  /** 1 if case does not count, number of groups, groups */
  reference,
  /** target, group */
  call,
  return,
  /** target if none is set, number of groups, groups */
  ifGroup,
  /** target if it is not, number of groups (0 for any), groups */
  ifRecursion,
  accept,
  commit,
  /** name, −1 for none */
  prune,
  skip,
  /** name */
  skipTo,
  /** register, −1 if it stands in no alternative; name, −1 for none */
  then,
  /** name */
  mark,
}

/** Places that a pattern can ask for. */
export enum PlaceCode {
  lineStart,
  lineEnd,
  /** `^`, but in several lines. */
  caret,
  start,
  /** `$`, but in several lines. */
  dollar,
  dollarEnd,
  end,
  endOrNewline,
  startPosition,
  wordBoundary,
  noWordBoundary,
}

/** The registers that each program has. */
export enum Register {
  /** Where the entry of the running call is on the stack, −1 outside calls. */
  call,
  /** Where the entry of the innermost look is. */
  look,
  matchStart,
  mark,
  /** Start and end of group 1 are in the next two, and so on. */
  captures,
}

/** Where the start of a group is kept. */
export function captureRegister(group: number): number {
  return Register.captures + 2 * (group - 1);
}

/** A set as the machine looks at it. */
export interface ProgramSet {
  /** By the first byte of a character: 0 it is not in the set, 1 it is, 2 it must be looked up. */
  readonly lead: Uint8Array;
  /** Looks it up. */
  readonly set: CharacterSet;
  /** True if each of its characters is a byte. */
  readonly isBytes: boolean;
}

/** A pattern, ready to match. */
export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly ProgramSet[];
  /** Tables of bytes, 1 for those that may come next. */
  readonly tables: readonly Uint8Array[];
  /** Names of marks. */
  readonly marks: readonly string[];
  readonly registerCount: number;
  readonly groupCount: number;
  readonly generation: Generation;
  readonly unicode: boolean;
  readonly ucp: boolean;
  readonly newline: Newline;
  readonly bsr: 'unicode' | 'anycrlf';
  /** Characters of words. */
  readonly words: CharacterSet;
  readonly startOptimize: boolean;
  readonly firstLine: boolean;
  /** The bytes with which a match can begin; undefined if it can be empty. */
  readonly firstBytes: Uint8Array | undefined;
  /** The only byte with which a match can begin, −1 if there are several. */
  readonly firstByte: number;
  /** A byte that each match has, −1 if there is none that is known. */
  readonly requiredByte: number;
  /** True if it can match only at the start of the subject, or where the search begins. */
  readonly anchored: boolean;
  /** True if it can match only at starts of lines. */
  readonly lineStart: boolean;
  /** True if it has CR or LF as characters. */
  readonly hasNewline: boolean;
  readonly matchLimit: number | undefined;
  readonly depthLimit: number | undefined;
  readonly notEmpty: boolean;
  readonly notEmptyAtStart: boolean;
}
