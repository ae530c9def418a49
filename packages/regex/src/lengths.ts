import { type Branches, type GroupNode, type Node, UNLIMITED } from './syntax-tree.js';

// What is known of how much a part of a pattern takes.

type Groups = readonly (readonly GroupNode[])[];

/** True if an item can match without taking anything. */
export function canBeEmpty(node: Node, groups: Groups, calls: ReadonlySet<number> = NO_CALLS): boolean {
  switch (node.kind) {
    case 'char':
    case 'set':
    case 'not newline':
    case 'byte':
    case 'newline':
    case 'grapheme':
      return false;
    case 'sequence':
      return node.items.every((item) => canBeEmpty(item, groups, calls));
    case 'group':
      return node.branches.some((branch) => canBeEmpty(branch, groups, calls));
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.item, groups, calls);
    case 'condition':
      return canBeEmpty(node.yes, groups, calls) || canBeEmpty(node.no, groups, calls);
    case 'call': {
      const { group } = node;
      // What calls itself takes at least what it takes elsewhere.
      if (group === 0 || calls.has(group)) return false;
      const called = groups[group]?.[0];
      return called === undefined || called.branches.some((branch) => canBeEmpty(branch, groups, new Set([...calls, group])));
    }
    default:
      return true;
  }
}

const NO_CALLS: ReadonlySet<number> = new Set();

/** The fewest and the most characters that an item takes. */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** What cannot be in a look behind, or makes its length unknown. */
export type LengthProblem = 'byte' | 'unknown' | 'complicated';

/** How many characters an item takes; a problem if that cannot be told. */
export function extentOf(node: Node, groups: Groups, unicode: boolean, calls: ReadonlySet<number> = NO_CALLS): Extent | LengthProblem {
  switch (node.kind) {
    case 'char':
    case 'set':
    case 'not newline':
      return ONE;
    case 'byte':
      return unicode ? 'byte' : ONE;
    case 'newline':
      return { min: 1, max: 2 };
    case 'grapheme':
      return 'unknown';
    case 'sequence': {
      let min = 0;
      let max = 0;
      for (const item of node.items) {
        const extent = extentOf(item, groups, unicode, calls);
        if (typeof extent === 'string') return extent;
        min += extent.min;
        max = sum(max, extent.max);
      }
      return { min, max };
    }
    case 'group':
      return branchesExtent(node.branches, groups, unicode, calls);
    case 'repeat': {
      const extent = extentOf(node.item, groups, unicode, calls);
      if (typeof extent === 'string') return extent;
      if (node.max === UNLIMITED) return extent.max === 0 ? NOTHING : 'unknown';
      return { min: extent.min * node.min, max: Math.min(extent.max * node.max, UNLIMITED) };
    }
    case 'condition':
      if (node.condition.kind === 'define') return NOTHING;
      return branchesExtent([node.yes, node.no], groups, unicode, calls);
    case 'call': {
      const { group } = node;
      if (group === 0 || calls.has(group)) return 'unknown';
      const called = groups[group]?.[0];
      if (called === undefined) return 'unknown';
      return branchesExtent(called.branches, groups, unicode, new Set([...calls, group]));
    }
    case 'reference': {
      const [group = 0] = node.groups;
      const called = groups[group]?.[0];
      if (node.groups.length !== 1 || called === undefined || calls.has(group)) return 'unknown';
      return branchesExtent(called.branches, groups, unicode, new Set([...calls, group]));
    }
    case 'verb':
      return node.verb === 'accept' ? 'unknown' : NOTHING;
    default:
      return NOTHING;
  }
}

const NOTHING: Extent = { min: 0, max: 0 };
const ONE: Extent = { min: 1, max: 1 };

function sum(left: number, right: number): number {
  return Math.min(left + right, UNLIMITED);
}

/** How many characters the longest and the shortest of several alternatives take. */
export function branchesExtent(
  branches: Branches,
  groups: Groups,
  unicode: boolean,
  calls: ReadonlySet<number> = NO_CALLS,
): Extent | LengthProblem {
  let min = UNLIMITED;
  let max = 0;
  for (const branch of branches) {
    const extent = extentOf(branch, groups, unicode, calls);
    if (typeof extent === 'string') return extent;
    min = Math.min(min, extent.min);
    max = Math.max(max, extent.max);
  }
  return { min, max };
}
