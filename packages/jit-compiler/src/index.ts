export { decodeNativeChunk, NATIVE_CHUNK, type NativeChunk, NativeChunkError, readNativeModule } from '@beamline/jit-backend';
export { type AtomvmCompileOptions, compileForAtomvm, isAtomvmInstruction } from './atomvm/atomvm-compiler.js';
export { precompileForAtomvm } from './atomvm/precompile.js';
export { CompileError, type CompileErrorCode } from './module/compile-error.js';
export { type CompileOptions, ModuleCompiler } from './module/compile-module.js';
export { CompiledChunkError, readCompiledModule, withCompiledModule } from './module/compiled-chunk.js';
export { CompiledDataError, compilerVariant, decodeCompiledModule, encodeCompiledModule } from './module/compiled-data.js';
export type { CompiledFunction, CompiledModule } from './module/compiled-module.js';
export { type FunctionListing, type ListedLine, listAtomvmModule, listFunctions, listSideBySide } from './module/wasm-listing.js';
