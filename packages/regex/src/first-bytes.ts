import type { CharacterSet } from './character-set.js';
import { codePointBytes } from './code-points.js';
import type { GroupNode, Node } from './syntax-tree.js';

// With which bytes a part of a pattern can begin, where what comes behind it can begin with others.

/** 1 for each byte; undefined if it may be any, or nothing at all. */
export type FirstBytes = Uint8Array | undefined;

/** What the parts of a pattern are looked at with. */
export interface FirstByteContext {
  readonly unicode: boolean;
  readonly groups: readonly (readonly GroupNode[])[];
  /** True if there are verbs whose effect must not be left out; false if they count as nothing. */
  readonly keepVerbs: boolean;
  /** What is known of groups that are called. */
  readonly called: Map<number, FirstBytes>;
}

/** What `\R` can begin with: these two objects stand for nothing else, so that what can only be a newline can be told. */
const newlineBytes: Uint8Array = bytesWith(10, 11, 12, 13, 0x85);
const newlineLeads: Uint8Array = bytesWith(10, 11, 12, 13, 0xc2, 0xe2);

function bytesWith(...bytes: readonly number[]): Uint8Array {
  const result = new Uint8Array(256);
  for (const byte of bytes) result[byte] = 1;
  return result;
}

/** True if `\R` comes next, whatever way is taken. */
export function isNewlineNext(next: FirstBytes): boolean {
  return next === newlineBytes || next === newlineLeads;
}

function union(left: FirstBytes, right: FirstBytes): FirstBytes {
  if (left === right) return left;
  if (left === undefined || right === undefined) return undefined;
  const result = left.slice();
  for (let i = 0; i < 256; i++) if (right[i] === 1) result[i] = 1;
  return result;
}

/** The first bytes of a set's characters: 1 all of these are in it, 2 some are. */
export function leadBytes(set: CharacterSet, unicode: boolean): Uint8Array {
  if (!unicode) return set.low;
  const lead = new Uint8Array(256);
  lead.set(set.low.subarray(0, 0x80));
  for (const byte of [0xc2, 0xc3]) {
    const from = (byte & 0x1f) << 6;
    const some = set.low.subarray(from, from + 64);
    lead[byte] = some.every((isIn) => isIn === 1) ? 1 : some.includes(1) ? 2 : 0;
  }
  for (let byte = 0xc4; byte <= 0xf4; byte++) lead[byte] = set.allHigh === undefined ? 2 : set.allHigh ? 1 : 0;
  return lead;
}

/** The bytes with which an item can begin, before something that can begin with `next`. */
export function firstBytes(node: Node, next: FirstBytes, context: FirstByteContext): FirstBytes {
  switch (node.kind) {
    case 'char': {
      const result = new Uint8Array(256);
      result[context.unicode ? (codePointBytes(node.char)[0] ?? 0) : node.char] = 1;
      return result;
    }
    case 'set':
      return leadBytes(node.set, context.unicode).map((lead) => (lead === 0 ? 0 : 1));
    case 'not newline':
    case 'byte':
    case 'grapheme':
      return new Uint8Array(256).fill(1);
    case 'newline':
      return context.unicode ? newlineLeads : newlineBytes;
    case 'sequence': {
      let result = next;
      for (let i = node.items.length - 1; i >= 0; i--) {
        const item = node.items[i];
        if (item !== undefined) result = firstBytes(item, result, context);
      }
      return result;
    }
    case 'group':
      return ofBranches(node.branches, next, context);
    case 'repeat': {
      if (node.max === 0) return next;
      if (node.min === 1 && node.max === 1) return firstBytes(node.item, next, context);
      const result = firstBytes(node.item, undefined, context);
      return node.min > 0 ? result : union(result, next);
    }
    case 'reference':
      return undefined;
    case 'call':
      return ofCall(node.group, context);
    case 'condition':
      if (node.condition.kind === 'define') return next;
      if (context.keepVerbs && node.condition.kind === 'look') return undefined;
      return union(firstBytes(node.yes, next, context), firstBytes(node.no, next, context));
    case 'look':
      return context.keepVerbs ? undefined : next;
    case 'verb':
      return context.keepVerbs || node.verb === 'accept' ? undefined : next;
    default:
      return next;
  }
}

/** What a group can begin with that is called; one that calls itself first can begin with anything. */
function ofCall(group: number, context: FirstByteContext): FirstBytes {
  const { called, groups } = context;
  if (!called.has(group)) {
    called.set(group, undefined);
    const [node] = groups[group] ?? [];
    called.set(group, node === undefined ? undefined : ofBranches(node.branches, undefined, context));
  }
  return called.get(group);
}

/** The bytes with which one of several alternatives can begin. */
export function ofBranches(branches: readonly Node[], next: FirstBytes, context: FirstByteContext): FirstBytes {
  const [first, ...others] = branches;
  if (first === undefined) return new Uint8Array(256);
  let result = firstBytes(first, next, context);
  for (const branch of others) {
    if (result === undefined) return undefined;
    result = union(result, firstBytes(branch, next, context));
  }
  return result;
}

/** For each of several alternatives with what the others behind it can begin. */
export function restsOf(firsts: readonly FirstBytes[]): readonly FirstBytes[] {
  const rests: FirstBytes[] = [];
  let rest = firsts.at(-1);
  for (let i = firsts.length - 2; i >= 0; i--) {
    rests[i] = rest;
    rest = union(firsts[i], rest);
  }
  return rests;
}
