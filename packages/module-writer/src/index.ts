export type { CodeSource } from './code-section.js';
export { ConstExpression } from './const-expression.js';
export type { GlobalType, Limits, MemoryType, TableType } from './external-types.js';
export { type CustomPlacement, ModuleWriter } from './module-writer.js';
export { type IndexSpace, ModuleWriterError, type ModuleWriterProblem } from './module-writer-error.js';
export type { SectionName } from './section.js';
export type { DataMode, ElementItems, ElementMode } from './segments.js';
export { type FieldType, PackedType, type StorageType, type TypeDefinition } from './type-section.js';
