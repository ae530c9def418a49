/** Files for AtomVM: `.beam` files and `.avm` archives with code for wasm32 in them. */
import { isAvmFile, readBeamFile, withAvmContents, withChunk } from '@beamline/beam-file';
import { encodeNativeChunk, NATIVE_CHUNK } from '@beamline/jit-backend';
import { type AtomvmCompileOptions, compileForAtomvm } from './atomvm-compiler.js';

/**
 * A `.beam` file as AtomVM's own compiler leaves it: with the module for wasm32 in a chunk, and without the `Code` chunk. An archive has
 * such files in place of its modules. Throws BeamFileError and CompileError.
 */
export function precompileForAtomvm(file: Uint8Array, options: AtomvmCompileOptions = {}): Uint8Array<ArrayBuffer> {
  if (isAvmFile(file)) {
    return withAvmContents(file, ({ isModule, bytes }) => (isModule ? precompileModule(bytes, options) : bytes));
  }
  return precompileModule(file, options);
}

function precompileModule(file: Uint8Array, options: AtomvmCompileOptions): Uint8Array<ArrayBuffer> {
  const module = compileForAtomvm(readBeamFile(file), options);
  return withChunk(file, NATIVE_CHUNK, encodeNativeChunk(module), ['Code']);
}
