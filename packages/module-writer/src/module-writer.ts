import { sizeU32 } from '@beamline/leb128';
import { ByteBuffer, type ValueType } from '@beamline/wasm-asm';
import { CodeSection, type CodeSource } from './code-section.js';
import type { ConstExpression } from './const-expression.js';
import { BRANCH_HINT_SECTION, BranchHints } from './custom/branch-hints.js';
import { NameSection } from './custom/name-section.js';
import { type Declarations, ELEMENTS_OF_INDICES } from './declarations.js';
import { type GlobalType, type MemoryType, type TableType, writeGlobalType, writeMemoryType, writeTableType } from './external-types.js';
import { SharedIndexSpace } from './index-space.js';
import type { CustomPlacement } from './module.js';
import { type IndexSpace, ModuleWriterError } from './module-writer-error.js';
import { CUSTOM_SECTION_ID, SECTION_IDS, type SectionName } from './section.js';
import { type DataMode, type ElementItems, type ElementMode, writeData, writeElement } from './segments.js';
import { type FieldType, type TypeDefinition, TypeSection } from './type-section.js';

const MAGIC_AND_VERSION_SIZE = 8;

interface WrittenCustomSection {
  readonly placement: CustomPlacement;
  readonly content: Uint8Array;
}

/** A section of equal entries, whose count comes before them. */
class VectorSection {
  readonly buffer: ByteBuffer = new ByteBuffer(64);
  count = 0;

  reset(): void {
    this.buffer.reset();
    this.count = 0;
  }
}

/**
 * Writes a WebAssembly module, section by section (WebAssembly 3.0, section 5.5).
 *
 * Methods that add something give its index. Wrong use throws {@link ModuleWriterError}; that the
 * code is valid is for the engine to say. After {@link reset} the writer keeps its storage.
 */
export class ModuleWriter {
  readonly #types = new TypeSection();
  readonly #imports = new VectorSection();
  readonly #functions = new SharedIndexSpace('function');
  readonly #functionTypes = new ByteBuffer(256);
  readonly #tables = new SharedIndexSpace('table');
  readonly #tableSection = new ByteBuffer(64);
  readonly #memories = new SharedIndexSpace('memory');
  readonly #memorySection = new ByteBuffer(64);
  readonly #tags = new SharedIndexSpace('tag');
  readonly #tagSection = new ByteBuffer(64);
  readonly #globals = new SharedIndexSpace('global');
  readonly #globalSection = new ByteBuffer(64);
  readonly #exports = new VectorSection();
  readonly #exportNames: Set<string> = new Set();
  #start = -1;
  readonly #elements = new VectorSection();
  readonly #code = new CodeSection();
  readonly #data = new VectorSection();
  readonly #names = new NameSection();
  readonly #nameContent = new ByteBuffer(64);
  readonly #hints = new BranchHints();
  readonly #hintContent = new ByteBuffer(64);
  readonly #customs: WrittenCustomSection[] = [];
  readonly #declarations: Declarations | undefined;

  /** @param declarations - kept up to date with what is added, for a validator; emptied first */
  constructor(declarations?: Declarations) {
    this.#declarations = declarations;
    declarations?.reset();
  }

  /** Starts an empty module in the same storage. */
  reset(): void {
    this.#types.reset();
    this.#imports.reset();
    this.#functions.reset();
    this.#functionTypes.reset();
    this.#tables.reset();
    this.#tableSection.reset();
    this.#memories.reset();
    this.#memorySection.reset();
    this.#tags.reset();
    this.#tagSection.reset();
    this.#globals.reset();
    this.#globalSection.reset();
    this.#exports.reset();
    this.#exportNames.clear();
    this.#start = -1;
    this.#elements.reset();
    this.#code.reset();
    this.#data.reset();
    this.#names.reset();
    this.#hints.reset();
    this.#customs.length = 0;
    this.#declarations?.reset();
  }

  // --- Types -------------------------------------------------------------------------------

  /** The type index of a function type; equal types have one index. */
  functionType(params: readonly ValueType[], results: readonly ValueType[]): number {
    const count = this.#types.typeCount;
    const index = this.#types.functionType(params, results);
    if (index === count)
      this.#declarations?.types.push({ types: [{ kind: 'function', params: [...params], results: [...results] }], explicit: false });
    return index;
  }

  /** Adds a structure type. */
  structType(fields: readonly FieldType[]): number {
    return this.recursionGroup([{ kind: 'struct', fields }]);
  }

  /** Adds an array type. */
  arrayType(element: FieldType): number {
    return this.recursionGroup([{ kind: 'array', element }]);
  }

  /**
   * Adds types that may refer to each other and gives the index of the first one: a type can be
   * named before it exists as {@link typeCount} plus its place in the group.
   */
  recursionGroup(definitions: readonly TypeDefinition[]): number {
    this.#declarations?.types.push({ types: [...definitions], explicit: false });
    return this.#types.recursionGroup(definitions);
  }

  /** How many types there are: the index of the next one. */
  get typeCount(): number {
    return this.#types.typeCount;
  }

  // --- Imports -----------------------------------------------------------------------------

  /** Imports a function of a type; comes before the first defined function. */
  importFunction(module: string, name: string, typeIndex: number): number {
    this.#checkFunctionType(typeIndex);
    const index = this.#functions.addImport();
    this.#import(module, name, 0x00).u32(typeIndex);
    this.#declarations?.functions.push(typeIndex);
    return index;
  }

  /** Imports a table; comes before the first defined table. */
  importTable(module: string, name: string, type: TableType): number {
    const index = this.#tables.addImport();
    writeTableType(this.#import(module, name, 0x01), type);
    this.#declarations?.tables.push(type);
    return index;
  }

  /** Imports a memory; comes before the first defined memory. */
  importMemory(module: string, name: string, type: MemoryType): number {
    this.#checkShared(type);
    const index = this.#memories.addImport();
    writeMemoryType(this.#import(module, name, 0x02), type);
    this.#declarations?.memories.push(type);
    return index;
  }

  /** Imports a global; comes before the first defined global. */
  importGlobal(module: string, name: string, type: GlobalType): number {
    const index = this.#globals.addImport();
    writeGlobalType(this.#import(module, name, 0x03), type);
    this.#declarations?.globals.push(type);
    return index;
  }

  /** Imports a tag, whose function type has no results; comes before the first defined tag. */
  importTag(module: string, name: string, typeIndex: number): number {
    this.#checkFunctionType(typeIndex);
    const index = this.#tags.addImport();
    const b = this.#import(module, name, 0x04);
    b.u8(0);
    b.u32(typeIndex);
    this.#declarations?.tags.push(typeIndex);
    return index;
  }

  // --- Functions ---------------------------------------------------------------------------

  /** Adds a function whose body comes later; its index can be called at once. */
  reserveFunction(typeIndex: number): number {
    this.#checkFunctionType(typeIndex);
    this.#functionTypes.u32(typeIndex);
    this.#code.reserve();
    this.#declarations?.functions.push(typeIndex);
    return this.#functions.add();
  }

  /**
   * Gives a reserved function its body. The instructions are copied only by {@link finish}: until
   * then the bytes from `start` to `end` must stay as they are. A `ByteBuffer` may grow meanwhile.
   *
   * @param locals - declarations: count, type, count, type and so on; read at once
   * @param code - the instructions, the final `end` included
   */
  defineFunction(functionIndex: number, locals: ArrayLike<number>, code: CodeSource, start = 0, end: number = code.length): void {
    this.#functions.check(functionIndex);
    const defined = functionIndex - this.#functions.imported;
    if (defined < 0) throw new ModuleWriterError('body-of-import', 'function', functionIndex);
    if (this.#code.isDefined(defined)) throw new ModuleWriterError('second-body', 'function', functionIndex);
    if (locals.length % 2 !== 0) throw new ModuleWriterError('odd-locals', 'function', functionIndex);
    this.#code.define(defined, locals, code, start, end);
  }

  /** Adds a function with its body; the parameters are those of {@link defineFunction}. */
  addFunction(typeIndex: number, locals: ArrayLike<number>, code: CodeSource, start = 0, end: number = code.length): number {
    const index = this.reserveFunction(typeIndex);
    this.defineFunction(index, locals, code, start, end);
    return index;
  }

  /** How many functions there are, imported ones included: the index of the next one. */
  get functionCount(): number {
    return this.#functions.size;
  }

  // --- Tables, memories, tags, globals -----------------------------------------------------

  /** Adds a table, filled with `initial` or null. */
  table(type: TableType, initial?: ConstExpression): number {
    const b = this.#tableSection;
    if (initial !== undefined) b.u8x2(0x40, 0x00);
    writeTableType(b, type);
    if (initial !== undefined) b.append(initial.bytes);
    this.#declarations?.tables.push(type);
    return this.#tables.add();
  }

  /** Adds a memory. */
  memory(type: MemoryType): number {
    this.#checkShared(type);
    writeMemoryType(this.#memorySection, type);
    this.#declarations?.memories.push(type);
    return this.#memories.add();
  }

  /** Adds a tag for exceptions with the parameters of a function type, which has no results. */
  tag(typeIndex: number): number {
    this.#checkFunctionType(typeIndex);
    this.#tagSection.u8(0);
    this.#tagSection.u32(typeIndex);
    this.#declarations?.tags.push(typeIndex);
    return this.#tags.add();
  }

  /** Adds a global with its first value. */
  global(type: GlobalType, initial: ConstExpression): number {
    writeGlobalType(this.#globalSection, type);
    this.#globalSection.append(initial.bytes);
    this.#declarations?.globals.push(type);
    return this.#globals.add();
  }

  // --- Exports and start -------------------------------------------------------------------

  /** Exports a function. */
  exportFunction(name: string, functionIndex: number): void {
    this.#export(name, 0x00, this.#functions, functionIndex);
  }

  /** Exports a table. */
  exportTable(name: string, tableIndex: number): void {
    this.#export(name, 0x01, this.#tables, tableIndex);
  }

  /** Exports a memory. */
  exportMemory(name: string, memoryIndex: number): void {
    this.#export(name, 0x02, this.#memories, memoryIndex);
  }

  /** Exports a global. */
  exportGlobal(name: string, globalIndex: number): void {
    this.#export(name, 0x03, this.#globals, globalIndex);
  }

  /** Exports a tag. */
  exportTag(name: string, tagIndex: number): void {
    this.#export(name, 0x04, this.#tags, tagIndex);
  }

  /** Calls a function, without parameters and results, when the module is instantiated. */
  start(functionIndex: number): void {
    this.#functions.check(functionIndex);
    this.#start = functionIndex;
  }

  // --- Segments ----------------------------------------------------------------------------

  /** Adds an element segment. */
  element(mode: ElementMode, items: ElementItems): number {
    if (typeof mode === 'object') this.#tables.check(mode.table ?? 0);
    if (!('expressions' in items)) for (let i = 0; i < items.length; i++) this.#functions.check(items[i] ?? 0);
    writeElement(this.#elements.buffer, mode, items);
    this.#declarations?.elements.push('expressions' in items ? items.type : ELEMENTS_OF_INDICES);
    return this.#elements.count++;
  }

  /** Adds a data segment; the bytes are copied. */
  data(mode: DataMode, bytes: Uint8Array): number {
    if (typeof mode === 'object') this.#memories.check(mode.memory ?? 0);
    writeData(this.#data.buffer, mode, bytes);
    if (this.#declarations !== undefined) this.#declarations.dataCount++;
    return this.#data.count++;
  }

  // --- Names and custom sections -----------------------------------------------------------

  /** Names the module. */
  nameModule(name: string): void {
    this.#names.moduleName = name;
  }

  /** Names a function, for stack traces. */
  nameFunction(functionIndex: number, name: string): void {
    this.#functions.check(functionIndex);
    this.#names.set('function', functionIndex, name);
  }

  /** Names a parameter or local of a function. */
  nameLocal(functionIndex: number, localIndex: number, name: string): void {
    this.#functions.check(functionIndex);
    this.#names.setLocal(functionIndex, localIndex, name);
  }

  /** Names a block of a function; blocks are counted in the order in which they begin. */
  nameLabel(functionIndex: number, labelIndex: number, name: string): void {
    this.#functions.check(functionIndex);
    this.#names.setLabel(functionIndex, labelIndex, name);
  }

  /** Names a type. */
  nameType(typeIndex: number, name: string): void {
    this.#checkBelow('type', typeIndex, this.#types.typeCount);
    this.#names.set('type', typeIndex, name);
  }

  /** Names a table. */
  nameTable(tableIndex: number, name: string): void {
    this.#tables.check(tableIndex);
    this.#names.set('table', tableIndex, name);
  }

  /** Names a memory. */
  nameMemory(memoryIndex: number, name: string): void {
    this.#memories.check(memoryIndex);
    this.#names.set('memory', memoryIndex, name);
  }

  /** Names a global. */
  nameGlobal(globalIndex: number, name: string): void {
    this.#globals.check(globalIndex);
    this.#names.set('global', globalIndex, name);
  }

  /** Names a tag. */
  nameTag(tagIndex: number, name: string): void {
    this.#tags.check(tagIndex);
    this.#names.set('tag', tagIndex, name);
  }

  /** Names an element segment. */
  nameElement(elementIndex: number, name: string): void {
    this.#checkBelow('element', elementIndex, this.#elements.count);
    this.#names.set('element', elementIndex, name);
  }

  /** Names a data segment. */
  nameData(dataIndex: number, name: string): void {
    this.#checkBelow('data', dataIndex, this.#data.count);
    this.#names.set('data', dataIndex, name);
  }

  /** Names a field of a structure type. */
  nameField(typeIndex: number, fieldIndex: number, name: string): void {
    this.#checkBelow('type', typeIndex, this.#types.typeCount);
    this.#names.setField(typeIndex, fieldIndex, name);
  }

  /**
   * Tells the engine what to expect of an `if` or `br_if`. Hints may come in any order, also before
   * the function's body.
   *
   * @param offset - where the instruction is, in bytes from the function's first instruction
   * @param likely - whether the condition is mostly true
   */
  branchHint(functionIndex: number, offset: number, likely: boolean): void {
    this.#functions.check(functionIndex);
    if (functionIndex < this.#functions.imported) throw new ModuleWriterError('body-of-import', 'function', functionIndex);
    this.#hints.add(functionIndex, offset, likely);
  }

  /** Adds a custom section; the bytes are copied. Those of one place stay in order. */
  custom(name: string, bytes: Uint8Array, placement: CustomPlacement = 'data'): void {
    const b = new ByteBuffer(name.length + bytes.length + 8);
    b.name(name);
    b.append(bytes);
    this.#customs.push({ placement, content: b.slice() });
  }

  // --- Output ------------------------------------------------------------------------------

  /**
   * The finished module. The writer stays as it is, so more can be added and the module finished
   * again.
   */
  finish(): Uint8Array<ArrayBuffer> {
    this.#prepareCustoms();
    const size = this.#size();
    const out = new ByteBuffer(size);
    this.#write(out);
    return out.length === out.bytes.length ? out.bytes : out.slice();
  }

  /** Appends the finished module to a buffer, which saves the new array of {@link finish}. */
  finishInto(out: ByteBuffer): void {
    this.#prepareCustoms();
    out.reserve(this.#size());
    this.#write(out);
  }

  /**
   * Where the first instruction of a function is, in bytes from the module's start. Valid for the
   * last `finish` or `finishInto`.
   */
  codeOffset(functionIndex: number): number {
    this.#functions.check(functionIndex);
    const defined = functionIndex - this.#functions.imported;
    if (defined < 0) throw new ModuleWriterError('body-of-import', 'function', functionIndex);
    const offset = this.#code.offset(defined);
    if (offset === undefined) throw new ModuleWriterError('not-finished', 'function', functionIndex);
    return offset;
  }

  #import(module: string, name: string, kind: number): ByteBuffer {
    const b = this.#imports.buffer;
    b.name(module);
    b.name(name);
    b.u8(kind);
    this.#imports.count++;
    return b;
  }

  #export(name: string, kind: number, space: SharedIndexSpace, index: number): void {
    space.check(index);
    if (this.#exportNames.has(name)) throw new ModuleWriterError('duplicate-export', space.name, index, name);
    this.#exportNames.add(name);
    const b = this.#exports.buffer;
    b.name(name);
    b.u8(kind);
    b.u32(index);
    this.#exports.count++;
  }

  #checkFunctionType(typeIndex: number): void {
    this.#checkBelow('type', typeIndex, this.#types.typeCount);
    if (!this.#types.isFunctionType(typeIndex)) throw new ModuleWriterError('not-a-function-type', 'type', typeIndex);
  }

  #checkBelow(space: IndexSpace, index: number, size: number): void {
    if (!(index >= 0 && index < size)) throw new ModuleWriterError('unknown-index', space, index);
  }

  #checkShared(type: MemoryType): void {
    if (type.shared === true && type.max === undefined) {
      throw new ModuleWriterError('shared-without-maximum', 'memory', this.#memories.size);
    }
  }

  // Custom sections that depend on all the rest.
  #prepareCustoms(): void {
    const b = this.#nameContent;
    b.reset();
    b.name('name');
    const empty = b.length;
    this.#names.write(b);
    if (b.length === empty) b.reset();
    const hints = this.#hintContent;
    hints.reset();
    if (this.#hints.empty) return;
    hints.name(BRANCH_HINT_SECTION);
    this.#hints.write(hints, (functionIndex) => this.#code.localsSize(functionIndex - this.#functions.imported));
  }

  // The size of the whole module, so that its bytes are allocated once.
  #size(): number {
    let size = MAGIC_AND_VERSION_SIZE;
    size += vectorSize(this.#types.entryCount, this.#types.buffer);
    size += vectorSize(this.#imports.count, this.#imports.buffer);
    size += vectorSize(this.#functions.defined, this.#functionTypes);
    size += vectorSize(this.#tables.defined, this.#tableSection);
    size += vectorSize(this.#memories.defined, this.#memorySection);
    size += vectorSize(this.#tags.defined, this.#tagSection);
    size += vectorSize(this.#globals.defined, this.#globalSection);
    size += vectorSize(this.#exports.count, this.#exports.buffer);
    if (this.#start >= 0) size += sectionSize(sizeU32(this.#start));
    size += vectorSize(this.#elements.count, this.#elements.buffer);
    if (this.#data.count > 0) size += sectionSize(sizeU32(this.#data.count));
    if (this.#code.count > 0) size += sectionSize(this.#code.size(this.#functions.imported));
    size += vectorSize(this.#data.count, this.#data.buffer);
    if (this.#nameContent.length > 0) size += sectionSize(this.#nameContent.length);
    if (this.#hintContent.length > 0) size += sectionSize(this.#hintContent.length);
    for (const custom of this.#customs) size += sectionSize(custom.content.length);
    return size;
  }

  #write(out: ByteBuffer): void {
    const moduleStart = out.length;
    out.u8x2(0x00, 0x61);
    out.u8x2(0x73, 0x6d);
    out.u8x2(0x01, 0x00);
    out.u8x2(0x00, 0x00);
    this.#writeCustoms(out, 'first');
    this.#writeVector(out, 'type', this.#types.entryCount, this.#types.buffer);
    this.#writeVector(out, 'import', this.#imports.count, this.#imports.buffer);
    this.#writeVector(out, 'function', this.#functions.defined, this.#functionTypes);
    this.#writeVector(out, 'table', this.#tables.defined, this.#tableSection);
    this.#writeVector(out, 'memory', this.#memories.defined, this.#memorySection);
    this.#writeVector(out, 'tag', this.#tags.defined, this.#tagSection);
    this.#writeVector(out, 'global', this.#globals.defined, this.#globalSection);
    this.#writeVector(out, 'export', this.#exports.count, this.#exports.buffer);
    this.#writeNumber(out, 'start', this.#start >= 0, this.#start);
    this.#writeVector(out, 'element', this.#elements.count, this.#elements.buffer);
    this.#writeNumber(out, 'dataCount', this.#data.count > 0, this.#data.count);
    this.#writeCustom(out, this.#hintContent);
    if (this.#code.count > 0) {
      out.u8(SECTION_IDS.code);
      out.u32(this.#code.size(this.#functions.imported));
      this.#code.write(out, moduleStart);
    }
    this.#writeCustoms(out, 'code');
    this.#writeVector(out, 'data', this.#data.count, this.#data.buffer);
    this.#writeCustom(out, this.#nameContent);
  }

  #writeCustom(out: ByteBuffer, content: ByteBuffer): void {
    if (content.length === 0) return;
    out.u8(CUSTOM_SECTION_ID);
    out.u32(content.length);
    out.appendBuffer(content);
  }

  #writeVector(out: ByteBuffer, section: SectionName, count: number, entries: ByteBuffer): void {
    if (count > 0) {
      out.u8(SECTION_IDS[section]);
      out.u32(sizeU32(count) + entries.length);
      out.u32(count);
      out.appendBuffer(entries);
    }
    this.#writeCustoms(out, section);
  }

  #writeNumber(out: ByteBuffer, section: SectionName, present: boolean, value: number): void {
    if (present) {
      out.u8(SECTION_IDS[section]);
      out.u32(sizeU32(value));
      out.u32(value);
    }
    this.#writeCustoms(out, section);
  }

  #writeCustoms(out: ByteBuffer, placement: CustomPlacement): void {
    for (const custom of this.#customs) {
      if (custom.placement !== placement) continue;
      out.u8(CUSTOM_SECTION_ID);
      out.u32(custom.content.length);
      out.append(custom.content);
    }
  }
}

function sectionSize(contentSize: number): number {
  return 1 + sizeU32(contentSize) + contentSize;
}

function vectorSize(count: number, entries: ByteBuffer): number {
  return count === 0 ? 0 : sectionSize(sizeU32(count) + entries.length);
}
