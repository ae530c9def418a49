import { type BeamFile, readBeamFile, readBeamFileWithoutCode } from '@beamline/beam-file';
import {
  CompiledDataError,
  type CompiledModule,
  compilerVariant,
  decodeCompiledModule,
  encodeCompiledModule,
  ModuleCompiler,
  readCompiledModule,
} from '@beamline/jit-compiler';
import type { CompiledModuleCache } from '../io/compiled-module-cache.js';

/** A module that has been replaced so often gets code that leaves nothing behind: see `gates` of CompileOptions. */
const MANY_REPLACEMENTS = 16;

/** The machine that modules are compiled for. */
export interface CompilationTarget {
  readonly tailCalls: boolean;
  readonly functionBytes: number | undefined;
  replacements(module: string): number;
}

/** Compiles modules for a machine, or takes what was compiled before. */
export class ModuleCompilation {
  readonly #target: CompilationTarget;
  readonly #cache: CompiledModuleCache | undefined;
  readonly #compiler = new ModuleCompiler();

  /** @param cache - what the host has kept of earlier runs, if it keeps anything */
  constructor(target: CompilationTarget, cache: CompiledModuleCache | undefined) {
    this.#target = target;
    this.#cache = cache;
  }

  /**
   * The compiled module of a file. Rejects with BeamFileError, CompileError, CompiledChunkError.
   * @param isTrusted - the compiled module in the file, if it has one, is taken as it is
   */
  async compile(bytes: Uint8Array, isTrusted: boolean): Promise<CompiledModule> {
    const { tailCalls, functionBytes } = this.#target;
    if (isTrusted) {
      const file = readBeamFileWithoutCode(bytes);
      const brought = this.#needsGates(file) ? undefined : readCompiledModule(file, tailCalls);
      if (brought !== undefined) return brought;
    }
    const variant = compilerVariant({ tailCalls, functionBytes });
    const kept = await this.#kept(bytes, variant);
    if (kept !== undefined && !this.#needsGates(kept.beam)) return kept;
    const beam = readBeamFile(bytes);
    const gates = this.#needsGates(beam);
    const compiled = this.#compiler.compile(beam, { tailCalls, gates, ...(functionBytes === undefined ? {} : { functionBytes }) });
    if (!gates) this.#cache?.write(bytes, variant, encodeCompiledModule(compiled));
    return compiled;
  }

  /** What was kept of a file; undefined if that is nothing, or damaged. */
  async #kept(bytes: Uint8Array, variant: string): Promise<CompiledModule | undefined> {
    const data = await this.#cache?.read(bytes, variant);
    if (data === undefined) return undefined;
    try {
      return decodeCompiledModule(readBeamFileWithoutCode(bytes), data, this.#target.tailCalls);
    } catch (error) {
      if (error instanceof CompiledDataError) return undefined;
      throw error;
    }
  }

  #needsGates({ module }: BeamFile): boolean {
    return this.#target.replacements(module) >= MANY_REPLACEMENTS;
  }
}
