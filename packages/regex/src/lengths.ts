import { type Branches, type GroupNode, type Node, UNLIMITED } from './syntax-tree.js';

// What is known of how much a part of a pattern takes. Group 0 is the whole pattern.

type Groups = readonly (readonly GroupNode[])[];

/** True if an item can match without taking anything; of a group that is not known that is so. */
export function canBeEmpty(node: Node, empties: readonly boolean[]): boolean {
  switch (node.kind) {
    case 'char':
    case 'set':
    case 'not newline':
    case 'byte':
    case 'newline':
    case 'grapheme':
      return false;
    case 'sequence':
      return node.items.every((item) => canBeEmpty(item, empties));
    case 'group':
      return node.branches.some((branch) => canBeEmpty(branch, empties));
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.item, empties);
    case 'condition':
      return canBeEmpty(node.yes, empties) || canBeEmpty(node.no, empties);
    case 'call':
      return empties[node.group] ?? true;
    default:
      return true;
  }
}

/** Which groups can match without taking anything. A group that calls itself takes at least what it takes elsewhere. */
export function emptyGroups(groups: Groups): readonly boolean[] {
  const empties: boolean[] = groups.map(() => false);
  for (let isStable = false; !isStable; ) {
    isStable = true;
    groups.forEach((nodes, number) => {
      if (empties[number] !== false || !nodes.some((node) => canBeEmpty(node, empties))) return;
      empties[number] = true;
      isStable = false;
    });
  }
  return empties;
}

/** The fewest and the most characters that an item takes. */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** What cannot be in a look behind, or makes its length unknown. */
export type LengthProblem = 'byte' | 'unknown';

const NOTHING: Extent = { min: 0, max: 0 };
const ONE: Extent = { min: 1, max: 1 };

function limited(count: number): number {
  return Math.min(count, UNLIMITED);
}

/** How many characters items take. */
export class Lengths {
  readonly #groups: Groups;
  readonly #unicode: boolean;
  readonly #known = new Map<number, Extent | LengthProblem>();

  constructor(groups: Groups, unicode: boolean) {
    this.#groups = groups;
    this.#unicode = unicode;
  }

  /** How many characters an item takes; a problem if that cannot be told. */
  of(node: Node): Extent | LengthProblem {
    switch (node.kind) {
      case 'char':
      case 'set':
      case 'not newline':
        return ONE;
      case 'byte':
        return this.#unicode ? 'byte' : ONE;
      case 'newline':
        return { min: 1, max: 2 };
      case 'grapheme':
        return 'unknown';
      case 'sequence':
        return this.#sequence(node.items);
      case 'group':
        return this.#branches(node.branches);
      case 'repeat': {
        const extent = this.of(node.item);
        if (typeof extent === 'string') return extent;
        if (node.max === UNLIMITED) return extent.max === 0 ? NOTHING : 'unknown';
        return { min: limited(extent.min * node.min), max: limited(extent.max * node.max) };
      }
      case 'condition':
        return node.condition.kind === 'define' ? NOTHING : this.#branches([node.yes, node.no]);
      case 'call':
        return this.#group(node.group);
      case 'reference': {
        const [group = 0] = node.groups;
        return node.groups.length === 1 ? this.#group(group) : 'unknown';
      }
      case 'verb':
        return node.verb === 'accept' ? 'unknown' : NOTHING;
      default:
        return NOTHING;
    }
  }

  #sequence(items: readonly Node[]): Extent | LengthProblem {
    let min = 0;
    let max = 0;
    for (const item of items) {
      const extent = this.of(item);
      if (typeof extent === 'string') return extent;
      min = limited(min + extent.min);
      max = limited(max + extent.max);
    }
    return { min, max };
  }

  #branches(branches: Branches): Extent | LengthProblem {
    let min = UNLIMITED;
    let max = 0;
    for (const branch of branches) {
      const extent = this.of(branch);
      if (typeof extent === 'string') return extent;
      min = Math.min(min, extent.min);
      max = Math.max(max, extent.max);
    }
    return { min, max };
  }

  /** What a group takes; one that is part of itself has no length. */
  #group(number: number): Extent | LengthProblem {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    this.#known.set(number, 'unknown');
    const [node] = this.#groups[number] ?? [];
    const extent = node === undefined || number === 0 ? 'unknown' : this.#branches(node.branches);
    this.#known.set(number, extent);
    return extent;
  }
}
