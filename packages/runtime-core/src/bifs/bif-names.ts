import type { Bif } from '@beamline/machine-model';

/** The BIFs of a machine by their numbers. */
export interface BifNames {
  /** The BIFs; those of the kernel have a `kernelName`. */
  readonly functions: readonly Bif[];
  /** Number of a BIF, -1 if there is none. */
  index(module: string, name: string, arity: number): number;
  /** Number of the BIF that stands for all funs of JavaScript with an arity; it takes the fun as one more argument. */
  hostFun(arity: number): number;
}
