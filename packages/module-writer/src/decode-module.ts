import { ValueType } from '@beamline/wasm-asm';
import type { CustomPlacement, DataSegment } from './module.js';
import {
  type ElementSegment,
  type ExternalKind,
  type ExternalType,
  emptyModule,
  type FunctionCode,
  type RecursionGroup,
  type WasmModule,
} from './module.js';
import { CUSTOM_SECTION_ID, SECTION_IDS, SECTION_ORDER, type SectionName } from './section.js';
import { SectionReader } from './section-reader.js';
import type { ElementMode } from './segments.js';
import type { FieldType, TypeDefinition } from './type-section.js';

const MAX_LOCALS = 0xffff_ffff;
/** The kinds of imports and exports by their bytes. */
const EXTERNAL_KINDS: readonly ExternalKind[] = ['function', 'table', 'memory', 'global', 'tag'];

/**
 * Decodes a module. Byte arrays in it (code, data, custom sections, expressions) are parts of
 * `bytes`, not copies: change them by putting others in their place.
 *
 * Whatever the bytes are, the result is a module or a {@link ModuleDecodeError}. The instructions
 * of functions are not looked at; those of constant expressions only to find their ends.
 */
export function decodeModule(bytes: Uint8Array): WasmModule {
  const outer = new SectionReader(bytes, 0, bytes.length, 'module');
  return outer.guard(() => {
    readHeader(outer);
    const module = emptyModule();
    let placement: CustomPlacement = 'first';
    let dataCount: number | undefined;
    while (outer.offset < outer.end) {
      const at = outer.offset;
      const id = outer.u8();
      const size = outer.u32();
      const start = outer.offset;
      outer.take(size);
      if (id === CUSTOM_SECTION_ID) {
        const reader = new SectionReader(bytes, start, outer.offset, 'custom');
        const name = reader.guard(() => reader.text());
        module.customs.push({ name, bytes: bytes.subarray(reader.offset, outer.offset), placement });
        continue;
      }
      const section = SECTION_ORDER.find((name) => SECTION_IDS[name] === id);
      if (section === undefined) return outer.fail('unknown-section', at);
      if (placement !== 'first' && SECTION_ORDER.indexOf(section) <= SECTION_ORDER.indexOf(placement)) outer.fail('section-order', at);
      placement = section;
      const reader = new SectionReader(bytes, start, outer.offset, section);
      const count = reader.guard(() => readSection(reader, section, module));
      reader.finish();
      if (section === 'dataCount') dataCount = count;
      else if (count === 0) module.emptySections.push(section);
    }
    if (module.functions.length !== module.code.length) outer.fail('count-mismatch');
    if (dataCount !== undefined && dataCount !== module.data.length) outer.fail('count-mismatch');
    return module;
  });
}

function readHeader(reader: SectionReader): void {
  for (const byte of [0x00, 0x61, 0x73, 0x6d]) {
    const at = reader.offset;
    if (reader.u8() !== byte) reader.fail('bad-magic', at);
  }
  for (const byte of [0x01, 0x00, 0x00, 0x00]) {
    const at = reader.offset;
    if (reader.u8() !== byte) reader.fail('bad-version', at);
  }
}

/** Reads a section and gives the number of its entries, or the number that it is. */
function readSection(r: SectionReader, section: SectionName, module: WasmModule): number {
  switch (section) {
    case 'type':
      module.types = r.list(() => readRecursionGroup(r));
      return module.types.length;
    case 'import':
      module.imports = r.list(() => ({ module: r.text(), name: r.text(), external: readExternalType(r) }));
      return module.imports.length;
    case 'function':
      module.functions = r.list(() => r.u32());
      return module.functions.length;
    case 'table':
      module.tables = r.list(() => readTable(r));
      return module.tables.length;
    case 'memory':
      module.memories = r.list(() => r.memoryType());
      return module.memories.length;
    case 'tag':
      module.tags = r.list(() => r.tagType());
      return module.tags.length;
    case 'global':
      module.globals = r.list(() => ({ type: r.globalType(), initial: r.constExpression() }));
      return module.globals.length;
    case 'export':
      module.exports = r.list(() => ({ name: r.text(), kind: readExternalKind(r), index: r.u32() }));
      return module.exports.length;
    case 'start':
      module.start = r.u32();
      return 1;
    case 'element':
      module.elements = r.list(() => readElement(r));
      return module.elements.length;
    case 'dataCount':
      module.hasDataCount = true;
      return r.u32();
    case 'code':
      module.code = r.list(() => readCode(r));
      return module.code.length;
    case 'data':
      module.data = r.list(() => readData(r));
      return module.data.length;
  }
}

function readRecursionGroup(r: SectionReader): RecursionGroup {
  if (r.bytes[r.offset] !== 0x4e) return { types: [readTypeDefinition(r)], explicit: false };
  r.u8();
  const types = r.list(() => readTypeDefinition(r));
  return { types, explicit: types.length === 1 };
}

function readTypeDefinition(r: SectionReader): TypeDefinition {
  const form = r.bytes[r.offset];
  if (form !== 0x50 && form !== 0x4f) return readCompositeType(r);
  r.u8();
  const at = r.offset;
  const supertypes = r.u32();
  if (supertypes > 1) r.fail('many-supertypes', at);
  const open = form === 0x50;
  if (supertypes === 1) {
    const supertype = r.u32();
    return { ...readCompositeType(r), open, supertype };
  }
  const definition = readCompositeType(r);
  return open ? { ...definition, open } : { ...definition, explicitSub: true };
}

function readCompositeType(r: SectionReader): TypeDefinition {
  const at = r.offset;
  switch (r.u8()) {
    case 0x60:
      return { kind: 'function', params: r.list(() => r.valueType()), results: r.list(() => r.valueType()) };
    case 0x5f:
      return { kind: 'struct', fields: r.list(() => readField(r)) };
    case 0x5e:
      return { kind: 'array', element: readField(r) };
    default:
      return r.fail('malformed-type', at);
  }
}

function readField(r: SectionReader): FieldType {
  const type = r.storageType();
  return { type, mutable: r.flag() };
}

function readExternalKind(r: SectionReader): ExternalKind {
  const at = r.offset;
  return EXTERNAL_KINDS[r.u8()] ?? r.fail('malformed-flags', at);
}

function readExternalType(r: SectionReader): ExternalType {
  const kind = readExternalKind(r);
  switch (kind) {
    case 'function':
      return { kind, type: r.u32() };
    case 'table':
      return { kind, type: r.tableType() };
    case 'memory':
      return { kind, type: r.memoryType() };
    case 'global':
      return { kind, type: r.globalType() };
    case 'tag':
      return { kind, type: r.tagType() };
  }
}

function readTable(r: SectionReader): WasmModule['tables'][number] {
  if (r.bytes[r.offset] !== 0x40) return { type: r.tableType(), initial: undefined };
  r.u8();
  const at = r.offset;
  if (r.u8() !== 0) r.fail('malformed-flags', at);
  return { type: r.tableType(), initial: r.constExpression() };
}

function readElement(r: SectionReader): ElementSegment {
  const at = r.offset;
  // Bit 0: not active; bit 1: declarative, or with an explicit table; bit 2: of expressions.
  const flags = r.u32();
  if (flags > 7) r.fail('malformed-flags', at);
  const expressions = (flags & 4) !== 0;
  const hasTypeOrTable = (flags & 3) !== 0;
  let mode: ElementMode;
  let explicit = false;
  if ((flags & 1) === 0) {
    const table = hasTypeOrTable ? r.u32() : 0;
    mode = { offset: r.constExpression(), table };
    explicit = hasTypeOrTable && table === 0;
  } else mode = (flags & 2) === 0 ? 'passive' : 'declarative';
  if (!expressions) {
    const kindAt = r.offset;
    if (hasTypeOrTable && r.u8() !== 0) r.fail('malformed-flags', kindAt);
    return { mode, items: r.list(() => r.u32()), explicit };
  }
  const type = hasTypeOrTable ? r.referenceType() : ValueType.funcref;
  return { mode, items: { type, expressions: r.list(() => r.constExpression()) }, explicit: explicit && type === ValueType.funcref };
}

function readData(r: SectionReader): DataSegment {
  const at = r.offset;
  const flags = r.u32();
  if (flags > 2) r.fail('malformed-flags', at);
  if (flags === 1) return { mode: 'passive', bytes: r.take(r.u32()), explicit: false };
  const memory = flags === 2 ? r.u32() : 0;
  const offset = r.constExpression();
  return { mode: { offset, memory }, bytes: r.take(r.u32()), explicit: flags === 2 && memory === 0 };
}

function readCode(outer: SectionReader): FunctionCode {
  const size = outer.u32();
  const start = outer.offset;
  outer.take(size);
  const r = new SectionReader(outer.bytes, start, outer.offset, outer.section);
  const locals: number[] = [];
  let total = 0;
  for (let groups = r.u32(); groups > 0; groups--) {
    const at = r.offset;
    const count = r.u32();
    total += count;
    if (total > MAX_LOCALS) r.fail('many-locals', at);
    locals.push(count, r.valueType());
  }
  return { locals, body: r.take(r.end - r.offset) };
}
