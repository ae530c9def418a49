import type { KeptModules, Start, StartBundle } from '../loader/start-bundle.js';

/**
 * Keeps compiled modules between runs. What it returns is run without being verified: only what `write` was given may come from it, so it
 * must be where nobody else can write.
 */
export interface CompiledModuleCache {
  /**
   * The data that was written for a file; undefined if there is none. Does not reject.
   * @param file - the bytes of the `.beam` file; the data belongs to just these
   * @param variant - says which compiler and options the data is of
   */
  read(file: Uint8Array, variant: string): Promise<Uint8Array | undefined>;
  /** Keeps data for a file, soon or later; whether that can be done is its own affair. */
  write(file: Uint8Array, variant: string, data: Uint8Array): void;
  /**
   * The modules of a start of OTP as one: a `StartBundle` that is kept here. Without this method starts load each module by itself, and what
   * bundles need is not part of the program.
   */
  startBundle?(modules: KeptModules, start: Start): StartBundle;
}
