/** Random modules: valid ones, and such with something changed. */
import {
  ConstExpression,
  Declarations,
  decodeModule,
  emptyModule,
  encodeModule,
  importCount,
  PackedType,
  type TypeDefinition,
  type WasmModule,
} from '@beamline/module-writer';
import { HeapType, instructionTable, readInstructions, ValueType } from '@beamline/wasm-asm';
import type { Random } from './random.js';
import { type FeatureSet, RandomCode, valueTypes } from './random-code.js';

const { i32, i64, f32, f64, v128, funcref, externref } = ValueType;

function constant(type: ValueType): ConstExpression {
  switch (type) {
    case i32:
      return ConstExpression.i32(7);
    case i64:
      return ConstExpression.i64(7n);
    case f32:
      return ConstExpression.f32(7);
    case f64:
      return ConstExpression.f64(7);
    case v128:
      return ConstExpression.v128(new Uint8Array(16));
    default:
      return ConstExpression.refNull(type > 0xff ? Math.floor(type / 0x100) - 0x40 : type - 0x80);
  }
}

function types(r: Random, features: FeatureSet): WasmModule['types'] {
  const value = (): ValueType => r.pick(valueTypes(features));
  const groups: TypeDefinition[][] = [
    [{ kind: 'function', params: [], results: [] }],
    [{ kind: 'function', params: [i32], results: [i32] }],
    [{ kind: 'function', params: r.list(4, value), results: [value()] }],
    [{ kind: 'function', params: r.list(4, value), results: r.list(3, value) }],
    [{ kind: 'function', params: r.list(3, value), results: [] }],
  ];
  if (features === 'all') {
    const first = groups.length;
    groups.push(
      [{ kind: 'struct', fields: [{ type: i32, mutable: true }], open: true }],
      [{ kind: 'struct', fields: [{ type: i32, mutable: true }, { type: PackedType.i8 }], supertype: first, open: r.oneIn(2) }],
      [{ kind: 'array', element: { type: r.pick([i32, f64, PackedType.i16]), mutable: true } }],
      [
        { kind: 'struct', fields: [{ type: ValueType.refNull(first + 4), mutable: r.oneIn(2) }], open: true },
        { kind: 'array', element: { type: ValueType.refNull(first + 3), mutable: r.oneIn(2) } },
      ],
      [{ kind: 'function', params: [ValueType.refNull(first)], results: [ValueType.refNull(first)], open: true }],
      [{ kind: 'function', params: [ValueType.refNull(first)], results: [ValueType.refNull(first + 1)], supertype: first + 5 }],
      [{ kind: 'array', element: { type: funcref, mutable: true } }],
    );
  }
  return groups.map((group) => ({ types: group, explicit: false }));
}

/** A valid module. */
export function randomModule(r: Random, features: FeatureSet): WasmModule {
  const all = features === 'all';
  const module = emptyModule();
  module.types = types(r, features);
  const definitions = module.types.flatMap((group) => group.types);
  const functionTypes = definitions.flatMap((type, index) => (type.kind === 'function' ? [index] : []));
  const functionType = (): number => functionTypes[r.below(functionTypes.length)] ?? 0;
  if (r.oneIn(2)) module.imports.push({ module: 'm', name: 'f', external: { kind: 'function', type: functionType() } });
  if (r.oneIn(2)) module.imports.push({ module: 'm', name: 'g', external: { kind: 'global', type: { type: i32 } } });
  if (r.oneIn(4)) module.imports.push({ module: 'm', name: 't', external: { kind: 'table', type: { element: funcref, min: 1 } } });
  if (r.oneIn(4)) module.imports.push({ module: 'm', name: 'e', external: { kind: 'tag', type: 0 } });
  if (r.oneIn(4)) module.imports.push({ module: 'm', name: 'm', external: { kind: 'memory', type: { min: 1, max: 3 } } });
  const hasImportedMemory = importCount(module, 'memory') > 0;
  const address = all && r.oneIn(2) ? ({ address: 'i64' } as const) : {};
  if (!hasImportedMemory || all)
    module.memories.push(r.oneIn(2) ? { min: 1, max: 5, shared: r.oneIn(2), ...address } : { min: 1, ...address });
  module.tables.push({ type: { element: funcref, min: 3, ...(r.oneIn(2) ? { max: 9 } : {}) }, initial: undefined });
  if (r.oneIn(2)) module.tables.push({ type: { element: externref, min: 0, ...address }, initial: undefined });
  module.tags = r.list(3, () => r.pick([0, 4]));
  module.globals = r.list(4, () => {
    const type = r.pick(valueTypes(features));
    return { type: { type, mutable: r.oneIn(2) }, initial: constant(type) };
  });
  if (importCount(module, 'global') > 0)
    module.globals.push({ type: { type: i32, mutable: false }, initial: ConstExpression.globalGet(0) });
  if (all) {
    module.globals.push({
      type: { type: i32, mutable: true },
      initial: ConstExpression.of((c) => {
        c.i32.const(1);
        c.i32.const(2);
        c.i32.mul();
      }),
    });
    module.globals.push({ type: { type: ValueType.i31ref, mutable: false }, initial: ConstExpression.i31(3) });
  }
  module.functions = [0, ...r.list(3, functionType)];
  const total = importCount(module, 'function') + module.functions.length;
  const indices = r.list(3, () => r.below(total));
  const exported = r.below(total);
  module.exports.push({ name: 'f', kind: 'function', index: exported });
  if (r.oneIn(2)) module.exports.push({ name: 'g', kind: 'table', index: 0 });
  if (r.oneIn(3)) module.start = total - module.functions.length;
  module.elements.push({ mode: { offset: constant(i32), table: 0 }, items: indices, explicit: r.oneIn(2) });
  if (r.oneIn(2)) module.elements.push({ mode: r.oneIn(2) ? 'passive' : 'declarative', items: indices, explicit: false });
  if (r.oneIn(2)) {
    module.elements.push({
      mode: 'passive',
      items: { type: funcref, expressions: [ConstExpression.refFunc(exported), constant(funcref)] },
      explicit: false,
    });
  }
  module.data = r.list(3, () => ({
    mode: r.oneIn(2) ? 'passive' : { offset: constant(module.memories[0]?.address === 'i64' && !hasImportedMemory ? i64 : i32), memory: 0 },
    bytes: Uint8Array.of(1, 2, 3),
    explicit: false,
  }));
  module.hasDataCount = true;
  const declarations = Declarations.of(module);
  const references = [exported, ...indices];
  module.code = module.functions.map((typeIndex) => {
    const type = definitions[typeIndex];
    const shape = type?.kind === 'function' ? type : { params: [], results: [] };
    const locals = r.list(5, () => r.pick(valueTypes(features)));
    const code = new RandomCode(r, features, declarations, definitions, [...shape.params, ...locals], references);
    return { locals: locals.flatMap((local) => [1, local]), body: code.body(shape.results) };
  });
  return module;
}

/** The bytes of a module with something changed, which mostly makes it invalid. */
export function broken(r: Random, module: WasmModule, features: FeatureSet): Uint8Array<ArrayBuffer> {
  if (r.oneIn(3)) {
    const bytes = encodeModule(module);
    for (let n = 1 + r.below(2); n > 0; n--) bytes[8 + r.below(bytes.length - 8)] = r.oneIn(2) ? r.below(256) : r.below(8);
    return bytes;
  }
  // Not the module itself, which others have in hand.
  const copy = decodeModule(encodeModule(module));
  if (r.oneIn(4)) changeDeclarations(r, copy, features);
  else changeCode(r, copy, features);
  return encodeModule(copy);
}

function changeDeclarations(r: Random, module: WasmModule, features: FeatureSet): void {
  const type = r.pick(valueTypes(features));
  switch (r.below(14)) {
    case 0:
      module.exports.push({ name: r.pick(['f', 'x']), kind: r.pick(['function', 'table', 'memory', 'global', 'tag']), index: r.below(4) });
      return;
    case 1:
      module.start = r.below(5);
      return;
    case 2:
      module.hasDataCount = false;
      return;
    case 3:
      module.memories[0] = { min: r.pick([0, 3, 65536, 65537]), max: r.pick([0, 3, 65536, 65537]), shared: r.oneIn(2) };
      return;
    case 4:
      module.memories[0] = { min: 0, shared: r.oneIn(2) };
      return;
    case 5:
      module.tables.push({ type: { element: type, min: r.below(3), max: r.below(3) }, initial: undefined });
      return;
    case 6:
      module.globals.push({ type: { type, mutable: r.oneIn(2) }, initial: constant(r.oneIn(2) ? type : r.pick(valueTypes(features))) });
      return;
    case 7:
      module.globals.unshift({ type: { type: i32, mutable: r.oneIn(2) }, initial: ConstExpression.globalGet(r.below(4)) });
      return;
    case 8:
      module.elements.push({ mode: { offset: constant(r.pick([i32, i64])), table: r.below(3) }, items: [r.below(6)], explicit: false });
      return;
    case 9:
      module.elements.push({
        mode: { offset: constant(i32), table: r.below(3) },
        items: { type, expressions: [constant(type)] },
        explicit: false,
      });
      return;
    case 10:
      module.data.push({
        mode: { offset: constant(r.pick([i32, i64])), memory: r.below(2) },
        bytes: Uint8Array.of(),
        explicit: r.oneIn(2),
      });
      return;
    case 11:
      module.tags.push(r.below(8));
      return;
    case 12:
      module.functions[r.below(module.functions.length)] = r.below(8);
      return;
    default:
      changeTypes(r, module, features);
  }
}

function changeTypes(r: Random, module: WasmModule, features: FeatureSet): void {
  const group = module.types[r.below(module.types.length)];
  const definition = group?.types[0];
  if (group === undefined || definition === undefined) return;
  const type = r.pick(valueTypes(features));
  const at = r.below(6);
  if (features === 'base' || r.oneIn(3)) {
    if (definition.kind === 'function') group.types[0] = { ...definition, results: [...definition.results, type] };
  } else if (at < 2) group.types[0] = { ...definition, supertype: r.below(12) };
  else if (at < 4) group.types[0] = { ...definition, open: r.oneIn(2) };
  else if (definition.kind === 'struct')
    group.types[0] = { ...definition, fields: [...definition.fields, { type: ValueType.refNull(r.below(12)), mutable: r.oneIn(2) }] };
  else module.types.splice(at, 0, { types: [{ kind: 'array', element: { type, mutable: r.oneIn(2) } }], explicit: false });
}

function changeCode(r: Random, module: WasmModule, features: FeatureSet): void {
  const code = module.code[r.below(module.code.length)];
  if (code === undefined) return;
  if (r.oneIn(6)) {
    code.locals.push(
      1,
      features === 'all' && r.oneIn(2) ? ValueType.ref(r.pick([HeapType.func, HeapType.any, 5])) : r.pick(valueTypes(features)),
    );
    return;
  }
  const starts: number[] = [];
  readInstructions(code.body, 0, code.body.length, (_, offset) => starts.push(offset));
  const instructions = starts.map((start, i) => code.body.subarray(start, starts[i + 1] ?? code.body.length));
  for (let n = 1 + r.below(2); n > 0; n--) {
    const at = r.below(instructions.length);
    switch (r.below(5)) {
      case 0:
        instructions.splice(at, 1);
        break;
      case 1:
        instructions.splice(at, 0, instructions[r.below(instructions.length)] ?? Uint8Array.of());
        break;
      case 2: {
        const other = r.below(instructions.length);
        const moved = instructions[at];
        instructions[at] = instructions[other] ?? Uint8Array.of();
        if (moved !== undefined) instructions[other] = moved;
        break;
      }
      case 3:
        instructions.splice(at, r.below(2), anyInstruction(r, features));
        break;
      default: {
        const changed = instructions[at]?.slice();
        if (changed === undefined) break;
        changed[r.below(changed.length)] = r.below(10);
        instructions[at] = changed;
      }
    }
  }
  code.body = Uint8Array.from(instructions.flatMap((bytes) => [...bytes]));
}

function anyInstruction(r: Random, features: FeatureSet): Uint8Array {
  const rows = instructionTable.filter(({ group }) => features === 'all' || (group !== 'gc' && group !== 'relaxedSimd'));
  const row = rows[r.below(rows.length)];
  if (row === undefined) return Uint8Array.of();
  const bytes: number[] = row.prefix < 0 ? [] : [row.prefix];
  if (row.opcode < 0x80 || row.prefix < 0) bytes.push(row.opcode);
  else bytes.push((row.opcode & 0x7f) | 0x80, row.opcode >> 7);
  for (const kind of row.immediates) {
    if (kind === 'blocktype') bytes.push(r.pick([0x40, 0x7f, 0x70, 0, 1, 2]));
    else if (kind === 'heaptype') bytes.push(r.pick([0x70, 0x6f, 0x6e, 0x6c, 0, 5, 6]));
    else if (kind === 'valuetypes') bytes.push(1, r.pick([0x7f, 0x7e, 0x70]));
    else if (kind === 'labels') bytes.push(1, r.below(3), r.below(3));
    else if (kind === 'catches') bytes.push(1, r.pick([2, 3]), r.below(2));
    else if (kind.startsWith('memarg')) bytes.push(r.below(5), 0);
    else if (kind === 'f32') bytes.push(0, 0, 0, 0);
    else if (kind === 'f64') bytes.push(0, 0, 0, 0, 0, 0, 0, 0);
    else if (kind === 'v128' || kind === 'lanes16') for (let i = 0; i < 16; i++) bytes.push(r.below(34));
    else bytes.push(r.below(4));
  }
  return Uint8Array.from(bytes);
}
