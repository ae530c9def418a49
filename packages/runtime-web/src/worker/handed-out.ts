/** Objects that another thread knows by numbers, and how often it was told each. */
export class HandedOut<T extends object> {
  readonly #byObject = new Map<T, { readonly id: number; count: number }>();
  readonly #byId = new Map<number, T>();
  #last = 0;

  /** The number of an object, for the other thread to be told once more. */
  tell(object: T): number {
    const known = this.#byObject.get(object);
    if (known !== undefined) {
      known.count++;
      return known.id;
    }
    const id = ++this.#last;
    this.#byObject.set(object, { id, count: 1 });
    this.#byId.set(id, object);
    return id;
  }

  /** The object of a number. */
  get(id: number): T | undefined {
    return this.#byId.get(id);
  }

  /** The other thread has given up a number that it was told so many times. If it was told once more meanwhile, that is on its way to it. */
  release(id: number, count: number): void {
    const object = this.#byId.get(id);
    const known = object === undefined ? undefined : this.#byObject.get(object);
    if (object === undefined || known === undefined) return;
    known.count -= count;
    if (known.count > 0) return;
    this.#byObject.delete(object);
    this.#byId.delete(id);
  }

  /** How many there are. */
  get size(): number {
    return this.#byId.size;
  }
}
