import type { KernelExports } from '@beamline/kernel';
import { ATOM_REFERENCES, MachineRegister, MessageOffset, PeerAbility, SCRATCH, TermTag } from '@beamline/machine-model';
import type { AtomTable } from '../terms/atom-table.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { NIL } from '../terms/plain-terms.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import type { AtomTexts } from './atom-cache.js';
import type { ReceivedSignal, WrittenSignal } from './packets.js';

/** Bytes of the block that signals are read from which are not long. */
const KEPT_BYTES = 4096;

/** Signals between the mailboxes of connections, or the processes that they are for, and bytes. */
export class SignalCodec implements AtomTexts {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #scratch: ScratchHeap;
  #kept = 0;
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

  /** Calls a function that reads and writes signals, whose terms are freed when it returns. */
  inArea(use: () => void): void {
    this.#scratch.withTerm(NIL, use);
  }

  /**
   * Writes the signal in a message of a connection's mailbox.
   * @param abilities - of the other node: bits of `PeerAbility`
   * @returns undefined if the node need not be told of it
   */
  write(message: number, abilities: number): WrittenSignal | undefined {
    const memory = this.#memory;
    const block = this.#kernel.encodeSignal(memory.load(message + MessageOffset.term), abilities) >>> 0;
    if (block === 0) return undefined;
    const controlBytes = memory.load(SCRATCH);
    const bytes = controlBytes + memory.load(SCRATCH + 4);
    const atoms: number[] = [];
    if ((abilities & PeerAbility.atomReferences) !== 0)
      for (let i = 0; i < memory.load(SCRATCH + 8); i++) atoms.push(memory.load(ATOM_REFERENCES + 4 * i));
    const data = memory.bytes.slice(block, block + bytes);
    this.#kernel.freeBlock(block);
    return { data, controlBytes, atoms };
  }

  /** Acts on a signal that has come by a connection, which has a Context; false if it is malformed. Throws SystemLimitError. */
  receive(connection: number, { data, atoms }: ReceivedSignal): boolean {
    const bytes = data.reduce((sum, part) => sum + part.length, 0);
    const block = bytes <= KEPT_BYTES ? this.#keptBlock() : this.#kernel.allocateBlock(bytes) >>> 0;
    try {
      let at = block;
      for (const part of data) {
        this.#memory.bytes.set(part, at);
        at += part.length;
      }
      atoms?.forEach((atom, i) => {
        this.#memory.store(ATOM_REFERENCES + 4 * i, atom);
      });
      return this.#kernel.receiveSignal(connection, block, bytes, atoms?.length ?? 0, atoms === undefined ? 1 : 0) !== 0;
    } finally {
      if (block !== this.#kept) this.#kernel.freeBlock(block);
    }
  }

  /** The block for signals that are not long. */
  #keptBlock(): number {
    if (this.#kept === 0) this.#kept = this.#kernel.allocateBlock(KEPT_BYTES) >>> 0;
    return this.#kept;
  }
}
