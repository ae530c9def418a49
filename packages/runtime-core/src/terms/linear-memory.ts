/** Views on the memory of a machine, renewed when the memory has grown. */
export class LinearMemory {
  /** The memory itself. */
  readonly memory: WebAssembly.Memory;
  #words: Int32Array;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    const { buffer } = memory;
    this.memory = memory;
    this.#words = new Int32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  #renew(): void {
    // A memory that grows takes its old buffer away, whose views are empty then. To ask for its buffer would take much longer.
    if (this.#words.length > 0) return;
    const { buffer } = this.memory;
    this.#words = new Int32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  /** All bytes. */
  get bytes(): Uint8Array {
    this.#renew();
    return this.#bytes;
  }

  /** All words, as signed numbers; index is address / 4. */
  get words(): Int32Array {
    this.#renew();
    return this.#words;
  }

  /** All bytes as a DataView. */
  get view(): DataView {
    this.#renew();
    return this.#view;
  }

  /** The word at an address that is a multiple of 4, unsigned. */
  load(address: number): number {
    return (this.words[address >>> 2] ?? 0) >>> 0;
  }

  /** Writes the word at an address that is a multiple of 4. */
  store(address: number, value: number): void {
    this.words[address >>> 2] = value;
  }
}
