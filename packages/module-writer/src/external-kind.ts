import type { ExternalKind } from './module.js';

/** The bytes of the kinds of imports and exports (WebAssembly 3.0, section 5.3.17). */
export const EXTERNAL_KIND_BYTES: { readonly [kind in ExternalKind]: number } = {
  function: 0,
  table: 1,
  memory: 2,
  global: 3,
  tag: 4,
};
