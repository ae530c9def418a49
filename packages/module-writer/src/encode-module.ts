import { ByteBuffer, writeValueType } from '@beamline/wasm-asm';
import { EXTERNAL_KIND_BYTES } from './external-kind.js';
import { writeGlobalType, writeMemoryType, writeTableType } from './external-types.js';
import type { CustomPlacement, Import, WasmModule } from './module.js';
import { CUSTOM_SECTION_ID, SECTION_IDS, SECTION_ORDER, type SectionName } from './section.js';
import { writeData, writeElement } from './segments.js';
import { writeRecursionGroup } from './type-section.js';

/**
 * The bytes of a module. What `decodeModule` gave is written as it was, but every integer in its
 * shortest form.
 *
 * The module is not checked: `validateModule` of `@beamline/wasm-validator` does that.
 */
export function encodeModule(module: WasmModule): Uint8Array<ArrayBuffer> {
  const out = new ByteBuffer(4096);
  const content = new ByteBuffer(4096);
  out.u8x2(0x00, 0x61);
  out.u8x2(0x73, 0x6d);
  out.u8x2(0x01, 0x00);
  out.u8x2(0x00, 0x00);
  writeCustoms(out, content, module, 'first');
  for (const section of SECTION_ORDER) {
    content.reset();
    const present = writeContent(content, section, module);
    if (present || module.emptySections.includes(section)) {
      out.u8(SECTION_IDS[section]);
      out.u32(content.length);
      out.appendBuffer(content);
    }
    writeCustoms(out, content, module, section);
  }
  return out.slice();
}

function writeCustoms(out: ByteBuffer, content: ByteBuffer, module: WasmModule, placement: CustomPlacement): void {
  for (const custom of module.customs) {
    if (custom.placement !== placement) continue;
    content.reset();
    content.name(custom.name);
    content.append(custom.bytes);
    out.u8(CUSTOM_SECTION_ID);
    out.u32(content.length);
    out.appendBuffer(content);
  }
}

/** Writes a section's content and says whether there is anything to write. */
function writeContent(b: ByteBuffer, section: SectionName, module: WasmModule): boolean {
  switch (section) {
    case 'type':
      return writeList(b, module.types, (group) => writeRecursionGroup(b, group.types, group.explicit));
    case 'import':
      return writeList(b, module.imports, (imported) => writeImport(b, imported));
    case 'function':
      return writeList(b, module.functions, (type) => b.u32(type));
    case 'table':
      return writeList(b, module.tables, ({ type, initial }) => {
        if (initial !== undefined) b.u8x2(0x40, 0x00);
        writeTableType(b, type);
        if (initial !== undefined) b.append(initial.bytes);
      });
    case 'memory':
      return writeList(b, module.memories, (type) => writeMemoryType(b, type));
    case 'tag':
      return writeList(b, module.tags, (type) => {
        b.u8(0);
        b.u32(type);
      });
    case 'global':
      return writeList(b, module.globals, ({ type, initial }) => {
        writeGlobalType(b, type);
        b.append(initial.bytes);
      });
    case 'export':
      return writeList(b, module.exports, ({ name, kind, index }) => {
        b.name(name);
        b.u8(EXTERNAL_KIND_BYTES[kind]);
        b.u32(index);
      });
    case 'start':
      if (module.start !== undefined) b.u32(module.start);
      return module.start !== undefined;
    case 'element':
      return writeList(b, module.elements, ({ mode, items, explicit }) => writeElement(b, mode, items, explicit));
    case 'dataCount':
      if (module.hasDataCount) b.u32(module.data.length);
      return module.hasDataCount;
    case 'code': {
      const body = new ByteBuffer(256);
      return writeList(b, module.code, ({ locals, body: instructions }) => {
        body.reset();
        body.u32(locals.length / 2);
        for (let i = 0; i < locals.length; i += 2) {
          body.u32(locals[i] ?? 0);
          writeValueType(body, locals[i + 1] ?? 0);
        }
        body.append(instructions);
        b.u32(body.length);
        b.appendBuffer(body);
      });
    }
    case 'data':
      return writeList(b, module.data, ({ mode, bytes, explicit }) => writeData(b, mode, bytes, explicit));
  }
}

function writeList<T>(b: ByteBuffer, entries: readonly T[], write: (entry: T) => void): boolean {
  b.u32(entries.length);
  for (const entry of entries) write(entry);
  return entries.length > 0;
}

function writeImport(b: ByteBuffer, { module, name, external }: Import): void {
  b.name(module);
  b.name(name);
  b.u8(EXTERNAL_KIND_BYTES[external.kind]);
  switch (external.kind) {
    case 'function':
      b.u32(external.type);
      return;
    case 'table':
      writeTableType(b, external.type);
      return;
    case 'memory':
      writeMemoryType(b, external.type);
      return;
    case 'global':
      writeGlobalType(b, external.type);
      return;
    case 'tag':
      b.u8(0);
      b.u32(external.type);
  }
}
