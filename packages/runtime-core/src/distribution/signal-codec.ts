import type { KernelExports } from '@beamline/kernel';
import { ATOM_REFERENCES, MachineRegister, MessageOffset, PeerAbility, SCRATCH, TermTag } from '@beamline/machine-model';
import type { AtomTable } from '../terms/atom-table.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { NIL } from '../terms/plain-terms.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import type { AtomTexts } from './atom-cache.js';
import type { ReceivedSignal, WrittenSignal } from './packets.js';

/** Signals between the mailboxes of connections, or the processes that they are for, and bytes. */
export class SignalCodec implements AtomTexts {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #scratch: ScratchHeap;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(memory: LinearMemory, kernel: KernelExports, atoms: AtomTable, scratch: ScratchHeap) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#atoms = atoms;
    this.#scratch = scratch;
  }

  text(term: number): Uint8Array {
    const table = this.#memory.load(MachineRegister.atomTable);
    const at = this.#memory.load(table + 4 * (term >>> TermTag.atomShift));
    return this.#memory.bytes.slice(at + 4, at + 4 + this.#memory.load(at));
  }

  atom(text: Uint8Array): number | undefined {
    try {
      return this.#atoms.term(this.#decoder.decode(text));
    } catch {
      return undefined;
    }
  }

  /**
   * Writes the signal in a message of a connection's mailbox.
   * @param abilities - of the other node: bits of `PeerAbility`
   * @returns undefined if the node need not be told of it
   */
  write(message: number, abilities: number): WrittenSignal | undefined {
    let written: WrittenSignal | undefined;
    this.#scratch.withTerm(NIL, () => {
      const memory = this.#memory;
      const block = this.#kernel.encodeSignal(memory.load(message + MessageOffset.term), abilities) >>> 0;
      if (block === 0) return;
      const controlBytes = memory.load(SCRATCH);
      const bytes = controlBytes + memory.load(SCRATCH + 4);
      const atoms =
        (abilities & PeerAbility.atomReferences) === 0
          ? []
          : Array.from({ length: memory.load(SCRATCH + 8) }, (_, i) => memory.load(ATOM_REFERENCES + 4 * i));
      written = { data: memory.bytes.slice(block, block + bytes), controlBytes, atoms };
      this.#kernel.freeBlock(block);
    });
    return written;
  }

  /** Acts on a signal that has come by a connection, which has a Context; false if it is malformed. */
  receive(connection: number, { data, atoms }: ReceivedSignal): boolean {
    const block = this.#kernel.allocateBlock(data.length) >>> 0;
    let isRight = false;
    try {
      this.#memory.bytes.set(data, block);
      this.#scratch.withTerm(NIL, () => {
        atoms?.forEach((atom, i) => {
          this.#memory.store(ATOM_REFERENCES + 4 * i, atom);
        });
        isRight = this.#kernel.receiveSignal(connection, block, data.length, atoms?.length ?? 0, atoms === undefined ? 1 : 0) !== 0;
      });
    } finally {
      this.#kernel.freeBlock(block);
    }
    return isRight;
  }
}
