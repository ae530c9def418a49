/** Tuples with more elements than this are tables, not a call that is to be made. */
const LARGEST_TUPLE = 12;

/** Pairs of atoms that stand together, as module and function of a call that is made later do: `{M, F, Args}`. */
export class AtomPairs {
  /** The names that come after each. */
  readonly pairs: Map<string, Set<string>> = new Map();

  /** Elements of a tuple, or arguments of a call: any two, in their order. */
  addTuple(elements: readonly (string | undefined)[]): void {
    if (elements.length > LARGEST_TUPLE) this.addList(elements);
    else
      elements.forEach((first, i) => {
        for (let j = i + 1; j < elements.length; j++) this.#add(first, elements[j]);
      });
  }

  /** Elements of a list: two that are neighbours. */
  addList(elements: readonly (string | undefined)[]): void {
    for (let i = 1; i < elements.length; i++) this.#add(elements[i - 1], elements[i]);
  }

  /** Values of a map: any two. */
  addMap(values: readonly (string | undefined)[]): void {
    if (values.length > LARGEST_TUPLE) return;
    for (const first of values) for (const second of values) this.#add(first, second);
  }

  #add(first: string | undefined, second: string | undefined): void {
    if (first === undefined || second === undefined || first === second) return;
    const after = this.pairs.get(first);
    if (after === undefined) this.pairs.set(first, new Set([second]));
    else after.add(second);
  }
}
