/** Views on the memory of a machine, renewed when the memory has grown. */
export class LinearMemory {
  /** The memory itself. */
  readonly memory: WebAssembly.Memory;
  #buffer: ArrayBuffer;
  #words: Int32Array;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#buffer = memory.buffer;
    this.#words = new Int32Array(this.#buffer);
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }

  #renew(): void {
    if (this.#buffer === this.memory.buffer) return;
    this.#buffer = this.memory.buffer;
    this.#words = new Int32Array(this.#buffer);
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
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
