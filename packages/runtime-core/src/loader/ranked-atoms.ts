import { SELECTED_ATOM_BITS } from '@beamline/machine-model';

/** An atom of a selection. */
interface RankedAtom {
  readonly term: number;
  /** Its place in the list of the selection. */
  readonly place: number;
}

/** The atoms of a module's selections in the order of their terms, in which compiled code searches among them. */
export class RankedAtoms {
  readonly #selections: readonly (readonly RankedAtom[])[];

  /**
   * @param selections - indices of atoms in the file
   * @param atoms - terms of the atoms of the file
   */
  constructor(selections: readonly (readonly number[])[], atoms: readonly number[]) {
    this.#selections = selections.map((indices) =>
      indices.map((index, place) => ({ term: atoms[index] ?? 0, place })).sort((a, b) => a.term - b.term),
    );
  }

  /** Term of an atom, by the value of a link fixup. */
  atom(value: number): number {
    return this.#at(value)?.term ?? 0;
  }

  /** Place of an atom in its list, by the value of a link fixup. */
  place(value: number): number {
    return this.#at(value)?.place ?? 0;
  }

  #at(value: number): RankedAtom | undefined {
    return this.#selections[value >> SELECTED_ATOM_BITS]?.[value & ((1 << SELECTED_ATOM_BITS) - 1)];
  }
}
