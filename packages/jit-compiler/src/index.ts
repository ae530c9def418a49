export { CompileError, type CompileErrorCode } from './compile-error.js';
export { type CompiledFunction, type CompiledModule, type CompileOptions, ModuleCompiler } from './compile-module.js';
export { CompiledChunkError, readCompiledModule, withCompiledModule } from './compiled-chunk.js';
export { listSideBySide } from './wasm-listing.js';
