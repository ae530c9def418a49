import type { CompiledFile } from '@beamline/jit-compiler';

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
   * Keeps compiled modules as one, for `read` to return under a key: `encodeBundle` makes the data. Without this method starts of OTP load
   * each module by itself.
   */
  writeBundle?(key: Uint8Array, variant: string, files: readonly CompiledFile[]): void;
}
