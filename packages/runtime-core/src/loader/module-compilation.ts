import { type BeamFile, readBeamFile, readBeamFileWithoutCode } from '@beamline/beam-file';
import {
  CompiledDataError,
  type CompiledModule,
  type CompileOptions,
  compilerVariant,
  type DebugOptions,
  decodeCompiledModule,
  encodeCompiledModule,
  ModuleCompiler,
  readCompiledModule,
  withSourceMap,
} from '@beamline/jit-compiler';
import type { CompiledModuleCache } from '../io/compiled-module-cache.js';
import type { Host } from '../io/host.js';
import type { Start, StartBundle } from './start-bundle.js';

/** A module that has been replaced so often gets code that leaves nothing behind: see `gates` of CompileOptions. */
const MANY_REPLACEMENTS = 16;

/** The machine that modules are compiled for. */
export interface CompilationTarget {
  readonly tailCalls: boolean;
  readonly functionBytes: number | undefined;
  readonly debug: DebugOptions | undefined;
  replacements(module: string): number;
}

/** Compiles modules for a machine, or takes what was compiled before. */
export class ModuleCompilation {
  readonly #target: CompilationTarget;
  readonly #host: Host;
  readonly #cache: CompiledModuleCache | undefined;
  /** Settles when nothing is being compiled any more: the compiler does one module after the other. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #compiler = new ModuleCompiler();
  #bundle: StartBundle | undefined;

  /** @param host - whose clock and event loop the pauses need; it may keep what was compiled in earlier runs */
  constructor(target: CompilationTarget, host: Host) {
    this.#target = target;
    this.#host = host;
    this.#cache = host.compiledModules;
  }

  /** Where the modules that a start of OTP loads are kept as one; undefined if nothing is kept here. */
  startBundle(start: Start): StartBundle | undefined {
    const { tailCalls, functionBytes, debug } = this.#target;
    if (debug !== undefined) return undefined;
    const variant = compilerVariant({ tailCalls, functionBytes });
    const kept = (file: Uint8Array): Promise<CompiledModule | undefined> => this.#kept(file, variant);
    this.#bundle = this.#cache?.startBundle?.({ variant, kept }, start);
    return this.#bundle;
  }

  /**
   * The compiled module of a file. Rejects with BeamFileError, CompileError, CompiledChunkError.
   * @param isTrusted - the compiled module in the file, if it has one, is taken as it is
   */
  async compile(bytes: Uint8Array, isTrusted: boolean): Promise<CompiledModule> {
    const { tailCalls, functionBytes, debug } = this.#target;
    if (debug !== undefined) return await this.#compileForDebuggers(bytes, debug);
    if (isTrusted) {
      const file = readBeamFileWithoutCode(bytes);
      const brought = this.#needsGates(file) ? undefined : readCompiledModule(file, tailCalls);
      if (brought !== undefined) return brought;
    }
    const variant = compilerVariant({ tailCalls, functionBytes });
    const kept = await this.#kept(bytes, variant);
    if (kept !== undefined && !this.#needsGates(kept.beam)) {
      this.#bundle?.missed(kept.beam.module, bytes);
      return kept;
    }
    const beam = readBeamFile(bytes);
    const gates = this.#needsGates(beam);
    const options = { tailCalls, gates, ...(functionBytes === undefined ? {} : { functionBytes }) };
    const compiled = await this.#compiled(beam, options);
    if (!gates) this.#cache?.write(bytes, variant, encodeCompiledModule(compiled));
    return compiled;
  }

  /** What was compiled before has no source map, and what has one is not kept: sources may be at other places the next time. */
  async #compileForDebuggers(bytes: Uint8Array, debug: DebugOptions): Promise<CompiledModule> {
    const { tailCalls, functionBytes } = this.#target;
    const beam = readBeamFile(bytes);
    const options = {
      tailCalls,
      gates: this.#needsGates(beam),
      positions: true,
      ...(functionBytes === undefined ? {} : { functionBytes }),
    };
    return withSourceMap(await this.#compiled(beam, options), debug);
  }

  #compiled(beam: BeamFile, options: CompileOptions): CompiledModule | Promise<CompiledModule> {
    const { compileSlice } = this.#host;
    if (compileSlice === undefined) return this.#compiler.compile(beam, options);
    const compile = (): Promise<CompiledModule> => this.#inSlices(beam, options, compileSlice);
    const compiled = this.#last.then(compile, compile);
    this.#last = compiled;
    return compiled;
  }

  /** Compiles for so many milliseconds at a time, in later turns of the event loop. */
  async #inSlices(beam: BeamFile, options: CompileOptions, slice: number): Promise<CompiledModule> {
    const host = this.#host;
    const parts = this.#compiler.compileInParts(beam, options);
    for (;;) {
      await new Promise<void>((resolve) => {
        host.schedule(resolve);
      });
      const end = host.now() + slice;
      do {
        const { done, value } = parts.next();
        if (done !== true) continue;
        // What follows, linking, has a turn of its own.
        await new Promise<void>((resolve) => {
          host.schedule(resolve);
        });
        return value;
      } while (host.now() < end);
    }
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
