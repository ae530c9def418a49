import { readBeamFile } from '@beamline/beam-file';
import { ModuleCompiler } from '@beamline/jit-compiler';

/** How fast code is compiled, and to how much of it. */
export interface CompileSpeed {
  /** Millions of bytes of `.beam` files per second, to the bytes of WebAssembly modules. */
  readonly megabytesPerSecond: number;
  /** Bytes of WebAssembly for a byte of BEAM code, which is the smaller part of a file. */
  readonly wasmPerCode: number;
}

/** Compiles all files over and over, on one core, for some milliseconds to warm up and some to measure. */
export function measureCompileSpeed(
  files: readonly Uint8Array[],
  warmUp: number,
  duration: number,
  now: () => number = () => performance.now(),
): CompileSpeed {
  const compiler = new ModuleCompiler();
  let wasm = 0;
  const passesFor = (milliseconds: number): number => {
    const start = now();
    let passes = 0;
    for (; now() - start < milliseconds; passes++) {
      wasm = 0;
      for (const file of files) wasm += compiler.compile(readBeamFile(file)).bytes.length;
    }
    return passes / (now() - start);
  };
  passesFor(warmUp);
  const passesPerMillisecond = passesFor(duration);
  const size = files.reduce((sum, file) => sum + file.length, 0);
  const code = files.reduce((sum, file) => sum + (readBeamFile(file).chunks.get('Code')?.length ?? 0), 0);
  return { megabytesPerSecond: (passesPerMillisecond * size) / 1000, wasmPerCode: wasm / code };
}
