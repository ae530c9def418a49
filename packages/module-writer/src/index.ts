export type { CodeSource } from './code-section.js';
export { ConstExpression } from './const-expression.js';
export { BRANCH_HINT_SECTION, type BranchHint, BranchHints } from './custom/branch-hints.js';
export { decodeBranchHints } from './custom/decode-branch-hints.js';
export { decodeNameSection } from './custom/decode-name-section.js';
export { NameSection } from './custom/name-section.js';
export { decodeProducers, encodeProducers, PRODUCERS_SECTION, type Producer, type ProducersField } from './custom/producers.js';
export { decodeSourceMappingUrl, encodeSourceMappingUrl, SOURCE_MAPPING_URL_SECTION } from './custom/source-mapping-url.js';
export { decodeTargetFeatures, encodeTargetFeatures, TARGET_FEATURES_SECTION, type TargetFeature } from './custom/target-features.js';
export { Declarations, ELEMENTS_OF_INDICES } from './declarations.js';
export { decodeModule } from './decode-module.js';
export { encodeModule } from './encode-module.js';
export type { GlobalType, Limits, MemoryType, TableType } from './external-types.js';
export { type JoinedInstruction, joinModules } from './join-modules.js';
export { jsStringFallback } from './js-string-fallback.js';
export { JS_STRING_MODULE, type JsStringBuiltin, JsStrings } from './js-strings.js';
export { type ImportLink, linkToExports, linkToImports, type MergedModule, mergeModules } from './merge-modules.js';
export {
  type CustomPlacement,
  type CustomSection,
  type DataSegment,
  type ElementSegment,
  type Export,
  type ExternalKind,
  type ExternalType,
  emptyModule,
  type FunctionCode,
  type Global,
  type Import,
  importCount,
  type RecursionGroup,
  type Table,
  type WasmModule,
} from './module.js';
export { ModuleDecodeError, type ModuleDecodeProblem } from './module-decode-error.js';
export { ModuleWriter } from './module-writer.js';
export { type IndexSpace, ModuleWriterError, type ModuleWriterProblem } from './module-writer-error.js';
export type { SectionName } from './section.js';
export type { DataMode, ElementItems, ElementMode } from './segments.js';
export { type FieldType, PackedType, type StorageType, type TypeDefinition } from './type-section.js';
