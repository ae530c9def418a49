import type { Term } from '@beamline/beam-file';
import { ATOMS_BY_INDEX_RELEASE, KEY_NUMBER_BITS } from '@beamline/machine-model';
import type { AtomTable } from '../terms/atom-table.js';

/** True for a release in which atoms have the order of their indices as keys of small maps. */
export function ordersAtomsByIndex(otpRelease: number): boolean {
  return otpRelease >= ATOMS_BY_INDEX_RELEASE;
}

/**
 * The tuples of keys that a module's code makes maps with, in the order of the machine. The compiler writes them in the order of terms: small
 * integers, then atoms.
 */
export class OrderedKeys {
  /** The literals of the compiler, those tuples among them in the machine's order. */
  readonly literals: readonly Term[];
  readonly #first: number;
  /** For each tuple where its elements have gone. */
  readonly #places: readonly (readonly number[] | undefined)[];

  /**
   * @param literals - those of the compiler: large integers, and tuples of keys
   * @param first - number of the first of them among all literals of the module
   */
  constructor(literals: readonly Term[], first: number, atoms: AtomTable, otpRelease: number) {
    this.#first = first;
    const isByIndex = ordersAtomsByIndex(otpRelease);
    const orders = literals.map((literal) => (isByIndex && literal.kind === 'tuple' ? orderOf(literal.elements, atoms) : undefined));
    this.literals = literals.map((literal, i) => {
      const order = orders[i];
      return literal.kind === 'tuple' && order !== undefined
        ? { ...literal, elements: order.map((k) => literal.elements[k] ?? literal) }
        : literal;
    });
    this.#places = orders.map((order) => order?.map((_, k) => order.indexOf(k)));
  }

  /** Byte offset among the keys, by the value of a link fixup. */
  offset(value: number): number {
    const key = value & ((1 << KEY_NUMBER_BITS) - 1);
    return 4 * (this.#places[(value >> KEY_NUMBER_BITS) - this.#first]?.[key] ?? key);
  }
}

/** Numbers of the elements in the order in which they are to be: integers as they are, atoms by their indices. */
function orderOf(keys: readonly Term[], atoms: AtomTable): number[] {
  const rank = (key: Term | undefined): number => (key?.kind === 'atom' ? atoms.index(key.name) : -1);
  return keys.map((_, i) => i).sort((a, b) => rank(keys[a]) - rank(keys[b]) || a - b);
}
