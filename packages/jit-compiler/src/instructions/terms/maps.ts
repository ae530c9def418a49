import { type AtomTerm, type IntegerTerm, OperandKind } from '@beamline/beam-file';
import {
  EMPTY_TUPLE,
  FLAT_LIMIT,
  HeaderTag,
  inBody,
  KEY_HINT_COUNT,
  KEY_HINTS,
  KEY_NUMBER_BITS,
  LinkFixupKind,
  SCRATCH,
  SCRATCH_WORDS,
  TermTag,
} from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import type { InstructionGroup, InstructionRow } from '../instruction.js';

/** The external term of the empty map. */
const EMPTY_MAP = [131, 116, 0, 0, 0, 0];

/** Operands of `put_map_*`: source, destination, number of list elements, first element. */
const PUT = { source: 1, destination: 2, count: 4, list: 5 } as const;
/** Operands of `get_map_elements` and `has_map_fields`. */
const GET = { source: 1, count: 2, list: 3 } as const;

/** `put_map_*` without a fail label. */
function putMap(f: FunctionContext, k: number, kernelName: string): void {
  const { asm, backend } = f;
  const map = backend.allocateI32();
  const simple = !f.compact && f.value(k + PUT.count) === 2 && f.isImmediate(k + PUT.list);
  if (simple) {
    // One key that a flat map has where the hint says.
    f.push(k + PUT.source);
    asm.local.set(map);
    backend.openBlock();
    backend.openBlock();
    asm.local.get(map);
    backend.hasPrimary(TermTag.boxed, true);
    asm.brIf(0);
    asm.local.get(map);
    backend.hasHeaderTag(HeaderTag.map, true);
    asm.brIf(0);
    const keys = pushKeys(f, map);
    const offset = pushHint(f, keys, k + PUT.list, 0);
    asm.local.get(map);
    asm.local.get(offset);
    asm.i32.const(4);
    asm.i32.add();
    f.push(k + PUT.list + 1);
    backend.callKernel('mapWithWord');
    asm.local.set(map);
    asm.br(1);
    backend.close();
    backend.freeI32(offset);
    backend.freeI32(keys);
    asm.local.get(map);
    f.push(k + PUT.list);
    f.push(k + PUT.list + 1);
    asm.i32.const(hintAddress(f, k + PUT.list));
    backend.callKernel('mapReplace');
    asm.local.tee(map);
    asm.brIf(0);
  }
  putPairs(f, k, map, () => {
    backend.pushFlaggedSp();
    f.pushSite();
    backend.callKernel(inBody(kernelName));
    asm.local.tee(map);
    asm.i32.eqz();
    backend.exitIf();
  });
  if (simple) backend.close();
  f.storeLocal(k + PUT.destination, map);
  backend.freeI32(map);
}

/** True for pairs that go into the empty map. */
function isNewMap(f: FunctionContext, k: number): boolean {
  if (f.kind(k + PUT.source) !== OperandKind.literalTerm) return false;
  const literal = f.module.beam.literals[f.value(k + PUT.source)];
  return literal?.length === EMPTY_MAP.length && EMPTY_MAP.every((byte, i) => byte === literal[i]);
}

/** Makes a map of keys that are known, whose tuple is a literal. False if it has others than atoms and small integers. */
function makeMap(f: FunctionContext, k: number): boolean {
  const { asm, backend } = f;
  const size = f.value(k + PUT.count) / 2;
  const pairs: { readonly key: AtomTerm | IntegerTerm; readonly value: number }[] = [];
  for (let i = 0; i < size; i++) {
    const at = k + PUT.list + 2 * i;
    if (f.isSmallConstant(at)) pairs.push({ key: { kind: 'integer', value: f.value(at) }, value: at + 1 });
    else if (f.kind(at) === OperandKind.atom) pairs.push({ key: { kind: 'atom', name: f.module.atom(f.value(at)) }, value: at + 1 });
    else return false;
  }
  pairs.sort((a, b) => compareKeys(a.key, b.key));
  if (size > FLAT_LIMIT || pairs.some(({ key }, i) => i > 0 && compareKeys(pairs[i - 1]?.key ?? key, key) === 0)) return false;
  const keys = f.module.keysLiteral(pairs.map(({ key }) => key));
  const top = backend.allocateI32();
  asm.i32.const(4 * (size + 2));
  backend.callKernel('allocateNoCollect');
  asm.local.tee(top);
  asm.i32.const(((size + 1) << TermTag.arityShift) | HeaderTag.map);
  asm.i32.store(0);
  asm.local.get(top);
  backend.pushRelocated(LinkFixupKind.literal, keys);
  asm.i32.store(4);
  // Which order atoms have is up to the machine.
  const isInOrder = pairs.filter(({ key }) => key.kind === 'atom').length < 2;
  pairs.forEach(({ value }, i) => {
    asm.local.get(top);
    if (!isInOrder) {
      backend.pushRelocated(LinkFixupKind.keyOffset, (keys << KEY_NUMBER_BITS) | i);
      asm.i32.add();
    }
    f.push(value);
    asm.i32.store(isInOrder ? 8 + 4 * i : 8);
  });
  f.beginStore(k + PUT.destination);
  asm.local.get(top);
  asm.i32.const(TermTag.boxed);
  asm.i32.add();
  f.endStore(k + PUT.destination);
  backend.freeI32(top);
  return true;
}

const encoder = new TextEncoder();

/** The order of terms: integers, then atoms by their text in UTF-8. */
function compareKeys(a: AtomTerm | IntegerTerm, b: AtomTerm | IntegerTerm): number {
  if (a.kind === 'integer') return b.kind === 'integer' ? Number(a.value) - Number(b.value) : -1;
  if (b.kind === 'integer') return 1;
  const x = encoder.encode(a.name);
  const y = encoder.encode(b.name);
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return (x[i] ?? 0) - (y[i] ?? 0);
  return x.length - y.length;
}

/** Local of the address of the tuple of a map's keys: of an empty one if the map is not flat. */
function pushKeys(f: FunctionContext, map: number): number {
  const { asm, backend } = f;
  const keys = backend.allocateI32();
  asm.local.get(map);
  asm.i32.load(4 - TermTag.boxed);
  asm.local.tee(keys);
  asm.i32.const(TermTag.boxed);
  asm.i32.sub();
  asm.i32.const(EMPTY_TUPLE);
  asm.local.get(keys);
  backend.hasPrimary(TermTag.boxed, false);
  asm.select();
  asm.local.set(keys);
  return keys;
}

/** Address of the hint of a key of the current instruction. */
function hintAddress(f: FunctionContext, key: number): number {
  let hash = f.instruction * 31 + key;
  const name = f.module.beam.module;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) >>> 0;
  return KEY_HINTS + (hash % KEY_HINT_COUNT);
}

/** Local of the hint of a key, its byte offset in the tuple; leaves `label` blocks if the key is not there. */
function pushHint(f: FunctionContext, keys: number, key: number, label: number): number {
  const { asm, backend } = f;
  const offset = backend.allocateI32();
  asm.i32.const(0);
  asm.i32.load8U(hintAddress(f, key));
  asm.local.tee(offset);
  // The header of a tuple has its size in bytes above the lowest four bits.
  asm.local.get(keys);
  asm.i32.load(0);
  asm.i32.const(TermTag.arityShift - 2);
  asm.i32.shrU();
  asm.i32.gtU();
  backend.hint(false);
  asm.brIf(label);
  asm.local.get(keys);
  asm.local.get(offset);
  asm.i32.add();
  asm.i32.load(0);
  f.push(key);
  asm.i32.ne();
  backend.hint(false);
  asm.brIf(label);
  return offset;
}

/** Local that is 0 if `put_map_*` has failed; otherwise the destination is written. */
function putMapInGuard(f: FunctionContext, k: number, kernelName: string): number {
  const { asm, backend } = f;
  const map = backend.allocateI32();
  backend.openBlock();
  putPairs(f, k, map, () => {
    backend.callKernel(kernelName);
    asm.local.tee(map);
    asm.i32.eqz();
    asm.brIf(0);
  });
  f.storeLocal(k + PUT.destination, map);
  backend.close();
  return map;
}

/**
 * Puts the pairs of `put_map_*` into the scratch area, as many at a time as it holds. For each lot `call` finds the
 * map, at first the source, and the number of pairs on the operand stack; it leaves the next map in the local.
 */
function putPairs(f: FunctionContext, k: number, map: number, call: () => void): void {
  const { asm } = f;
  const count = f.value(k + PUT.count);
  if (count === 0 || count % 2 !== 0) throw f.malformed(`${count} operands do not make pairs of key and value`);
  f.push(k + PUT.source);
  asm.local.set(map);
  for (let from = 0; from < count; from += SCRATCH_WORDS) {
    const words = Math.min(count - from, SCRATCH_WORDS);
    for (let i = 0; i < words; i++) {
      asm.i32.const(0);
      f.push(k + PUT.list + from + i);
      asm.i32.store(SCRATCH + 4 * i);
    }
    asm.local.get(map);
    asm.i32.const(words / 2);
    call();
  }
}

/**
 * Looks keys up; if each of them has a destination after it (`step` is 2), writes their values: local that is 0 if one of the keys is not there.
 * The values of those before it may have been written then.
 */
function find(f: FunctionContext, k: number, step: 1 | 2): number {
  const { asm, backend } = f;
  const count = f.value(k + GET.count);
  if (count === 0 || count % step !== 0) throw f.malformed(`${count} operands do not make keys`);
  // A value may go to the register of the map.
  const map = backend.allocateI32();
  const found = backend.allocateI32();
  f.push(k + GET.source);
  asm.local.set(map);
  const keys = f.compact ? -1 : pushKeys(f, map);
  backend.openBlock();
  for (let i = 0; i < count; i += step) {
    const key = k + GET.list + i;
    const hinted = !f.compact && f.isImmediate(key);
    if (hinted) {
      backend.openBlock();
      backend.openBlock();
      const offset = pushHint(f, keys, key, 0);
      asm.local.get(map);
      asm.local.get(offset);
      asm.i32.add();
      asm.i32.const(4 - TermTag.boxed);
      asm.i32.add();
      asm.local.set(found);
      asm.br(1);
      backend.close();
      backend.freeI32(offset);
    }
    asm.local.get(map);
    f.push(key);
    if (hinted) asm.i32.const(hintAddress(f, key));
    backend.callKernel(hinted ? 'mapFindHinted' : 'mapFind');
    asm.local.tee(found);
    asm.i32.eqz();
    asm.brIf(hinted ? 1 : 0);
    if (hinted) backend.close();
    if (step === 1) continue;
    f.beginStore(key + 1);
    asm.local.get(found);
    asm.i32.load(0);
    f.endStore(key + 1);
  }
  backend.close();
  if (keys >= 0) backend.freeI32(keys);
  backend.freeI32(map);
  return found;
}

/** Pushes whether a local is not 0, and frees it. */
function pushOutcome(f: FunctionContext, negated: boolean, result: number): void {
  f.asm.local.get(result);
  if (negated) f.asm.i32.eqz();
  f.backend.freeI32(result);
}

function putRow(kernelName: string, step: (f: FunctionContext, k: number) => void): InstructionRow {
  return {
    kind: 'guard',
    step,
    condition: (f, k, negated) => pushOutcome(f, negated, putMapInGuard(f, k, kernelName)),
    destinations: [2],
    kernelOf: ({ code }, k) => [code.values[k] === 0 ? inBody(kernelName) : kernelName, 'mapWithWord', 'mapReplace', 'allocateNoCollect'],
  };
}

function findRow(step: 1 | 2): InstructionRow {
  return {
    kind: 'condition',
    condition: (f, k, negated) => pushOutcome(f, negated, find(f, k, step)),
    kernel: ['mapFind', 'mapFindHinted'],
  };
}

/** Maps. */
export const mapInstructions: InstructionGroup = {
  title: 'maps',
  instructions: {
    put_map_assoc: putRow('putMapAssoc', (f, k) => {
      if (!isNewMap(f, k) || !makeMap(f, k)) putMap(f, k, 'putMapAssoc');
    }),
    put_map_exact: putRow('putMapExact', (f, k) => putMap(f, k, 'putMapExact')),
    get_map_elements: findRow(2),
    has_map_fields: findRow(1),
  },
};
