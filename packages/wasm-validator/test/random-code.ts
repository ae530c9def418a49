/** Valid code by chance: an expression of a wanted type is made of expressions of the operands' types. */

import { type Declarations, PackedType, type TypeDefinition } from '@beamline/module-writer';
import {
  AtomicInstructions,
  type BlockType,
  ByteBuffer,
  CatchKind,
  CodeEmitter,
  GcInstructions,
  HeapType,
  type Instruction,
  instructionTable,
  LegacyExceptionInstructions,
  ValueType,
} from '@beamline/wasm-asm';
import type { Random } from './random.js';

const { i32, i64, f32, f64, v128, funcref, externref, anyref, eqref, i31ref, structref, arrayref, exnref } = ValueType;

/** What the engine can do. */
export type FeatureSet = 'base' | 'all';

/** The types of expressions, besides those of a module's own types. */
export function valueTypes(features: FeatureSet): readonly [ValueType, ...ValueType[]] {
  const base = [i32, i64, f32, f64, v128, funcref, externref] as const;
  return features === 'base' ? base : [...base, anyref, eqref, i31ref, structref, arrayref, exnref];
}

const NAMED: ReadonlyMap<string, ValueType> = new Map([
  ['i32', i32],
  ['i64', i64],
  ['f32', f32],
  ['f64', f64],
  ['v128', v128],
]);

interface FixedRow {
  readonly instruction: Instruction;
  readonly params: readonly string[];
  readonly result: ValueType | undefined;
}

// Independent of the validator's own reading of the table.
function fixedRows(features: FeatureSet): FixedRow[] {
  return instructionTable.flatMap((instruction) => {
    if (instruction.group === 'gc' || instruction.group === 'legacyExceptions') return [];
    if (features === 'base' && instruction.group === 'relaxedSimd') return [];
    const plain = instruction.immediates.every((kind) => /^(memarg.|memory|lane|lanes16|i32|i64|f32|f64|v128|zero)$/.test(kind));
    const [left = '', right = ''] = instruction.signature.split('->');
    const params = left.split(' ').filter((word) => word !== '');
    const results = right.split(' ').filter((word) => word !== '');
    const known = [...params, ...results].every((word) => word === 'at' || NAMED.has(word));
    if (!plain || !known || instruction.name === 'memory.copy' || results[0] === 'at') return [];
    return [{ instruction, params, result: NAMED.get(results[0] ?? '') }];
  });
}

const ROWS: { readonly [set in FeatureSet]: readonly FixedRow[] } = { base: fixedRows('base'), all: fixedRows('all') };

interface OpenLabel {
  readonly types: readonly ValueType[];
  readonly isCatch: boolean;
}

/** Writes the body of one function. */
export class RandomCode {
  readonly #c: CodeEmitter = new CodeEmitter(new ByteBuffer(256));
  readonly #gc: GcInstructions = new GcInstructions(this.#c);
  readonly #legacy: LegacyExceptionInstructions = new LegacyExceptionInstructions(this.#c);
  readonly #atomics: AtomicInstructions = new AtomicInstructions(this.#c);
  readonly #labels: OpenLabel[] = [];
  // Engines refuse modules that mix the old and the new exceptions.
  readonly #legacyExceptions: boolean;
  #budget = 60;

  constructor(
    readonly r: Random,
    readonly features: FeatureSet,
    readonly declarations: Declarations,
    readonly types: readonly TypeDefinition[],
    readonly locals: readonly ValueType[],
    readonly references: readonly number[],
  ) {
    this.#legacyExceptions = features === 'base';
  }

  /** A body with these results. */
  body(results: readonly ValueType[]): Uint8Array<ArrayBuffer> {
    this.#labels.push({ types: results, isCatch: false });
    this.#statements(4);
    for (const type of results) this.#value(type, 4);
    this.#c.end();
    return this.#c.buffer.slice();
  }

  #statements(depth: number): void {
    for (let n = this.r.below(4); n > 0; n--) this.#statement(depth);
  }

  #statement(depth: number): void {
    const { r } = this;
    const c = this.#c;
    if (depth <= 0 || this.#budget-- <= 0) {
      c.nop();
      return;
    }
    switch (r.below(this.features === 'all' ? 23 : 16)) {
      case 0:
      case 1:
        this.#store(depth);
        return;
      case 2: {
        const index = r.below(this.locals.length + 1);
        const type = this.locals[index];
        if (type === undefined) {
          c.nop();
          return;
        }
        this.#value(type, depth - 1);
        c.local.set(index);
        return;
      }
      case 3: {
        const index = this.declarations.globals.findIndex(({ mutable }) => mutable === true && r.oneIn(2));
        const global = this.declarations.globals[index];
        if (global === undefined) {
          c.nop();
          return;
        }
        this.#value(global.type, depth - 1);
        c.global.set(index);
        return;
      }
      case 4: {
        const depthOfLabel = r.below(this.#labels.length);
        for (const type of this.#labelTypes(depthOfLabel)) this.#value(type, depth - 1);
        this.#value(i32, depth - 1);
        c.brIf(depthOfLabel);
        for (const _ of this.#labelTypes(depthOfLabel)) c.drop();
        return;
      }
      case 5:
        this.#value(i32, depth - 1);
        c.if();
        this.#inside([], () => this.#statements(depth - 1));
        if (r.oneIn(2)) {
          c.else();
          this.#inside([], () => this.#statements(depth - 1));
        }
        c.end();
        return;
      case 6:
        c.loop();
        this.#inside([], () => this.#statements(depth - 1));
        c.end();
        return;
      case 7:
        this.#blockOfType(depth);
        return;
      case 8: {
        const target = r.below(this.declarations.functions.length);
        const shape = this.#functionType(this.declarations.functions[target]);
        for (const type of shape.params) this.#value(type, depth - 1);
        c.call(target);
        for (const _ of shape.results) c.drop();
        return;
      }
      case 9:
        this.#tableStatement(depth);
        return;
      case 10:
        this.#memoryStatement(depth);
        return;
      case 11:
        this.#exceptionStatement(depth);
        return;
      case 12:
        // Behind it the stack is polymorphic: what follows makes operands that nobody needs, or takes any.
        c.block();
        this.#inside([], () => {
          this.#leave(depth - 1);
          this.#afterLeaving();
        });
        c.end();
        return;
      case 13:
        this.#atomics.atomic.fence();
        return;
      case 14:
        c.nop();
        return;
      case 15:
        this.#tailCallOrSegment(depth);
        return;
      case 16:
        this.#referenceStatement(depth);
        return;
      case 17:
      case 18:
        this.#aggregateStatement(depth);
        return;
      case 19: {
        const index = this.#typeIndex((type) => type.kind === 'struct' && type.fields[0]?.mutable === true);
        const type = this.types[index];
        if (type?.kind !== 'struct') return;
        this.#value(ValueType.refNull(index), depth - 1);
        this.#value(unpacked(type.fields[0]?.type ?? i32), depth - 1);
        this.#gc.struct.set(index, 0);
        return;
      }
      case 20: {
        const index = this.#typeIndex((type) => type.kind === 'array' && type.element.mutable === true);
        const type = this.types[index];
        if (type?.kind !== 'array') return;
        this.#value(ValueType.refNull(index), depth - 1);
        this.#value(i32, depth - 1);
        const how = r.below(3);
        if (how === 0) {
          this.#value(unpacked(type.element.type), depth - 1);
          this.#gc.array.set(index);
          return;
        }
        if (how === 1) {
          this.#value(unpacked(type.element.type), depth - 1);
          this.#value(i32, depth - 1);
          this.#gc.array.fill(index);
          return;
        }
        this.#value(ValueType.refNull(index), depth - 1);
        this.#value(i32, depth - 1);
        this.#value(i32, depth - 1);
        this.#gc.array.copy(index, index);
        return;
      }
      case 21: {
        c.block();
        this.#inside([], () => {
          this.#value(r.pick([anyref, eqref, structref, externref, funcref]), depth - 1);
          c.brOnNull(0);
          c.drop();
        });
        c.end();
        return;
      }
      default: {
        c.block(BLOCK_OF_ANY);
        this.#inside([anyref], () => {
          this.#value(anyref, depth - 1);
          const to = r.pick([HeapType.eq, HeapType.i31, HeapType.struct, HeapType.array, HeapType.any, HeapType.none]);
          if (r.oneIn(2)) this.#gc.brOnCast(1 + 2 * r.below(2), 0, HeapType.any, to);
          else this.#gc.brOnCastFail(1 + 2 * r.below(2), 0, HeapType.any, to);
        });
        c.end();
        c.drop();
        return;
      }
    }
  }

  #store(depth: number): void {
    const rows = ROWS[this.features].filter(({ result }) => result === undefined);
    const row = rows[this.r.below(rows.length)];
    if (row !== undefined) this.#fixed(row, depth);
  }

  #fixed({ instruction, params }: FixedRow, depth: number): void {
    const { r } = this;
    const memory = r.below(this.declarations.memories.length);
    if (this.declarations.memories.length === 0 && instruction.immediates.some((kind) => kind.startsWith('mem'))) {
      this.#c.unreachable();
      return;
    }
    for (const word of params) this.#value(word === 'at' ? this.#memoryAddress(memory) : (NAMED.get(word) ?? i32), depth - 1);
    this.#write(instruction, memory);
  }

  #write(instruction: Instruction, memory: number): void {
    const { r } = this;
    const b = this.#c.buffer;
    if (instruction.prefix >= 0) b.u8(instruction.prefix);
    if (instruction.prefix >= 0) b.u32(instruction.opcode);
    else b.u8(instruction.opcode);
    for (const kind of instruction.immediates) {
      if (kind.startsWith('memarg')) {
        const natural = Number(kind.slice(-1));
        b.memarg(instruction.group === 'threads' ? natural : r.below(natural + 1), r.pick([0, 1, 200, 0xffff_ffff]), memory);
      } else if (kind === 'memory') b.u32(memory);
      else if (kind === 'lane') b.u8(r.below(lanes(instruction)));
      else if (kind === 'lanes16') for (let i = 0; i < 16; i++) b.u8(r.below(32));
      else if (kind === 'i32') b.s32(r.pick([0, -1, 64, 0x7fff_ffff]));
      else if (kind === 'i64') b.s64(r.pick([0n, -1n, 2n ** 63n - 1n]));
      else if (kind === 'f32') b.f32(r.pick([0, -0, Math.PI]));
      else if (kind === 'f64') b.f64(r.pick([0, -0, Math.PI]));
      else if (kind === 'v128') for (let i = 0; i < 16; i++) b.u8(r.below(256));
      else b.u8(0);
    }
  }

  #value(type: ValueType, depth: number): void {
    const { r } = this;
    const c = this.#c;
    if (depth <= 0 || this.#budget-- <= 0) {
      this.#leaf(type);
      return;
    }
    switch (r.below(9)) {
      case 0: {
        c.block(blockOf(type));
        this.#inside([type], () => {
          this.#statements(depth - 1);
          this.#value(type, depth - 1);
          if (r.oneIn(3)) {
            this.#value(i32, depth - 1);
            c.brIf(0);
          }
        });
        c.end();
        return;
      }
      case 1:
        this.#value(i32, depth - 1);
        c.if(blockOf(type));
        this.#inside([type], () => this.#value(type, depth - 1));
        c.else();
        this.#inside([type], () => (r.oneIn(3) ? this.#leave(depth - 1) : this.#value(type, depth - 1)));
        c.end();
        return;
      case 2:
        c.loop(blockOf(type));
        this.#inside([], () => this.#value(type, depth - 1));
        c.end();
        return;
      case 3:
        this.#value(type, depth - 1);
        this.#value(type, depth - 1);
        this.#value(i32, depth - 1);
        if (type > v128 - 1 && type <= i32 && r.oneIn(2)) {
          c.select();
          return;
        }
        c.selectTyped([type]);
        return;
      case 4: {
        const index = this.locals.indexOf(type);
        if (index < 0) {
          this.#leaf(type);
          return;
        }
        this.#value(type, depth - 1);
        c.local.tee(index);
        return;
      }
      case 5: {
        const target = this.declarations.functions.findIndex((index) => {
          const { results } = this.#functionType(index);
          return results.length === 1 && results[0] === type;
        });
        if (target < 0) {
          this.#leaf(type);
          return;
        }
        for (const param of this.#functionType(this.declarations.functions[target]).params) this.#value(param, depth - 1);
        c.call(target);
        return;
      }
      default:
        if (type >= v128 && type <= i32) this.#number(type, depth);
        else this.#reference(type, depth);
        return;
    }
  }

  #number(type: ValueType, depth: number): void {
    const { r } = this;
    const c = this.#c;
    if (type === i32 && r.oneIn(4)) {
      switch (r.below(this.features === 'all' ? 7 : 2)) {
        case 0:
          this.#value(r.pick([funcref, externref]), depth - 1);
          c.ref.isNull();
          return;
        case 1: {
          const index = this.declarations.tables.findIndex(({ address }) => address !== 'i64');
          if (index < 0) this.#leaf(i32);
          else c.table.size(index);
          return;
        }
        case 2:
          this.#value(eqref, depth - 1);
          this.#value(eqref, depth - 1);
          c.ref.eq();
          return;
        case 3:
          this.#value(anyref, depth - 1);
          this.#gc.ref.test(r.pick([HeapType.eq, HeapType.i31, HeapType.none, HeapType.struct]));
          return;
        case 4:
          this.#value(i31ref, depth - 1);
          this.#gc.i31.getS();
          return;
        case 5:
          this.#value(arrayref, depth - 1);
          this.#gc.array.len();
          return;
        default: {
          const index = this.#typeIndex((t) => t.kind === 'struct' && t.fields[0]?.type === i32);
          if (index < 0) {
            this.#leaf(i32);
            return;
          }
          this.#value(ValueType.refNull(index), depth - 1);
          this.#gc.struct.get(index, 0);
          return;
        }
      }
    }
    const rows = ROWS[this.features].filter(({ result }) => result === type);
    const row = rows[r.below(rows.length)];
    if (row === undefined) this.#leaf(type);
    else this.#fixed(row, depth);
  }

  #reference(type: ValueType, depth: number): void {
    const { r } = this;
    const c = this.#c;
    const table = this.declarations.tables.findIndex(({ element }) => element === type);
    if (table >= 0 && r.oneIn(2)) {
      this.#value(this.#tableAddress(table), depth - 1);
      c.table.get(table);
      return;
    }
    if (this.features === 'base') {
      this.#leaf(type);
      return;
    }
    switch (type) {
      case anyref:
        if (r.oneIn(2)) {
          this.#value(externref, depth - 1);
          this.#gc.any.convertExtern();
          return;
        }
        this.#value(eqref, depth - 1);
        return;
      case externref:
        this.#value(anyref, depth - 1);
        this.#gc.extern.convertAny();
        return;
      case eqref:
        this.#value(r.pick([i31ref, structref, arrayref]), depth - 1);
        return;
      case i31ref:
        this.#value(i32, depth - 1);
        this.#gc.ref.i31();
        return;
      case structref:
        if (r.oneIn(2)) {
          this.#value(anyref, depth - 1);
          this.#gc.ref.castNull(HeapType.struct);
          return;
        }
        this.#make(
          this.#typeIndex((t) => t.kind === 'struct'),
          type,
          depth,
        );
        return;
      case arrayref:
        this.#make(
          this.#typeIndex((t) => t.kind === 'array'),
          type,
          depth,
        );
        return;
      default:
        type > 0xff ? this.#make(Math.floor(type / 0x100) - 0x40, type, depth) : this.#leaf(type);
        return;
    }
  }

  #make(index: number, type: ValueType, depth: number): void {
    const definition = this.types[index];
    if (definition?.kind === 'struct') {
      for (const field of definition.fields) this.#value(unpacked(field.type), depth - 1);
      this.#gc.struct.new(index);
      return;
    }
    if (definition?.kind === 'array') {
      if (this.r.oneIn(2)) {
        this.#value(unpacked(definition.element.type), depth - 1);
        this.#value(unpacked(definition.element.type), depth - 1);
        this.#gc.array.newFixed(index, 2);
        return;
      }
      this.#value(unpacked(definition.element.type), depth - 1);
      this.#value(i32, depth - 1);
      this.#gc.array.new(index);
      return;
    }
    this.#leaf(type);
    return;
  }

  #leaf(type: ValueType): void {
    const { r } = this;
    const c = this.#c;
    const local = this.locals.indexOf(type);
    if (local >= 0 && r.oneIn(2)) {
      c.local.get(local);
      return;
    }
    if (type > 0xff && (type & 0xff) === 0x64) {
      // Not null, and so nothing is at hand; but what cannot be reached is of every type.
      c.unreachable();
      return;
    }
    const global = this.declarations.globals.findIndex((g) => g.type === type);
    if (global >= 0 && r.oneIn(3)) {
      c.global.get(global);
      return;
    }
    const row = ROWS.base.find(({ instruction }) => instruction.name === `${constants.get(type)}.const`);
    if (row !== undefined) {
      this.#write(row.instruction, 0);
      return;
    }
    if (type === funcref && this.references.length > 0 && r.oneIn(2)) {
      c.ref.func(this.references[r.below(this.references.length)] ?? 0);
      return;
    }
    if (type > 0xff) {
      c.ref.null(Math.floor(type / 0x100) - 0x40);
      return;
    }
    c.ref.null(type - 0x80);
    return;
  }

  #tableStatement(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const index = r.below(this.declarations.tables.length);
    const table = this.declarations.tables[index];
    if (table === undefined) {
      c.nop();
      return;
    }
    const address = this.#tableAddress(index);
    switch (r.below(5)) {
      case 0:
        this.#value(address, depth - 1);
        this.#value(table.element, depth - 1);
        c.table.set(index);
        return;
      case 1:
        this.#value(table.element, depth - 1);
        this.#value(address, depth - 1);
        c.table.grow(index);
        c.drop();
        return;
      case 2:
        this.#value(address, depth - 1);
        this.#value(table.element, depth - 1);
        this.#value(address, depth - 1);
        c.table.fill(index);
        return;
      case 3:
        for (let i = 0; i < 3; i++) this.#value(address, depth - 1);
        c.table.copy(index, index);
        return;
      default: {
        if (table.element !== funcref) {
          c.nop();
          return;
        }
        const typeIndex = this.#typeIndex((type) => type.kind === 'function');
        const shape = this.#functionType(typeIndex);
        for (const type of shape.params) this.#value(type, depth - 1);
        this.#value(address, depth - 1);
        c.callIndirect(typeIndex, index);
        for (const _ of shape.results) c.drop();
        return;
      }
    }
  }

  #memoryStatement(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const { memories, dataCount } = this.declarations;
    if (memories.length === 0) {
      c.nop();
      return;
    }
    const target = r.below(memories.length);
    const source = r.below(memories.length);
    const address = this.#memoryAddress(target);
    if (dataCount > 0 && r.oneIn(3)) {
      const segment = r.below(dataCount);
      if (r.oneIn(2)) {
        c.data.drop(segment);
        return;
      }
      this.#value(address, depth - 1);
      this.#value(i32, depth - 1);
      this.#value(i32, depth - 1);
      c.memory.init(segment, target);
      return;
    }
    if (r.oneIn(2)) {
      this.#value(address, depth - 1);
      c.memory.grow(target);
      c.drop();
      return;
    }
    const from = this.#memoryAddress(source);
    this.#value(address, depth - 1);
    this.#value(from, depth - 1);
    this.#value(address === i64 && from === i64 ? i64 : i32, depth - 1);
    c.memory.copy(target, source);
    return;
  }

  #exceptionStatement(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const tag = r.below(this.declarations.tags.length);
    const { params } = this.#functionType(this.declarations.tags[tag]);
    if (this.#legacyExceptions) {
      this.#legacy.try();
      this.#inside([], () => this.#statements(depth - 1));
      if (r.oneIn(4)) {
        this.#legacy.delegate(r.below(this.#labels.length));
        return;
      }
      if (this.declarations.tags.length > 0) {
        this.#legacy.catch(tag);
        for (const _ of params) c.drop();
        this.#inside([], () => this.#catchBody(depth - 1), true);
      }
      if (r.oneIn(2)) {
        this.#legacy.catchAll();
        this.#inside([], () => this.#catchBody(depth - 1), true);
      }
      c.end();
      return;
    }
    if (this.declarations.tags.length === 0) {
      c.nop();
      return;
    }
    c.block();
    this.#inside([], () => {
      const clauses = [{ kind: CatchKind.catchAll, label: 0 } as const];
      c.tryTable(params.length === 0 ? [{ kind: CatchKind.catch, tag, label: 0 }, ...clauses] : clauses);
      this.#inside([], () => {
        this.#statements(depth - 1);
        if (r.oneIn(2)) {
          for (const type of params) this.#value(type, depth - 1);
          c.throw(tag);
        }
      });
      c.end();
    });
    c.end();
    return;
  }

  #tailCallOrSegment(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const { functions, tables, elements, memories } = this.declarations;
    switch (r.below(3)) {
      case 0: {
        const wanted = this.#labels[0]?.types.join();
        const target = functions.findIndex((type) => this.#functionType(type).results.join() === wanted && r.oneIn(2));
        if (target < 0) return;
        c.block();
        this.#inside([], () => {
          for (const type of this.#functionType(functions[target]).params) this.#value(type, depth - 1);
          const table = tables.findIndex(({ element }) => element === funcref);
          if (table >= 0 && r.oneIn(2)) {
            this.#value(this.#tableAddress(table), depth - 1);
            c.returnCallIndirect(functions[target] ?? 0, table);
          } else c.returnCall(target);
        });
        c.end();
        return;
      }
      case 1: {
        const table = tables.findIndex(({ element }) => element === funcref);
        if (table < 0 || elements.length === 0) return;
        if (r.oneIn(3)) {
          c.elem.drop(r.below(elements.length));
          return;
        }
        this.#value(this.#tableAddress(table), depth - 1);
        this.#value(i32, depth - 1);
        this.#value(i32, depth - 1);
        c.table.init(r.below(elements.length), table);
        return;
      }
      default:
        if (memories.length === 0) return;
        c.memory.size(r.below(memories.length));
        c.drop();
    }
  }

  #referenceStatement(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const index = this.#typeIndex((type) => type.kind === 'function');
    const { params, results } = this.#functionType(index);
    switch (r.below(7)) {
      case 0:
        for (const type of params) this.#value(type, depth - 1);
        this.#value(ValueType.refNull(index), depth - 1);
        c.callRef(index);
        for (const _ of results) c.drop();
        return;
      case 1:
        if (results.join() !== this.#labels[0]?.types.join()) return;
        c.block();
        this.#inside([], () => {
          for (const type of params) this.#value(type, depth - 1);
          this.#value(ValueType.refNull(index), depth - 1);
          c.returnCallRef(index);
        });
        c.end();
        return;
      case 2:
        c.block();
        this.#inside([], () => {
          this.#value(exnref, depth - 1);
          c.throwRef();
        });
        c.end();
        return;
      case 3:
        c.block(blockOf(ValueType.ref(HeapType.any)));
        this.#inside([ValueType.ref(HeapType.any)], () => {
          this.#value(anyref, depth - 1);
          c.brOnNonNull(0);
          c.unreachable();
        });
        c.end();
        break;
      case 4:
        this.#value(anyref, depth - 1);
        this.#gc.ref.testNull(r.pick([HeapType.eq, HeapType.array, 5]));
        break;
      case 5:
        this.#value(eqref, depth - 1);
        this.#gc.ref.cast(r.pick([HeapType.eq, HeapType.array, 5]));
        break;
      default:
        this.#value(i31ref, depth - 1);
        if (r.oneIn(2)) c.ref.asNonNull();
        this.#gc.i31.getU();
    }
    c.drop();
  }

  #aggregateStatement(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const { struct, array } = this.#gc;
    const { dataCount, elements } = this.declarations;
    const packedStruct = this.#typeIndex((type) => type.kind === 'struct' && type.fields[1]?.type === PackedType.i8);
    const anyArray = this.#typeIndex((type) => type.kind === 'array');
    const arrayType = this.types[anyArray];
    if (arrayType?.kind !== 'array') return;
    const element = arrayType.element.type;
    const numeric = element <= i32 && element !== funcref;
    switch (r.below(6)) {
      case 0:
        struct.newDefault(this.#typeIndex((type) => type.kind === 'struct'));
        break;
      case 1:
        if (packedStruct < 0) return;
        this.#value(ValueType.refNull(packedStruct), depth - 1);
        if (r.oneIn(2)) struct.getS(packedStruct, 1);
        else struct.getU(packedStruct, 1);
        break;
      case 2:
        this.#value(i32, depth - 1);
        array.newDefault(anyArray);
        break;
      case 3:
        this.#value(ValueType.refNull(anyArray), depth - 1);
        this.#value(i32, depth - 1);
        if (element !== PackedType.i16) array.get(anyArray);
        else if (r.oneIn(2)) array.getS(anyArray);
        else array.getU(anyArray);
        break;
      case 4:
        if (!numeric && element !== funcref) return;
        if (numeric && dataCount === 0) return;
        this.#value(i32, depth - 1);
        this.#value(i32, depth - 1);
        if (numeric) array.newData(anyArray, r.below(dataCount));
        else array.newElem(anyArray, r.below(elements.length));
        break;
      default:
        if (arrayType.element.mutable !== true || (!numeric && element !== funcref) || (numeric && dataCount === 0)) return;
        this.#value(ValueType.refNull(anyArray), depth - 1);
        for (let i = 0; i < 3; i++) this.#value(i32, depth - 1);
        if (numeric) array.initData(anyArray, r.below(dataCount));
        else array.initElem(anyArray, r.below(elements.length));
        return;
    }
    c.drop();
  }

  #catchBody(depth: number): void {
    this.#statements(depth);
    const label = this.#labels.findLastIndex(({ isCatch }) => isCatch);
    if (label >= 0 && this.r.oneIn(3)) this.#legacy.rethrow(this.#labels.length - 1 - label);
  }

  #blockOfType(depth: number): void {
    const index = this.#typeIndex((type) => type.kind === 'function');
    const { params, results } = this.#functionType(index);
    const c = this.#c;
    for (const type of params) this.#value(type, depth - 1);
    c.block(index);
    this.#inside(results, () => {
      for (const _ of params) c.drop();
      for (const type of results) this.#value(type, depth - 1);
    });
    c.end();
    for (const _ of results) c.drop();
  }

  #leave(depth: number): void {
    const { r } = this;
    const c = this.#c;
    const label = r.below(this.#labels.length);
    switch (r.below(4)) {
      case 0:
        c.unreachable();
        return;
      case 1:
        for (const type of this.#labels[0]?.types ?? []) this.#value(type, depth - 1);
        c.return();
        return;
      case 2:
        for (const type of this.#labelTypes(label)) this.#value(type, depth - 1);
        this.#value(i32, depth - 1);
        c.brTable(
          Array.from({ length: r.below(3) }, () => label),
          label,
        );
        return;
      default:
        for (const type of this.#labelTypes(label)) this.#value(type, depth - 1);
        c.br(label);
        return;
    }
  }

  #afterLeaving(): void {
    const { r } = this;
    const c = this.#c;
    for (let n = r.below(4); n > 0; n--) {
      switch (r.below(7)) {
        case 0:
          c.drop();
          break;
        case 1:
          c.select();
          c.drop();
          break;
        case 2:
          c.i32.add();
          c.drop();
          break;
        case 3:
          this.#leaf(i64);
          c.drop();
          break;
        case 4:
          c.ref.isNull();
          c.drop();
          break;
        case 5:
          c.selectTyped([f32]);
          c.drop();
          break;
        default:
          c.brIf(0);
      }
    }
  }

  #inside(types: readonly ValueType[], write: () => void, isCatch = false): void {
    this.#labels.push({ types, isCatch });
    write();
    this.#labels.pop();
  }

  #labelTypes(depth: number): readonly ValueType[] {
    return this.#labels[this.#labels.length - 1 - depth]?.types ?? [];
  }

  #functionType(index: number | undefined): { readonly params: readonly ValueType[]; readonly results: readonly ValueType[] } {
    const type = this.types[index ?? -1];
    return type?.kind === 'function' ? type : { params: [], results: [] };
  }

  #typeIndex(test: (type: TypeDefinition) => boolean): number {
    const found = this.types.flatMap((type, index) => (test(type) ? [index] : []));
    return found[this.r.below(found.length)] ?? -1;
  }

  #memoryAddress(memory: number): ValueType {
    return this.declarations.memories[memory]?.address === 'i64' ? i64 : i32;
  }

  #tableAddress(table: number): ValueType {
    return this.declarations.tables[table]?.address === 'i64' ? i64 : i32;
  }
}

const BLOCK_OF_ANY: BlockType = -0x12;

const constants: ReadonlyMap<ValueType, string> = new Map([
  [i32, 'i32'],
  [i64, 'i64'],
  [f32, 'f32'],
  [f64, 'f64'],
  [v128, 'v128'],
]);

function blockOf(type: ValueType): BlockType {
  return type > 0xff ? -type : type - 0x80;
}

function unpacked(type: ValueType): ValueType {
  return type === 0x78 || type === 0x77 ? i32 : type;
}

function lanes(instruction: Instruction): number {
  const memarg = instruction.immediates.find((kind) => kind.startsWith('memarg'));
  if (memarg !== undefined) return 16 >> Number(memarg.slice(-1));
  return Number(/x(\d+)/.exec(instruction.name)?.[1]);
}
