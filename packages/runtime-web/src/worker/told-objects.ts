/** What stands for an object of another thread, and how often that was told. */
interface Told<T extends object> {
  readonly thing: WeakRef<T>;
  count: number;
}

/** What stands for objects that another thread has told by numbers, and keeps for as long as that is there. */
export class ToldObjects<T extends object> {
  readonly #told = new Map<number, Told<T>>();
  readonly #gone: FinalizationRegistry<number>;

  /** @param release - tells the other thread what is given up, and how often it was told */
  constructor(release: (id: number, count: number) => void) {
    this.#gone = new FinalizationRegistry((id) => {
      const told = this.#told.get(id);
      // It may have been told again since.
      if (told === undefined || told.thing.deref() !== undefined) return;
      this.#told.delete(id);
      release(id, told.count);
    });
  }

  /** A number was told once more: what stands for it. */
  told(id: number, make: () => T): T {
    const told = this.#told.get(id);
    const known = told?.thing.deref();
    if (told !== undefined && known !== undefined) {
      told.count++;
      return known;
    }
    const made = make();
    this.#told.set(id, { thing: new WeakRef(made), count: (told?.count ?? 0) + 1 });
    this.#gone.register(made, id);
    return made;
  }
}
