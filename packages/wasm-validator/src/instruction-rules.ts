/** The rules of the instructions whose types are not fixed (WebAssembly 3.0, section 3.4). */
import type { FieldType, TableType } from '@beamline/module-writer';
import { CatchKind, HeapType, type Instruction, ValueType } from '@beamline/wasm-asm';
import type { CodeState } from './code-state.js';
import {
  BOTTOM,
  BOTTOM_REF,
  isDefaultable,
  isNullable,
  isNumberOrVector,
  isPacked,
  isReference,
  nonNull,
  normalise,
  reference,
  typeName,
  unpacked,
} from './reference-types.js';
import type { FunctionShape } from './type-space.js';
import { tableAddress } from './validation-context.js';

const { i32 } = ValueType;

/** Checks the instruction at hand, which is none of fixed types. */
export function checkSpecial(v: CodeState, instruction: Instruction): void {
  const [a = 0, b = 0] = v.values;
  switch (instruction.name) {
    // --- Parametric and control -------------------------------------------------------------
    case 'unreachable':
      v.unreachable();
      return;
    case 'drop':
      v.popAny();
      return;
    case 'select':
      if (instruction.opcode === 0x1c) selectTyped(v);
      else select(v);
      return;
    case 'block':
    case 'loop':
    case 'try':
      open(v, instruction.name, a);
      return;
    case 'if':
      v.pop(i32);
      open(v, 'if', a);
      return;
    case 'else': {
      if (v.frame.kind !== 'if') v.fail('misplaced-instruction', 'an open if', v.frame.kind);
      const { params, results } = v.close();
      v.open('else', params, results);
      return;
    }
    case 'end':
      end(v);
      return;
    case 'try_table':
      tryTable(v, a);
      return;
    case 'catch':
      legacyHandler(v, 'catch', tagParams(v, a));
      return;
    case 'catch_all':
      legacyHandler(v, 'catch_all', []);
      return;
    case 'delegate': {
      if (v.frame.kind !== 'try') v.fail('misplaced-instruction', 'an open try', v.frame.kind);
      const { results } = v.close();
      // Counted from outside the `try`, which has just been closed.
      v.label(a);
      v.pushAll(results);
      return;
    }
    case 'rethrow': {
      const { kind } = v.label(a);
      if (kind !== 'catch' && kind !== 'catch_all') v.fail('unknown-label', 'the label of a catch', kind);
      v.unreachable();
      return;
    }
    case 'throw':
      v.popAll(tagParams(v, a));
      v.unreachable();
      return;
    case 'throw_ref':
      v.pop(ValueType.exnref);
      v.unreachable();
      return;
    case 'br':
      v.popAll(v.labelTypes(a));
      v.unreachable();
      return;
    case 'br_if':
      v.pop(i32);
      branch(v, v.labelTypes(a));
      return;
    case 'br_table':
      branchTable(v, a);
      return;
    case 'return':
      v.popAll(v.functionResults);
      v.unreachable();
      return;
    case 'br_on_null': {
      const type = v.popReference();
      branch(v, v.labelTypes(a));
      v.push(nonNull(type));
      return;
    }
    case 'br_on_non_null':
      branchWith(v, a, nonNull(v.popReference()));
      return;
    case 'br_on_cast':
    case 'br_on_cast_fail':
      branchOnCast(v, instruction.name === 'br_on_cast_fail');
      return;

    // --- Calls ------------------------------------------------------------------------------
    case 'call':
      call(v, functionShape(v, a));
      return;
    case 'return_call':
      returnCall(v, functionShape(v, a));
      return;
    case 'call_indirect':
      call(v, indirectShape(v, a, b));
      return;
    case 'return_call_indirect':
      returnCall(v, indirectShape(v, a, b));
      return;
    case 'call_ref':
    case 'return_call_ref': {
      const shape = v.functionShape(a);
      v.pop(reference(a, true));
      if (instruction.name === 'call_ref') call(v, shape);
      else returnCall(v, shape);
      return;
    }

    // --- Variables --------------------------------------------------------------------------
    case 'local.get': {
      const type = v.localType(a);
      v.checkInitialised(a, type);
      v.push(type);
      return;
    }
    case 'local.set':
    case 'local.tee': {
      const type = v.localType(a);
      v.pop(type);
      v.initialise(a, type);
      if (instruction.name === 'local.tee') v.push(type);
      return;
    }
    case 'global.get':
      globalGet(v, a);
      return;
    case 'global.set': {
      const type =
        v.context.declarations.globals[a] ?? v.fail('unknown-global', `less than ${v.context.declarations.globals.length}`, `${a}`);
      if (type.mutable !== true) v.fail('immutable', '', `global ${a}`);
      v.pop(normalise(type.type));
      return;
    }

    // --- Tables, memories, segments ---------------------------------------------------------
    case 'table.get': {
      const table = v.context.table(v, a);
      v.pop(tableAddress(table));
      v.push(normalise(table.element));
      return;
    }
    case 'table.set': {
      const table = v.context.table(v, a);
      v.pop(normalise(table.element));
      v.pop(tableAddress(table));
      return;
    }
    case 'table.size':
      v.push(tableAddress(v.context.table(v, a)));
      return;
    case 'table.grow': {
      const table = v.context.table(v, a);
      v.pop(tableAddress(table));
      v.pop(normalise(table.element));
      v.push(tableAddress(table));
      return;
    }
    case 'table.fill': {
      const table = v.context.table(v, a);
      v.pop(tableAddress(table));
      v.pop(normalise(table.element));
      v.pop(tableAddress(table));
      return;
    }
    case 'table.copy':
      tableCopy(v, v.context.table(v, a), v.context.table(v, b));
      return;
    case 'table.init': {
      const table = v.context.table(v, b);
      checkMatches(v, elementType(v, a), normalise(table.element));
      v.popAll([tableAddress(table), i32, i32]);
      return;
    }
    case 'elem.drop':
      elementType(v, a);
      return;
    case 'memory.copy': {
      const target = v.context.memoryAddress(v, a);
      const source = v.context.memoryAddress(v, b);
      v.popAll([target, source, narrower(target, source)]);
      return;
    }
    case 'memory.init':
      checkData(v, a);
      v.popAll([v.context.memoryAddress(v, b), i32, i32]);
      return;
    case 'data.drop':
      checkData(v, a);
      return;

    // --- References -------------------------------------------------------------------------
    case 'ref.null':
      v.push(reference(v.checkHeapType(a), true));
      return;
    case 'ref.is_null':
      v.popReference();
      v.push(i32);
      return;
    case 'ref.as_non_null':
      v.push(nonNull(v.popReference()));
      return;
    case 'ref.func': {
      const { functions } = v.context.declarations;
      const type = functions[a] ?? v.fail('unknown-function', `less than ${functions.length}`, `${a}`);
      if (v.context.references?.has(a) === false) v.fail('undeclared-reference', '', `function ${a}`);
      v.push(reference(type, false));
      return;
    }
    case 'ref.eq':
      v.pop(ValueType.eqref);
      v.pop(ValueType.eqref);
      v.push(i32);
      return;
    case 'ref.test':
      v.pop(topOf(v, v.checkHeapType(a)));
      v.push(i32);
      return;
    case 'ref.cast':
      v.pop(topOf(v, v.checkHeapType(a)));
      v.push(reference(a, instruction.opcode === 0x17));
      return;
    case 'any.convert_extern':
      convert(v, ValueType.externref, HeapType.any);
      return;
    case 'extern.convert_any':
      convert(v, ValueType.anyref, HeapType.extern);
      return;
    case 'ref.i31':
      v.pop(i32);
      v.push(ValueType.ref(HeapType.i31));
      return;
    case 'i31.get_s':
    case 'i31.get_u':
      v.pop(ValueType.i31ref);
      v.push(i32);
      return;
    default:
      if (instruction.name.startsWith('struct.')) checkStruct(v, instruction.name, a, b);
      else if (instruction.name.startsWith('array.')) checkArray(v, instruction.name, a, b);
      else v.fail('malformed-instruction', 'an instruction with a rule', instruction.name);
  }
}

// --- Parametric and control -----------------------------------------------------------------

function select(v: CodeState): void {
  v.pop(i32);
  const second = v.popAny();
  const first = v.popAny();
  for (const type of [second, first]) {
    if (type !== BOTTOM && !isNumberOrVector(type)) v.fail('select-of-references', 'a number or vector', typeName(type));
  }
  if (first !== second && first !== BOTTOM && second !== BOTTOM) v.fail('type-mismatch', typeName(first), typeName(second));
  v.push(first === BOTTOM ? second : first);
}

function selectTyped(v: CodeState): void {
  const [count = 0, type = BOTTOM] = v.values;
  if (count !== 1) v.fail('wrong-signature', '1 type', `${count}`);
  const normal = v.checkType(normalise(type));
  v.popAll([normal, normal, i32]);
  v.push(normal);
}

function open(v: CodeState, kind: string, blockType: number): void {
  const { params, results } = v.blockShape(blockType);
  v.popAll(params);
  v.open(kind, params, results);
}

function end(v: CodeState): void {
  const { kind, params, results } = v.close();
  // Without `else`, what comes in is what goes out.
  if (kind === 'if' && !(params.length === results.length && params.every((type, i) => v.types.matches(type, results[i] ?? BOTTOM)))) {
    v.fail('type-mismatch', results.map(typeName).join(' ') || 'nothing', params.map(typeName).join(' ') || 'nothing');
  }
  if (kind !== 'function') v.pushAll(results);
}

function legacyHandler(v: CodeState, kind: string, params: readonly ValueType[]): void {
  if (v.frame.kind !== 'try' && v.frame.kind !== 'catch') v.fail('misplaced-instruction', 'an open try', v.frame.kind);
  const { results } = v.close();
  v.open(kind, params, results);
}

function tryTable(v: CodeState, blockType: number): void {
  const { params, results } = v.blockShape(blockType);
  const [, count = 0] = v.values;
  for (let i = 0; i < count; i++) {
    const kind = v.values[2 + 3 * i] ?? 0;
    const tag = v.values[3 + 3 * i] ?? 0;
    const label = v.values[4 + 3 * i] ?? 0;
    if (kind > CatchKind.catchAllRef) v.fail('malformed-instruction');
    const caught = kind === CatchKind.catch || kind === CatchKind.catchRef ? [...tagParams(v, tag)] : [];
    if (kind === CatchKind.catchRef || kind === CatchKind.catchAllRef) caught.push(CAUGHT_REFERENCE);
    const target = v.labelTypes(label);
    if (caught.length !== target.length || !caught.every((type, n) => v.types.matches(type, target[n] ?? BOTTOM))) {
      v.fail('type-mismatch', target.map(typeName).join(' ') || 'nothing', caught.map(typeName).join(' ') || 'nothing');
    }
  }
  v.popAll(params);
  v.open('try_table', params, results);
}

const CAUGHT_REFERENCE: ValueType = /* @__PURE__ */ ValueType.ref(HeapType.exn);

function tagParams(v: CodeState, tag: number): readonly ValueType[] {
  const { tags } = v.context.declarations;
  return v.functionShape(tags[tag] ?? v.fail('unknown-tag', `less than ${tags.length}`, `${tag}`)).params;
}

/** A branch that may not be taken: what it takes stays. */
function branch(v: CodeState, types: readonly ValueType[]): void {
  v.popAll(types);
  v.pushAll(types);
}

/** A branch that takes one more operand than stays. */
function branchWith(v: CodeState, depth: number, last: ValueType): void {
  const types = v.labelTypes(depth);
  const expected = types.at(-1);
  if (expected === undefined || !isReference(expected))
    v.fail('type-mismatch', 'a label that takes a reference', typeName(expected ?? BOTTOM));
  checkMatches(v, last, expected);
  branch(v, types.slice(0, -1));
}

function branchTable(v: CodeState, count: number): void {
  v.pop(i32);
  const last = v.labelTypes(v.values[count + 1] ?? 0);
  for (let i = 1; i <= count; i++) {
    const types = v.labelTypes(v.values[i] ?? 0);
    if (types.length !== last.length) v.fail('label-arity', `${last.length} operands`, `${types.length}`);
    // Put back as they were: each label sees the operands and not what another label made of them.
    const popped: ValueType[] = [];
    for (let n = types.length - 1; n >= 0; n--) popped.push(v.pop(types[n] ?? BOTTOM));
    v.pushAll(popped.reverse());
  }
  v.popAll(last);
  v.unreachable();
}

function branchOnCast(v: CodeState, onFailure: boolean): void {
  const [flags = 0, depth = 0, from = 0, to = 0] = v.values;
  if (flags > 3) v.fail('malformed-instruction', 'flags up to 3', `${flags}`);
  const source = reference(v.checkHeapType(from), (flags & 1) !== 0);
  const target = reference(v.checkHeapType(to), (flags & 2) !== 0);
  checkMatches(v, target, source);
  v.pop(source);
  const rest = isNullable(target) ? nonNull(source) : source;
  branchWith(v, depth, onFailure ? rest : target);
  v.push(onFailure ? target : rest);
}

// --- Calls ----------------------------------------------------------------------------------

function functionShape(v: CodeState, functionIndex: number): FunctionShape {
  const { functions } = v.context.declarations;
  return v.functionShape(functions[functionIndex] ?? v.fail('unknown-function', `less than ${functions.length}`, `${functionIndex}`));
}

function indirectShape(v: CodeState, typeIndex: number, tableIndex: number): FunctionShape {
  const table = v.context.table(v, tableIndex);
  checkMatches(v, normalise(table.element), ValueType.funcref);
  const shape = v.functionShape(typeIndex);
  v.pop(tableAddress(table));
  return shape;
}

function call(v: CodeState, { params, results }: FunctionShape): void {
  v.popAll(params);
  v.pushAll(results);
}

function returnCall(v: CodeState, { params, results }: FunctionShape): void {
  const wanted = v.functionResults;
  if (results.length !== wanted.length || !results.every((type, i) => v.types.matches(type, wanted[i] ?? BOTTOM))) {
    v.fail('type-mismatch', `results ${wanted.map(typeName).join(' ')}`, results.map(typeName).join(' ') || 'none');
  }
  v.popAll(params);
  v.unreachable();
}

// --- Variables, tables, segments ------------------------------------------------------------

function globalGet(v: CodeState, index: number): void {
  const { globals } = v.context.declarations;
  const type = globals[index];
  if (type === undefined || index >= v.context.visibleGlobals) {
    v.fail('unknown-global', `less than ${Math.min(globals.length, v.context.visibleGlobals)}`, `${index}`);
  }
  if (v.context.constant && type.mutable === true) v.fail('not-constant', 'an immutable global', `global ${index}`);
  v.push(normalise(type.type));
}

function narrower(a: ValueType, b: ValueType): ValueType {
  return a === i32 || b === i32 ? i32 : ValueType.i64;
}

function tableCopy(v: CodeState, target: TableType, source: TableType): void {
  checkMatches(v, normalise(source.element), normalise(target.element));
  const targetAddress = tableAddress(target);
  const sourceAddress = tableAddress(source);
  v.popAll([targetAddress, sourceAddress, narrower(targetAddress, sourceAddress)]);
}

function elementType(v: CodeState, index: number): ValueType {
  const { elements } = v.context.declarations;
  return normalise(elements[index] ?? v.fail('unknown-element', `less than ${elements.length}`, `${index}`));
}

function checkData(v: CodeState, index: number): void {
  if (!v.context.hasDataCount) v.fail('missing-data-count');
  const { dataCount } = v.context.declarations;
  if (index >= dataCount) v.fail('unknown-data', `less than ${dataCount}`, `${index}`);
}

function checkMatches(v: CodeState, found: ValueType, expected: ValueType): void {
  if (!v.types.matches(found, expected)) v.fail('type-mismatch', typeName(expected), typeName(found));
}

// --- References -----------------------------------------------------------------------------

function topOf(v: CodeState, heapType: HeapType): ValueType {
  return reference(v.types.top(heapType), true);
}

function convert(v: CodeState, from: ValueType, to: HeapType): void {
  const found = v.pop(from);
  v.push(reference(to, found !== BOTTOM && found !== BOTTOM_REF && isNullable(found)));
}

// --- Structures and arrays ------------------------------------------------------------------

function checkStruct(v: CodeState, name: string, typeIndex: number, fieldIndex: number): void {
  v.checkTypeIndex(typeIndex);
  const definition = v.types.get(typeIndex);
  if (definition?.kind !== 'struct') v.fail('wrong-kind-of-type', 'a structure type', `type ${typeIndex}`);
  const { fields } = definition;
  if (name === 'struct.new') {
    v.popAll(fields.map(({ type }) => unpacked(type)));
    v.push(reference(typeIndex, false));
    return;
  }
  if (name === 'struct.new_default') {
    for (const { type } of fields) checkDefaultable(v, type);
    v.push(reference(typeIndex, false));
    return;
  }
  const field = fields[fieldIndex] ?? v.fail('unknown-field', `less than ${fields.length}`, `${fieldIndex}`);
  if (name === 'struct.set') {
    checkMutable(v, field);
    v.pop(unpacked(field.type));
    v.pop(reference(typeIndex, true));
    return;
  }
  checkAccess(v, field, name !== 'struct.get');
  v.pop(reference(typeIndex, true));
  v.push(unpacked(field.type));
}

function checkArray(v: CodeState, name: string, typeIndex: number, second: number): void {
  if (name === 'array.len') {
    v.pop(ValueType.arrayref);
    v.push(i32);
    return;
  }
  const element = arrayElement(v, typeIndex);
  const value = unpacked(element.type);
  const array = reference(typeIndex, true);
  const made = reference(typeIndex, false);
  switch (name) {
    case 'array.new':
      v.popAll([value, i32]);
      v.push(made);
      return;
    case 'array.new_default':
      checkDefaultable(v, element.type);
      v.pop(i32);
      v.push(made);
      return;
    case 'array.new_fixed':
      for (let i = 0; i < second; i++) {
        v.pop(value);
        // All further operands are there, too: a count of billions needs no loop.
        if (v.frame.unreachable && v.height === v.frame.height) break;
      }
      v.push(made);
      return;
    case 'array.new_data':
      checkNumeric(v, value);
      checkData(v, second);
      v.popAll([i32, i32]);
      v.push(made);
      return;
    case 'array.new_elem':
      checkMatches(v, elementType(v, second), value);
      v.popAll([i32, i32]);
      v.push(made);
      return;
    case 'array.get':
    case 'array.get_s':
    case 'array.get_u':
      checkAccess(v, element, name !== 'array.get');
      v.popAll([array, i32]);
      v.push(value);
      return;
    case 'array.set':
      checkMutable(v, element);
      v.popAll([array, i32, value]);
      return;
    case 'array.fill':
      checkMutable(v, element);
      v.popAll([array, i32, value, i32]);
      return;
    case 'array.copy': {
      const source = arrayElement(v, second);
      checkMutable(v, element);
      if (!v.types.storageMatches(source.type, element.type)) v.fail('type-mismatch', typeName(element.type), typeName(source.type));
      v.popAll([array, i32, reference(second, true), i32, i32]);
      return;
    }
    case 'array.init_data':
      checkMutable(v, element);
      checkNumeric(v, value);
      checkData(v, second);
      v.popAll([array, i32, i32, i32]);
      return;
    case 'array.init_elem':
      checkMutable(v, element);
      checkMatches(v, elementType(v, second), value);
      v.popAll([array, i32, i32, i32]);
      return;
    default:
      v.fail('malformed-instruction', 'an instruction with a rule', name);
  }
}

function arrayElement(v: CodeState, typeIndex: number): FieldType {
  v.checkTypeIndex(typeIndex);
  const definition = v.types.get(typeIndex);
  return definition?.kind === 'array' ? definition.element : v.fail('wrong-kind-of-type', 'an array type', `type ${typeIndex}`);
}

function checkMutable(v: CodeState, field: FieldType): void {
  if (field.mutable !== true) v.fail('immutable', 'a mutable field');
}

function checkAccess(v: CodeState, field: FieldType, extending: boolean): void {
  if (isPacked(field.type) !== extending)
    v.fail('packed-access', extending ? 'a packed field' : 'a field that is not packed', typeName(field.type));
}

function checkDefaultable(v: CodeState, type: ValueType): void {
  if (!isPacked(type) && !isDefaultable(normalise(type))) v.fail('not-defaultable', '', typeName(normalise(type)));
}

function checkNumeric(v: CodeState, type: ValueType): void {
  if (!isNumberOrVector(type)) v.fail('type-mismatch', 'numbers or vectors', typeName(type));
}
