/** The sections of a module in the order in which they are written (WebAssembly 3.0, 5.5.2). */
export type SectionName =
  | 'type'
  | 'import'
  | 'function'
  | 'table'
  | 'memory'
  | 'tag'
  | 'global'
  | 'export'
  | 'start'
  | 'element'
  | 'dataCount'
  | 'code'
  | 'data';

/** The sections' ids; their order is that of the sections in a module. */
export const SECTION_IDS: { readonly [name in SectionName]: number } = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  tag: 13,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  dataCount: 12,
  code: 10,
  data: 11,
};

/** The id of custom sections. */
export const CUSTOM_SECTION_ID = 0;

/** The sections in the order in which they are in a module; custom sections may be anywhere. */
export const SECTION_ORDER: readonly SectionName[] = [
  'type',
  'import',
  'function',
  'table',
  'memory',
  'tag',
  'global',
  'export',
  'start',
  'element',
  'dataCount',
  'code',
  'data',
];
