import type { CharacterSet } from './character-set.js';
import { codePointBytes } from './code-points.js';
import { ofBranches } from './first-bytes.js';
import type { PatternReader } from './pattern-reader.js';
import type { Program } from './program.js';
import { type Branches, type GroupNode, type Node, UNLIMITED } from './syntax-tree.js';

type Groups = readonly (readonly GroupNode[])[];

/** Where a match can begin at all. */
export type Start = Pick<Program, 'firstBytes' | 'firstByte' | 'requiredByte' | 'anchored' | 'lineStart'>;

/** Finds out where a match of a pattern can begin. */
export function startOf(branches: Branches, groups: Groups, reader: PatternReader): Start {
  const { unicode } = reader;
  let firstBytes = ofBranches(branches, undefined, { unicode, groups, keepVerbs: false, called: new Map() });
  const count = firstBytes?.reduce((sum, isIn) => sum + isIn, 0) ?? 0;
  // What verbs do depends on where attempts are made: with them PCRE looks for a first character only.
  if (reader.hasVerbs && firstBytes !== undefined && !isOneCharacter(firstBytes, count)) firstBytes = undefined;
  const anchored = branches.every((branch) => isAnchored(branch, reader));
  return {
    firstBytes,
    firstByte: count === 1 ? (firstBytes?.indexOf(1) ?? -1) : -1,
    requiredByte: reader.hasVerbs ? -1 : requiredOf(branches, unicode),
    anchored,
    lineStart: !anchored && !reader.hasVerbs && reader.newline === 'lf' && branches.every(isLineStart),
  };
}

/** True for one byte, or a letter in both cases. */
function isOneCharacter(bytes: Uint8Array, count: number): boolean {
  if (count !== 2) return count === 1;
  return (bytes.lastIndexOf(1) ^ bytes.indexOf(1)) === 0x20;
}

function firstItem(node: Node): Node {
  return node.kind === 'sequence' ? firstItem(node.items[0] ?? { kind: 'empty' }) : node;
}

function isAnchored(node: Node, reader: PatternReader): boolean {
  const item = firstItem(node);
  switch (item.kind) {
    case 'place':
      return item.place === 'caret' || item.place === 'start' || item.place === 'start position';
    case 'group':
      return (item.capture === 0 || !reader.hasReference) && !item.atomic && item.branches.every((branch) => isAnchored(branch, reader));
    case 'look':
      // PCRE takes what a pattern looks at for a part of it.
      return !reader.isPcre2 && !item.behind && !item.negative && item.branches.every((branch) => isAnchored(branch, reader));
    case 'repeat':
      // Where any characters can be taken first, there is nothing to be found later.
      return !reader.hasVerbs && isStar(item) && item.item.kind === 'set' && isAll(item.item.set);
    default:
      return false;
  }
}

function isStar(item: Extract<Node, { kind: 'repeat' }>): boolean {
  return item.min === 0 && item.max === UNLIMITED;
}

function isAll({ low, allHigh }: CharacterSet): boolean {
  return allHigh === true && !low.includes(0);
}

/** A pattern that begins with `.*` matches at the start of a line, if it does anywhere in the line. */
function isLineStart(node: Node): boolean {
  const item = firstItem(node);
  if (item.kind === 'place') return item.place === 'line start' || item.place === 'caret' || item.place === 'start';
  if (item.kind === 'group') return item.capture === 0 && !item.atomic && item.branches.every(isLineStart);
  if (item.kind !== 'repeat' || item.min !== 0 || item.max !== UNLIMITED || item.mode === 'possessive' || item.item.kind !== 'set')
    return false;
  const { low, allHigh } = item.item.set;
  return allHigh === true && low.every((isIn, char) => isIn === (char === 10 ? 0 : 1));
}

function requiredOf(branches: Branches, unicode: boolean): number {
  const [byte = -1, ...others] = branches.map((branch) => requiredByte(branch, unicode));
  return others.every((other) => other === byte) ? byte : -1;
}

/** The last byte that is part of every match of an item. */
function requiredByte(node: Node, unicode: boolean): number {
  switch (node.kind) {
    case 'char':
      return unicode ? (codePointBytes(node.char).at(-1) ?? -1) : node.char;
    case 'sequence':
      for (let i = node.items.length - 1; i >= 0; i--) {
        const item = node.items[i];
        const byte = item === undefined ? -1 : requiredByte(item, unicode);
        if (byte >= 0) return byte;
      }
      return -1;
    case 'group':
      return requiredOf(node.branches, unicode);
    case 'repeat':
      return node.min > 0 ? requiredByte(node.item, unicode) : -1;
    default:
      return -1;
  }
}
