import { MAX_ARITY } from '@beamline/beam-file';
import { SP_LOCAL } from '@beamline/jit-backend';
import { FunOffset, HeaderTag, LinkFixupKind, MachineRegister, smallTerm, TermTag, X_REGISTERS } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { limited } from '../../function/operand-limits.js';
import { firstRegisters } from '../../function/x-registers.js';
import { Guard } from '../../verification/guards.js';
import type { CallTranslator, InstructionGroup, InstructionRow, Translator } from '../instruction.js';
import { raises } from './raising-bifs.js';

/** A call in a body: the result is in x0 when the code goes on at resume point `point`. */
function bodyCall(write: CallTranslator): CallTranslator {
  return (f, k, point) => {
    if (!f.backend.hasFrame) throw f.malformed('a call without a frame');
    write(f, k, point);
    f.backend.takeResult();
  };
}

function arityOf(f: FunctionContext, k: number): number {
  return limited(f, k, MAX_ARITY);
}

const call: CallTranslator = (f, k, point) => {
  const arity = arityOf(f, k);
  const callee = calleeOf(f, k, arity);
  f.backend.setContinuation(f.info.tableOffset + 1, point);
  pushArguments(f, arity);
  if (f.module.bifStubs.has(callee)) {
    callStub(f, callee, arity);
  } else if (f.module.nifs.has(callee)) {
    pushOwnIndex(f, callee);
    f.backend.callTable(arity + 1);
  } else {
    f.asm.call(f.targets.functionIndex(callee));
  }
};

const callExternal: CallTranslator = (f, k, point) => {
  const arity = arityOf(f, k);
  const index = f.value(k + 1);
  checkArity(f, index, arity);
  f.backend.setContinuation(f.info.tableOffset + 1, point);
  pushArguments(f, arity);
  callImport(f, index, arity);
};

/** Where a call of a fun has its arity and the fun: `call_fun` in the X register after the arguments, `call_fun2` in an operand. */
interface FunOperands {
  arity(f: FunctionContext, k: number): number;
  /** Local that holds the fun. */
  take(f: FunctionContext, k: number, arity: number): number;
  release(f: FunctionContext, k: number, local: number): void;
}

const inRegister: FunOperands = {
  arity: arityOf,
  take: (f, _, arity) => f.backend.xLocal(arity),
  release: () => {},
};

const inOperand: FunOperands = {
  arity: (f, k) => limited(f, k + 1, MAX_ARITY),
  take: (f, k) => f.localOf(k + 2),
  release: (f, k, local) => f.release(k + 2, local),
};

function callFun(operands: FunOperands): CallTranslator {
  return (f, k, point) => {
    const { asm, backend } = f;
    const arity = operands.arity(f, k);
    const fun = operands.take(f, k, arity);
    if ((f.guards(f.instruction) & Guard.copies) !== 0) copyArguments(f, arity + 1);
    backend.setContinuation(f.info.tableOffset + 1, point);
    pushFunCheck(f, fun, arity, true);
    pushArguments(f, arity);
    asm.local.get(fun);
    pushFunEntry(f, fun);
    backend.callTable(arity + 2);
    operands.release(f, k, fun);
  };
}

const apply: CallTranslator = (f, k, point) => {
  const { asm, backend } = f;
  const arity = arityOf(f, k);
  pushApplySlot(f, arity);
  const slot = backend.allocateI32();
  asm.local.set(slot);
  backend.setContinuation(f.info.tableOffset + 1, point);
  pushArguments(f, arity);
  asm.local.get(slot);
  backend.callTable(arity + 1);
  backend.freeI32(slot);
};

/** A tail call of a function of the module, when the frame is gone. */
function tailCall(f: FunctionContext, arity: number, callee: number): void {
  if (f.module.bifStubs.has(callee)) {
    // In OTP it is a function of its own: the caller is gone when it fails.
    bifTailCall(f, arity, () => callStub(f, callee, arity), true);
  } else if (!f.targets.tailCalls) {
    leaveWithCall(f, arity, () => {
      pushOwnIndex(f, callee);
    });
  } else if (f.module.nifs.has(callee)) {
    pushArguments(f, arity);
    pushOwnIndex(f, callee);
    f.backend.returnCallTable(arity + 1);
  } else {
    pushArguments(f, arity);
    f.asm.returnCall(f.targets.functionIndex(callee));
  }
}

function checkNoFrame(f: FunctionContext): void {
  if (f.backend.hasFrame) throw f.malformed('a tail call with a frame');
}

const callOnly: Translator = (f, k) => {
  checkNoFrame(f);
  const arity = arityOf(f, k);
  tailCall(f, arity, calleeOf(f, k, arity));
};

const callLast: Translator = (f, k) => {
  const arity = arityOf(f, k);
  const callee = calleeOf(f, k, arity);
  f.deallocate(f.value(k + 2));
  tailCall(f, arity, callee);
};

/** A call of the function itself is a jump to its start. */
function checkOwnArity(f: FunctionContext, k: number): void {
  if (f.value(k) !== f.info.arity) throw f.malformed('a call of the function itself has a wrong arity');
}

const loopOnly: Translator = (f, k) => {
  checkNoFrame(f);
  checkOwnArity(f, k);
};

const loopLast: Translator = (f, k) => {
  f.deallocate(f.value(k + 2));
  checkOwnArity(f, k);
};

/** A tail call of a function of any module, when the frame is gone. */
function externalTailCall(f: FunctionContext, arity: number, index: number): void {
  const bif = f.module.bif(index);
  if (bif !== undefined) {
    if (bif.looksAtCaller === true) {
      f.asm.i32.const(0);
      f.pushSite();
      f.asm.i32.store(MachineRegister.callSite);
    }
    bifTailCall(f, arity, () => callImport(f, index, arity), bif.inErlang);
  } else if (f.targets.tailCalls) {
    pushArguments(f, arity);
    f.backend.pushRelocated(LinkFixupKind.exportSlot, index);
    f.backend.returnCallTable(arity + 1);
  } else {
    leaveWithCall(f, arity, () => f.backend.pushRelocated(LinkFixupKind.exportSlot, index));
  }
}

const callExternalOnly: Translator = (f, k) => {
  checkNoFrame(f);
  const arity = arityOf(f, k);
  checkArity(f, f.value(k + 1), arity);
  externalTailCall(f, arity, f.value(k + 1));
};

const callExternalLast: Translator = (f, k) => {
  const arity = arityOf(f, k);
  const index = f.value(k + 1);
  checkArity(f, index, arity);
  const bif = f.module.bif(index);
  // Compilers do not care what frame is left to a function that only raises.
  if (bif !== undefined && raises(bif)) f.deallocateAll();
  else f.deallocate(f.value(k + 2));
  externalTailCall(f, arity, index);
};

function tailCallFun(operands: FunOperands): Translator {
  return (f, k) => {
    const { asm, backend } = f;
    const arity = operands.arity(f, k);
    const fun = operands.take(f, k, arity);
    pushFunCheck(f, fun, arity, false);
    f.deallocate(f.value(f.code.operandStart[f.instruction + 1] ?? 0));
    if (f.targets.tailCalls) {
      pushArguments(f, arity);
      asm.local.get(fun);
      pushFunEntry(f, fun);
      backend.returnCallTable(arity + 2);
    } else {
      asm.i32.const(0);
      asm.local.get(fun);
      asm.i32.store(X_REGISTERS + 4 * arity);
      leaveWithCall(f, arity, () => pushFunEntry(f, fun));
    }
    operands.release(f, k, fun);
  };
}

const applyLast: Translator = (f, k) => {
  const { asm, backend } = f;
  const arity = arityOf(f, k);
  pushApplySlot(f, arity);
  const slot = backend.allocateI32();
  asm.local.set(slot);
  f.deallocate(f.value(k + 1));
  if (f.targets.tailCalls) {
    pushArguments(f, arity);
    asm.local.get(slot);
    backend.returnCallTable(arity + 1);
  } else {
    leaveWithCall(f, arity, () => asm.local.get(slot));
  }
  backend.freeI32(slot);
};

const leave: Translator = (f) => {
  if (f.backend.hasFrame) throw f.malformed('return with a frame');
  f.asm.local.get(f.backend.xLocal(0));
  f.asm.return();
};

/** Replaces the first X registers by copies: they are parts of a message that is still in the mailbox. */
function copyArguments(f: FunctionContext, count: number): void {
  for (let i = 0; i < count; i++) {
    f.asm.local.get(f.backend.xLocal(i));
    f.backend.callKernel('copyToHeap');
    f.asm.local.set(f.backend.xLocal(i));
  }
}

/** Pushes the table index of a function of the module: what is there may be a NIF in its place. */
function pushOwnIndex(f: FunctionContext, callee: number): void {
  f.backend.pushRelocated(LinkFixupKind.tableIndex, f.module.functions[callee]?.tableOffset ?? 0);
}

/** Calls the BIF in whose place a function of the module stands, by its table slot. */
function callStub(f: FunctionContext, callee: number, arity: number): void {
  f.backend.pushRelocated(LinkFixupKind.ownSlot, callee);
  f.backend.callTable(arity + 1);
}

/** Calls an import: the kernel's function if there is one, otherwise by its table slot. */
function callImport(f: FunctionContext, index: number, arity: number): void {
  const kernelName = f.module.kernelCall(index);
  if (kernelName !== undefined) {
    f.backend.callKernel(kernelName);
    return;
  }
  f.backend.pushRelocated(LinkFixupKind.exportSlot, index);
  f.backend.callTable(arity + 1);
}

function calleeOf(f: FunctionContext, k: number, arity: number): number {
  const callee = f.module.functionOfLabel[f.value(k + 1)] ?? -1;
  const info = f.module.functions[callee];
  if (info === undefined) throw f.malformed(`no function begins at label ${f.value(k + 1)}`);
  if (info.arity !== arity) throw f.malformed(`${f.module.functionName(info)} is called with ${arity} arguments`);
  return callee;
}

function checkArity(f: FunctionContext, index: number, arity: number): void {
  if (f.module.beam.imports[index]?.arity !== arity) {
    throw f.malformed(`${f.module.importName(index)} is called with ${arity} arguments`);
  }
}

/** Pushes sp and the first X registers. */
function pushArguments(f: FunctionContext, arity: number): void {
  f.asm.local.get(SP_LOCAL);
  for (let i = 0; i < arity; i++) f.asm.local.get(f.backend.xLocal(i));
}

/** A tail call in an engine without them: the run loop makes it. */
function leaveWithCall(f: FunctionContext, arity: number, pushIndex: () => void): void {
  f.backend.saveX(arity);
  f.asm.local.get(SP_LOCAL);
  pushIndex();
  f.backend.callKernel('tailCall');
  f.asm.return();
}

/**
 * A BIF in tail position is called, not tail called: its failure belongs to this function,
 * which no return address on the stack tells.
 */
function bifTailCall(f: FunctionContext, arity: number, call: () => void, inErlang = false): void {
  const { asm, backend } = f;
  pushArguments(f, arity);
  call();
  if (inErlang) {
    asm.return();
    return;
  }
  const result = backend.allocateI32();
  asm.local.tee(result);
  asm.i32.eqz();
  backend.openRareIf();
  // What has paused may fail later.
  asm.i32.const(0);
  f.pushSite();
  asm.i32.store(MachineRegister.trapSite);
  backend.close();
  asm.local.get(result);
  asm.return();
  backend.freeI32(result);
}

/** Raises badfun or badarity unless the local holds a fun of that arity. `body`: not for a tail call. */
function pushFunCheck(f: FunctionContext, fun: number, arity: number, body: boolean): void {
  const { asm, backend } = f;
  backend.openBlock();
  backend.openBlock();
  asm.local.get(fun);
  backend.hasPrimary(TermTag.boxed, true);
  backend.hint(false);
  asm.brIf(0);
  asm.local.get(fun);
  backend.hasHeaderTag(HeaderTag.fun, true);
  backend.hint(false);
  asm.brIf(0);
  asm.local.get(fun);
  asm.i32.load(FunOffset.arity - TermTag.boxed);
  asm.i32.const(smallTerm(arity));
  asm.i32.eq();
  backend.hint(true);
  asm.brIf(1);
  backend.close();
  backend.saveX(arity);
  if (body) asm.local.get(SP_LOCAL);
  else backend.pushFlaggedSp();
  f.pushSite();
  asm.local.get(fun);
  asm.i32.const(arity);
  backend.callKernel('raiseBadFun');
  asm.return();
  backend.close();
}

/** Pushes the table index of a fun's entry. */
function pushFunEntry(f: FunctionContext, fun: number): void {
  f.asm.local.get(fun);
  f.asm.i32.load(FunOffset.entry - TermTag.boxed);
  f.asm.i32.const(TermTag.integerShift);
  f.asm.i32.shrU();
}

/** Pushes the table index for `apply`: arguments in x0 …, then module and function. */
function pushApplySlot(f: FunctionContext, arity: number): void {
  const { asm, backend } = f;
  const slot = backend.allocateI32();
  asm.local.get(backend.xLocal(arity));
  asm.local.get(backend.xLocal(arity + 1));
  asm.i32.const(arity);
  backend.callKernel('applyTarget');
  asm.local.tee(slot);
  asm.i32.eqz();
  backend.openRareIf();
  backend.saveX(arity);
  backend.pushFlaggedSp();
  f.pushSite();
  asm.local.get(backend.xLocal(arity));
  asm.local.get(backend.xLocal(arity + 1));
  asm.i32.const(arity);
  backend.callKernel('raiseApply');
  asm.return();
  backend.close();
  asm.local.get(slot);
  backend.freeI32(slot);
}

/** X registers that hold the arguments of a call whose arity is its first operand, and `more` after them. */
function argumentsAnd(more: number): (live: number, arity: number) => number {
  return (_, arity) => firstRegisters(arity + more);
}

/** What holds for all calls of an import. */
const external = {
  liveBefore: argumentsAnd(0),
  kernelOf: (module, k) => {
    const name = module.kernelCall(module.code.values[k + 1] ?? 0);
    return name === undefined ? [] : [name];
  },
} satisfies Pick<InstructionRow, 'liveBefore' | 'kernelOf'>;

function funCall(operands: FunOperands, liveBefore: (live: number, first: number, second: number) => number): InstructionRow {
  return { kind: 'funCall', call: bodyCall(callFun(operands)), exit: tailCallFun(operands), liveBefore, kernel: ['raiseBadFun'] };
}

/** Calls, and the end of a function. */
export const callInstructions: InstructionGroup = {
  title: 'calls',
  instructions: {
    call: { kind: 'call', call: bodyCall(call), liveBefore: argumentsAnd(0) },
    call_only: { kind: 'localTailCall', jump: loopOnly, exit: callOnly, liveBefore: argumentsAnd(0) },
    call_last: { kind: 'localTailCall', jump: loopLast, exit: callLast, liveBefore: argumentsAnd(0) },
    call_ext: { kind: 'call', call: bodyCall(callExternal), ...external },
    call_ext_only: { kind: 'exit', exit: callExternalOnly, ...external },
    call_ext_last: { kind: 'exit', exit: callExternalLast, ...external },
    call_fun: { ...funCall(inRegister, argumentsAnd(1)), kernel: ['raiseBadFun', 'copyToHeap'] },
    call_fun2: funCall(inOperand, (_live, _tag, arity) => firstRegisters(arity)),
    apply: { kind: 'call', call: bodyCall(apply), liveBefore: argumentsAnd(2), kernel: ['applyTarget', 'raiseApply'] },
    apply_last: { kind: 'exit', exit: applyLast, liveBefore: argumentsAnd(2), kernel: ['applyTarget', 'raiseApply'] },
    return: { kind: 'exit', exit: leave, liveBefore: (live) => live | 1 },
  },
};
