export type { CodeSource } from './code-source.js';
export {
  type MissingModule,
  type PackEntry,
  type PackedModule,
  type PackOptions,
  type PackResult,
  pack,
  type TreeShaking,
} from './pack.js';
export { PackError, type PackErrorCode } from './pack-error.js';
export { type TreeMapItem, treeMapItems, treeMapPage } from './tree-map.js';
