import { type Code, type Lambda, Opcode, OperandKind } from '@beamline/beam-file';
import { SP_LOCAL } from '@beamline/jit-backend';
import { FunOffset, HeaderTag, LinkFixupKind, smallTerm, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { limited, MAXIMUM_LIVE, MAXIMUM_WORDS } from '../../function/operand-limits.js';
import { CHECKS_IN_FRONT } from '../../verification/guards.js';
import type { InstructionGroup } from '../instruction.js';

/** Bytes of a float on the heap. */
const FLOAT_BYTES = 12;

/** Most elements of a tuple that one instruction may copy. */
const MAXIMUM_RECORD = 0xffff;

/** Bytes of heap that an allocation operand asks for: a number of words, or a list of kinds and counts. */
export function heapBytes(f: FunctionContext, k: number): number {
  if (f.kind(k) !== OperandKind.allocList) return 4 * limited(f, k, MAXIMUM_WORDS);
  const bytes = heapBytesOf(f.code, k);
  if (bytes > 4 * MAXIMUM_WORDS) throw f.malformed(`${bytes} bytes of heap are too many`);
  return bytes;
}

/** Bytes of heap that an allocation operand asks for, whatever their number. */
export function heapBytesOf({ kinds, values }: Code, k: number): number {
  if (kinds[k] !== OperandKind.allocList) return 4 * (values[k] ?? 0);
  let bytes = 0;
  for (let i = 0; i < (values[k] ?? 0); i++) {
    const kind = values[k + 1 + 2 * i] ?? 0;
    bytes += (values[k + 2 + 2 * i] ?? 0) * (kind === 0 ? 4 : kind === 1 ? FLOAT_BYTES : FunOffset.free);
  }
  return bytes;
}

/** Number of operand entries of an allocation operand. */
export function heapOperands({ kinds, values }: Code, k: number): number {
  return kinds[k] === OperandKind.allocList ? 1 + 2 * (values[k] ?? 0) : 1;
}

/** The heap of `test_heap` and `allocate_heap`. */
function reserveHeap(f: FunctionContext, need: number, live: number): void {
  f.flushHeap();
  const top = f.backend.allocateI32();
  f.backend.testHeap(need, f.liveRegisters(live), top);
  f.heapLocal = top;
  f.heapUsed = 0;
}

/**
 * Makes sure of heap for what follows an instruction that has made a term: the registers that live on are kept, and
 * its destination.
 */
export function collectLive(f: FunctionContext, need: number, live: number, destination: number): void {
  const registers = f.liveRegisters(limited(f, live, MAXIMUM_LIVE));
  const register = f.value(destination);
  if (f.kind(destination) === OperandKind.x && !registers.includes(register)) registers.push(register);
  const top = f.backend.allocateI32();
  f.backend.testHeap(need, registers, top);
  f.heapLocal = top;
  f.heapUsed = 0;
}

/**
 * Y registers that may be read before they are written: a frame is seen by the collector and the exception
 * scan, so all that the next simple instructions do not set are made nil. Returns the registers to set.
 */
function unsetRegisters(f: FunctionContext, count: number): number[] {
  const { opcodes, operandStart } = f.code;
  const unset = new Set<number>();
  for (let y = 0; y < count; y++) unset.add(y);
  const sets = (k: number): void => {
    if (f.kind(k) === OperandKind.y) unset.delete(f.value(k));
  };
  for (let i = f.instruction + 1; i < f.info.to && unset.size > 0; i++) {
    // A check may raise: the frame is seen then.
    if ((f.guards(i) & CHECKS_IN_FRONT) !== 0) break;
    const k = operandStart[i] ?? 0;
    switch (opcodes[i]) {
      case Opcode.move:
        sets(k + 1);
        continue;
      case Opcode.init_yregs:
        for (let j = 1; j <= f.value(k); j++) sets(k + j);
        continue;
      case Opcode.get_tuple_element:
        sets(k + 2);
        continue;
      case Opcode.get_list:
        sets(k + 1);
        sets(k + 2);
        continue;
      case Opcode.get_hd:
      case Opcode.get_tl:
        sets(k + 1);
        continue;
      case Opcode.line:
      case Opcode.swap:
        continue;
    }
    break;
  }
  return [...unset];
}

function setNil(f: FunctionContext, y: number): void {
  f.asm.local.get(SP_LOCAL);
  f.asm.i32.const(TermTag.nil);
  f.asm.i32.store(f.backend.yOffset(y));
}

function addFrame(f: FunctionContext, count: number): void {
  if (f.backend.hasFrame) throw f.malformed('there is a frame already');
  f.backend.allocateFrame(count + 1 + f.framePadding);
  for (const y of unsetRegisters(f, count)) setNil(f, y);
  for (let i = 0; i < f.framePadding; i++) setNil(f, count + i);
}

function move(f: FunctionContext, k: number): void {
  if (f.kind(k) === f.kind(k + 1) && f.value(k) === f.value(k + 1) && f.isRegister(k)) return;
  f.beginStore(k + 1);
  f.push(k);
  f.endStore(k + 1);
}

function swap(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const first = backend.allocateI32();
  f.push(k);
  asm.local.set(first);
  f.beginStore(k);
  f.push(k + 1);
  f.endStore(k);
  f.storeLocal(k + 1, first);
  backend.freeI32(first);
}

function getList(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const list = f.localOf(k);
  const head = backend.allocateI32();
  asm.local.get(list);
  backend.getHead();
  asm.local.set(head);
  f.beginStore(k + 2);
  asm.local.get(list);
  backend.getTail();
  f.endStore(k + 2);
  // Of two destinations that are one the tail stays.
  if (f.kind(k + 1) !== f.kind(k + 2) || f.value(k + 1) !== f.value(k + 2)) f.storeLocal(k + 1, head);
  backend.freeI32(head);
  f.release(k, list);
}

function getHd(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.beginStore(k + 1);
  f.push(k);
  backend.getHead();
  f.endStore(k + 1);
}

function getTl(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.beginStore(k + 1);
  f.push(k);
  backend.getTail();
  f.endStore(k + 1);
}

function getTupleElement(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.beginStore(k + 2);
  f.push(k);
  backend.getElement(limited(f, k + 1, MAXIMUM_WORDS));
  f.endStore(k + 2);
}

function setTupleElement(f: FunctionContext, k: number): void {
  const { asm } = f;
  f.push(k + 1);
  f.push(k);
  asm.i32.store(2 + 4 * limited(f, k + 2, MAXIMUM_WORDS));
}

function putList(f: FunctionContext, k: number): void {
  const { asm } = f;
  const offset = f.takeHeap(8);
  const cell = f.heapLocal;
  asm.local.get(cell);
  f.push(k + 1);
  asm.i32.store(offset);
  asm.local.get(cell);
  f.push(k);
  asm.i32.store(offset + 4);
  f.storePointer(k + 2, offset, TermTag.cons);
}

function putTuple2(f: FunctionContext, k: number): void {
  const { asm } = f;
  const count = f.value(k + 1);
  const offset = f.takeHeap(4 * (count + 1));
  const box = f.heapLocal;
  asm.local.get(box);
  asm.i32.const(count << TermTag.arityShift);
  asm.i32.store(offset);
  for (let i = 0; i < count; i++) {
    asm.local.get(box);
    f.push(k + 2 + i);
    asm.i32.store(offset + 4 + 4 * i);
  }
  f.storePointer(k, offset, TermTag.boxed);
}

function updateRecord(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const size = limited(f, k + 1, MAXIMUM_RECORD);
  const count = f.value(k + 4);
  const source = f.localOf(k + 2);
  const offset = f.takeHeap(4 * (size + 1));
  const box = f.heapLocal;
  asm.local.get(box);
  asm.i32.const(size << TermTag.arityShift);
  asm.i32.store(offset);
  /** By element, from 1: operand of the new value. */
  const updates = new Map<number, number>();
  for (let i = 0; i < count; i += 2) updates.set(f.value(k + 5 + i), k + 6 + i);
  for (let element = 1; element <= size; element++) {
    const update = updates.get(element);
    asm.local.get(box);
    if (update === undefined) {
      asm.local.get(source);
      backend.getElement(element - 1);
    } else {
      f.push(update);
    }
    asm.i32.store(offset + 4 * element);
  }
  f.release(k + 2, source);
  f.storePointer(k + 3, offset, TermTag.boxed);
}

function makeFun3(f: FunctionContext, k: number): void {
  const lambda = f.module.beam.lambdas[f.value(k)];
  if (lambda === undefined) throw f.malformed(`there is no lambda ${f.value(k)}`);
  const free = f.value(k + 2);
  if (free !== lambda.numFree) throw f.malformed(`lambda ${f.value(k)} has ${lambda.numFree} free variables, not ${free}`);
  const offset = f.takeHeap(FunOffset.free + 4 * free);
  writeFun(f, lambda, f.value(k), f.heapLocal, offset, (i) => f.push(k + 3 + i));
  f.storePointer(k + 1, offset, TermTag.boxed);
}

/** `make_fun2`: of the first X registers, to x0. Unlike the instruction of today it makes sure of heap itself. */
function makeFun2(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const lambda = f.module.beam.lambdas[f.value(k)];
  if (lambda === undefined) throw f.malformed(`there is no lambda ${f.value(k)}`);
  f.flushHeap();
  const box = backend.allocateI32();
  asm.i32.const(FunOffset.free + 4 * lambda.numFree);
  backend.callKernel('allocateNoCollect');
  asm.local.set(box);
  writeFun(f, lambda, f.value(k), box, 0, (i) => asm.local.get(backend.xLocal(i)));
  asm.local.get(box);
  asm.i32.const(TermTag.boxed);
  asm.i32.add();
  asm.local.set(backend.xLocal(0));
  backend.freeI32(box);
}

/** Writes a fun at an offset from a local. */
function writeFun(f: FunctionContext, lambda: Lambda, index: number, box: number, offset: number, pushFree: (i: number) => void): void {
  const { asm, backend } = f;
  const free = lambda.numFree;
  const header = (FunOffset.free / 4 - 1 + free) << TermTag.arityShift;
  asm.local.get(box);
  asm.i32.const(header | HeaderTag.fun);
  asm.i32.store(offset);
  asm.local.get(box);
  backend.pushRelocated(LinkFixupKind.tableIndexTerm, f.module.lambdaTableOffset(index));
  asm.i32.store(offset + FunOffset.entry);
  asm.local.get(box);
  asm.i32.const(smallTerm(lambda.arity - free));
  asm.i32.store(offset + FunOffset.arity);
  asm.local.get(box);
  backend.pushRelocated(LinkFixupKind.lambda, index);
  asm.i32.store(offset + FunOffset.identity);
  for (let i = 0; i < free; i++) {
    asm.local.get(box);
    pushFree(i);
    asm.i32.store(offset + FunOffset.free + 4 * i);
  }
}

function allocate(f: FunctionContext, k: number): void {
  addFrame(f, f.value(k));
}

function allocateHeap(f: FunctionContext, k: number): void {
  // The heap first: a collection would find what the Y registers held before.
  reserveHeap(f, heapBytes(f, k + 1), limited(f, k + 1 + heapOperands(f.code, k + 1), MAXIMUM_LIVE));
  addFrame(f, f.value(k));
}

function testHeap(f: FunctionContext, k: number): void {
  reserveHeap(f, heapBytes(f, k), limited(f, k + heapOperands(f.code, k), MAXIMUM_LIVE));
}

/** `allocate_zero`, `allocate_heap_zero`: all Y registers of the frame are set. */
function clearFrame(f: FunctionContext, k: number): void {
  for (let y = 0; y < f.value(k); y++) setNil(f, y);
}

function deallocate(f: FunctionContext, k: number): void {
  f.flushHeap();
  f.deallocate(f.value(k));
}

function trim(f: FunctionContext, k: number): void {
  const { backend } = f;
  if (!backend.hasFrame || f.value(k) + f.value(k + 1) !== backend.frameWords - 1 - f.framePadding) {
    throw f.malformed(`the frame does not have ${f.value(k) + f.value(k + 1)} Y registers`);
  }
  backend.incrementSp(f.value(k));
  backend.frameWords -= f.value(k);
}

function setNilOperand(f: FunctionContext, k: number): void {
  f.beginStore(k);
  f.asm.i32.const(TermTag.nil);
  f.endStore(k);
}

function initYregs(f: FunctionContext, k: number): void {
  for (let i = 1; i <= f.value(k); i++) setNilOperand(f, k + i);
}

/** The last operand of an instruction that asks for heap: how many X registers are live. */
function liveOperand(code: Code, instruction: number): number {
  return code.values[(code.operandStart[instruction + 1] ?? 0) - 1] ?? 0;
}

/** Frames and the heap. */
export const frameInstructions: InstructionGroup = {
  title: 'frames and heap',
  instructions: {
    allocate: { kind: 'step', step: allocate, keepsHeap: true, frame: 'allocates' },
    allocate_heap: {
      kind: 'step',
      step: allocateHeap,
      keepsHeap: true,
      frame: 'allocates',
      kernel: ['collect'],
      heldRegisters: liveOperand,
    },
    allocate_zero: {
      kind: 'step',
      step: (f, k) => {
        allocate(f, k);
        clearFrame(f, k);
      },
      keepsHeap: true,
      frame: 'allocates',
    },
    allocate_heap_zero: {
      kind: 'step',
      step: (f, k) => {
        allocateHeap(f, k);
        clearFrame(f, k);
      },
      keepsHeap: true,
      frame: 'allocates',
      kernel: ['collect'],
      heldRegisters: liveOperand,
    },
    init: { kind: 'step', step: (f, k) => setNilOperand(f, k), keepsHeap: true, destinations: [0] },
    deallocate: { kind: 'step', step: deallocate, keepsHeap: true, frame: 'removes' },
    trim: { kind: 'step', step: trim, keepsHeap: true, frame: 'trims' },
    init_yregs: { kind: 'step', step: initYregs, keepsHeap: true },
    test_heap: { kind: 'step', step: testHeap, keepsHeap: true, kernel: ['collect'], heldRegisters: liveOperand },
  },
};

/** Moves, and terms that are made in heap that was reserved. */
export const dataInstructions: InstructionGroup = {
  title: 'data',
  instructions: {
    move: { kind: 'step', step: move, keepsHeap: true, destinations: [1] },
    swap: { kind: 'step', step: swap, keepsHeap: true },
    get_list: { kind: 'step', step: getList, keepsHeap: true, destinations: [1, 2] },
    get_hd: { kind: 'step', step: getHd, keepsHeap: true, destinations: [1] },
    get_tl: { kind: 'step', step: getTl, keepsHeap: true, destinations: [1] },
    get_tuple_element: { kind: 'step', step: getTupleElement, keepsHeap: true, destinations: [2] },
    set_tuple_element: { kind: 'step', step: setTupleElement, keepsHeap: true },
    put_list: { kind: 'step', step: putList, keepsHeap: true, destinations: [2] },
    put_tuple2: { kind: 'step', step: putTuple2, keepsHeap: true, destinations: [0] },
    update_record: { kind: 'step', step: updateRecord, keepsHeap: true, destinations: [3] },
    make_fun2: { kind: 'step', step: makeFun2, liveBefore: () => -1, kernel: ['allocateNoCollect'] },
    make_fun3: { kind: 'step', step: makeFun3, keepsHeap: true, destinations: [1] },
  },
};
