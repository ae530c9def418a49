import type { KernelExports } from '@beamline/kernel';

/** Bytes that JavaScript keeps for programs. They count against the memory limit as those of the machine's memory do. */
export class HostMemory {
  readonly #kernel: KernelExports;

  constructor(kernel: KernelExports) {
    this.#kernel = kernel;
  }

  /** Counts bytes that are about to be kept; false if the limit leaves no room for them. */
  keep(bytes: number): boolean {
    return this.#kernel.keepHostBytes(bytes) !== 0;
  }

  /** Bytes that were counted are gone. */
  give(bytes: number): void {
    this.#kernel.giveHostBytes(bytes);
  }
}
