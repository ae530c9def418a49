export { CompileError, type CompileErrorCode } from './module/compile-error.js';
export { type CompiledFunction, type CompiledModule, type CompileOptions, ModuleCompiler } from './module/compile-module.js';
export { CompiledChunkError, readCompiledModule, withCompiledModule } from './module/compiled-chunk.js';
export { listSideBySide } from './module/wasm-listing.js';
