/** Modules in which every form of the binary format occurs; well formed, but hardly ever valid. */
import { HeapType, ValueType } from '@beamline/wasm-asm';
import {
  ConstExpression,
  type DataMode,
  type ElementMode,
  type ExternalKind,
  type ExternalType,
  emptyModule,
  type FieldType,
  type GlobalType,
  type MemoryType,
  PackedType,
  type TableType,
  type TypeDefinition,
  type WasmModule,
} from '../src/index.js';
import { SECTION_ORDER } from '../src/section.js';
import type { Random } from './random.js';

const NUMBERS = [0, 1, 63, 64, 127, 128, 16383, 16384, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] as const;
const SIZES = [...NUMBERS, Number.MAX_SAFE_INTEGER, 2n ** 53n, 2n ** 64n - 1n] as const;
const NAMES = ['', 'a', 'memory', 'größe', '\u{1f600}', '\ufeff', '\0', 'n'.repeat(200)] as const;

const number = (r: Random): number => r.pick(NUMBERS);

function heapType(r: Random): HeapType {
  return r.oneIn(2) ? number(r) : r.pick(Object.values(HeapType) as [HeapType, ...HeapType[]]);
}

function referenceType(r: Random): ValueType {
  if (r.oneIn(3)) return ValueType.ref(heapType(r));
  return r.oneIn(2) ? ValueType.refNull(heapType(r)) : r.pick([ValueType.funcref, ValueType.exnref, ValueType.nullexnref]);
}

function valueType(r: Random): ValueType {
  return r.oneIn(3) ? referenceType(r) : r.pick([ValueType.i32, ValueType.i64, ValueType.f32, ValueType.f64, ValueType.v128]);
}

function field(r: Random): FieldType {
  return { type: r.oneIn(3) ? r.pick([PackedType.i8, PackedType.i16]) : valueType(r), mutable: r.oneIn(2) };
}

function composite(r: Random): TypeDefinition {
  if (r.oneIn(3)) return { kind: 'array', element: field(r) };
  if (r.oneIn(2)) return { kind: 'struct', fields: r.list(4, () => field(r)) };
  return { kind: 'function', params: r.list(4, () => valueType(r)), results: r.list(3, () => valueType(r)) };
}

function typeDefinition(r: Random): TypeDefinition {
  const definition = composite(r);
  if (r.oneIn(4)) return { ...definition, open: r.oneIn(2), supertype: number(r) };
  if (r.oneIn(4)) return { ...definition, open: true };
  return r.oneIn(4) ? { ...definition, explicitSub: true } : definition;
}

function limits(r: Random): { min: number | bigint; max?: number | bigint; address?: 'i64' } {
  return { min: r.pick(SIZES), ...(r.oneIn(2) ? { max: r.pick(SIZES) } : {}), ...(r.oneIn(3) ? { address: 'i64' } : {}) };
}

const tableType = (r: Random): TableType => ({ element: referenceType(r), ...limits(r) });
const memoryType = (r: Random): MemoryType => ({ ...limits(r), ...(r.oneIn(3) ? { shared: true } : {}) });
const globalType = (r: Random): GlobalType => ({ type: valueType(r), mutable: r.oneIn(2) });

function kind(r: Random): ExternalKind {
  return r.pick(['function', 'table', 'memory', 'global', 'tag']);
}

function external(r: Random): ExternalType {
  switch (kind(r)) {
    case 'function':
      return { kind: 'function', type: number(r) };
    case 'table':
      return { kind: 'table', type: tableType(r) };
    case 'memory':
      return { kind: 'memory', type: memoryType(r) };
    case 'global':
      return { kind: 'global', type: globalType(r) };
    case 'tag':
      return { kind: 'tag', type: number(r) };
  }
}

function expression(r: Random): ConstExpression {
  switch (r.below(6)) {
    case 0:
      return ConstExpression.i64(-(2n ** BigInt(r.below(64))));
    case 1:
      return ConstExpression.f64(Math.PI);
    case 2:
      return ConstExpression.v128(Uint8Array.from({ length: 16 }, () => 0x0b));
    case 3:
      return ConstExpression.of((c) => {
        c.global.get(number(r));
        c.i32.const(11);
        c.i32.add();
      });
    case 4:
      // Not constant, but with an end inside, which must not be taken for the last one.
      return ConstExpression.of((c) => {
        c.block();
        c.end();
      });
    default:
      return ConstExpression.refNull(heapType(r));
  }
}

function elementMode(r: Random): ElementMode {
  if (r.oneIn(3)) return 'passive';
  return r.oneIn(3) ? 'declarative' : { offset: expression(r), table: r.oneIn(2) ? 0 : number(r) };
}

function elementSegment(r: Random): WasmModule['elements'][number] {
  const mode = elementMode(r);
  const atTable0 = typeof mode === 'object' && mode.table === 0;
  if (r.oneIn(2)) return { mode, items: r.list(4, () => number(r)), explicit: atTable0 && r.oneIn(2) };
  const type = r.oneIn(2) ? ValueType.funcref : referenceType(r);
  return {
    mode,
    items: { type, expressions: r.list(4, () => expression(r)) },
    explicit: atTable0 && type === ValueType.funcref && r.oneIn(2),
  };
}

function dataSegment(r: Random): WasmModule['data'][number] {
  const mode: DataMode = r.oneIn(3) ? 'passive' : { offset: expression(r), memory: r.oneIn(2) ? 0 : number(r) };
  return { mode, bytes: bytes(r), explicit: typeof mode === 'object' && mode.memory === 0 && r.oneIn(2) };
}

function bytes(r: Random): Uint8Array {
  return Uint8Array.from({ length: r.pick([0, 1, 5, 200]) }, () => r.below(256));
}

/** A module object that decoding its bytes gives again. */
export function randomModule(r: Random): WasmModule {
  const module = emptyModule();
  module.types = r.list(6, () => {
    const types = r.oneIn(3) ? r.list(4, () => typeDefinition(r)) : [typeDefinition(r)];
    return { types, explicit: types.length === 1 && r.oneIn(2) };
  });
  module.imports = r.list(5, () => ({ module: r.pick(NAMES), name: r.pick(NAMES), external: external(r) }));
  module.tables = r.list(3, () => ({ type: tableType(r), initial: r.oneIn(2) ? expression(r) : undefined }));
  module.memories = r.list(3, () => memoryType(r));
  module.tags = r.list(3, () => number(r));
  module.globals = r.list(4, () => ({ type: globalType(r), initial: expression(r) }));
  module.exports = r.list(4, () => ({ name: r.pick(NAMES), kind: kind(r), index: number(r) }));
  module.start = r.oneIn(4) ? number(r) : undefined;
  module.elements = r.list(5, () => elementSegment(r));
  module.data = r.list(5, () => dataSegment(r));
  module.hasDataCount = r.oneIn(2);
  module.functions = r.list(5, () => number(r));
  module.code = module.functions.map(() => ({
    locals: r.list(3, () => [r.pick([0, 1, 200, 0x1000_0000]), valueType(r)]).flat(),
    body: bytes(r),
  }));
  module.emptySections = SECTION_ORDER.filter((section) => {
    const entries = section === 'dataCount' || section === 'start' ? undefined : listOf(module, section);
    return entries !== undefined && entries.length === 0 && r.oneIn(8);
  });
  addCustomSections(r, module);
  return module;
}

function listOf(module: WasmModule, section: Exclude<(typeof SECTION_ORDER)[number], 'start' | 'dataCount'>): readonly unknown[] {
  const lists = {
    type: module.types,
    import: module.imports,
    function: module.functions,
    table: module.tables,
    memory: module.memories,
    tag: module.tags,
    global: module.globals,
    export: module.exports,
    element: module.elements,
    code: module.code,
    data: module.data,
  };
  return lists[section];
}

// Behind sections that are there: decoding finds no other place.
function addCustomSections(r: Random, module: WasmModule): void {
  const add = (placement: WasmModule['customs'][number]['placement']): void => {
    if (r.oneIn(3)) module.customs.push({ name: r.pick(NAMES), bytes: bytes(r), placement });
    if (r.oneIn(9)) module.customs.push({ name: r.pick(NAMES), bytes: bytes(r), placement });
  };
  add('first');
  for (const section of SECTION_ORDER) {
    const present =
      section === 'start'
        ? module.start !== undefined
        : section === 'dataCount'
          ? module.hasDataCount
          : listOf(module, section).length > 0 || module.emptySections.includes(section);
    if (present) add(section);
  }
}
