import { MAX_ARITY, Opcode } from '@beamline/beam-file';
import { SP_LOCAL } from '@beamline/jit-backend';
import {
  type Bif,
  FunOffset,
  HeaderTag,
  LinkFixupKind,
  MachineRegister,
  smallTerm,
  TermTag,
  TrapReason,
  X_REGISTERS,
} from '@beamline/machine-model';
import type { FunctionContext } from './function-context.js';
import { limited } from './operand-limits.js';

/** Where the functions of a module are in its index spaces. */
export interface CallTargets {
  /** Function index in the module of function `i`. */
  functionIndex(i: number): number;
  /** False in an engine without tail calls. */
  readonly tailCalls: boolean;
}

/** Translates a call in a body: the result is in x0 when the code goes on at resume point `point`. */
export function translateCall(f: FunctionContext, targets: CallTargets, opcode: number, k: number, point: number): void {
  const { asm, backend } = f;
  if (!backend.hasFrame) throw f.malformed('a call without a frame');
  const arity = opcode === Opcode.call_fun2 ? 0 : limited(f, k, MAX_ARITY);
  switch (opcode) {
    case Opcode.call: {
      const callee = calleeOf(f, k, arity);
      backend.setContinuation(f.info.tableOffset + 1, point);
      pushArguments(f, arity);
      if (f.module.nativeStubs.has(callee)) {
        backend.pushRelocated(LinkFixupKind.ownSlot, callee);
        backend.callTable(arity + 1);
      } else {
        asm.call(targets.functionIndex(callee));
      }
      break;
    }
    case Opcode.call_ext: {
      const index = f.value(k + 1);
      checkArity(f, index, arity);
      backend.setContinuation(f.info.tableOffset + 1, point);
      pushArguments(f, arity);
      const native = f.module.native(index)?.kernelName;
      if (native !== undefined) {
        backend.callKernel(native);
      } else {
        backend.pushRelocated(LinkFixupKind.exportSlot, index);
        backend.callTable(arity + 1);
      }
      break;
    }
    case Opcode.call_fun:
    case Opcode.call_fun2: {
      const funArity = opcode === Opcode.call_fun ? arity : limited(f, k + 1, MAX_ARITY);
      const fun = opcode === Opcode.call_fun ? backend.xLocal(arity) : f.localOf(k + 2);
      backend.setContinuation(f.info.tableOffset + 1, point);
      pushFunCheck(f, fun, funArity, true);
      pushArguments(f, funArity);
      asm.local.get(fun);
      pushFunEntry(f, fun);
      backend.callTable(funArity + 2);
      if (opcode === Opcode.call_fun2) f.release(k + 2, fun);
      break;
    }
    case Opcode.apply: {
      pushApplySlot(f, arity);
      const slot = backend.allocateI32();
      asm.local.set(slot);
      backend.setContinuation(f.info.tableOffset + 1, point);
      pushArguments(f, arity);
      asm.local.get(slot);
      backend.callTable(arity + 1);
      backend.freeI32(slot);
      break;
    }
  }
  backend.takeResult();
}

/** Translates a call in tail position; the frame, if there is one, goes first. */
export function translateTailCall(f: FunctionContext, targets: CallTargets, opcode: number, k: number): void {
  const { asm, backend } = f;
  const arity = opcode === Opcode.call_fun2 ? 0 : limited(f, k, MAX_ARITY);
  switch (opcode) {
    case Opcode.call_only:
    case Opcode.call_last: {
      const callee = calleeOf(f, k, arity);
      if (opcode === Opcode.call_last) f.deallocate(f.value(k + 2));
      if (f.module.nativeStubs.has(callee)) {
        nativeTailCall(f, arity, () => {
          backend.pushRelocated(LinkFixupKind.ownSlot, callee);
          backend.callTable(arity + 1);
        });
      } else if (targets.tailCalls) {
        pushArguments(f, arity);
        asm.returnCall(targets.functionIndex(callee));
      } else {
        const info = f.module.functions[callee];
        leaveWithCall(f, arity, () => backend.pushRelocated(LinkFixupKind.tableIndex, info?.tableOffset ?? 0));
      }
      return;
    }
    case Opcode.call_ext_only:
    case Opcode.call_ext_last: {
      const index = f.value(k + 1);
      checkArity(f, index, arity);
      const native = f.module.native(index);
      if (opcode === Opcode.call_ext_last) {
        // Compilers do not care what frame is left to a function that only raises.
        if (native !== undefined && raises(native)) f.deallocateAll();
        else f.deallocate(f.value(k + 2));
      }
      if (native !== undefined) {
        nativeTailCall(
          f,
          arity,
          () => {
            if (native.kernelName !== undefined) {
              backend.callKernel(native.kernelName);
            } else {
              backend.pushRelocated(LinkFixupKind.exportSlot, index);
              backend.callTable(arity + 1);
            }
          },
          native.inErlang,
        );
      } else if (targets.tailCalls) {
        pushArguments(f, arity);
        backend.pushRelocated(LinkFixupKind.exportSlot, index);
        backend.returnCallTable(arity + 1);
      } else {
        leaveWithCall(f, arity, () => backend.pushRelocated(LinkFixupKind.exportSlot, index));
      }
      return;
    }
    case Opcode.call_fun:
    case Opcode.call_fun2: {
      const funArity = opcode === Opcode.call_fun ? arity : limited(f, k + 1, MAX_ARITY);
      const fun = opcode === Opcode.call_fun ? backend.xLocal(arity) : f.localOf(k + 2);
      pushFunCheck(f, fun, funArity, false);
      f.deallocate(f.value(f.code.operandStart[f.instruction + 1] ?? 0));
      if (targets.tailCalls) {
        pushArguments(f, funArity);
        asm.local.get(fun);
        pushFunEntry(f, fun);
        backend.returnCallTable(funArity + 2);
      } else {
        asm.i32.const(0);
        asm.local.get(fun);
        asm.i32.store(X_REGISTERS + 4 * funArity);
        leaveWithCall(f, funArity, () => pushFunEntry(f, fun));
      }
      if (opcode === Opcode.call_fun2) f.release(k + 2, fun);
      return;
    }
    case Opcode.apply_last: {
      pushApplySlot(f, arity);
      const slot = backend.allocateI32();
      asm.local.set(slot);
      f.deallocate(f.value(k + 1));
      if (targets.tailCalls) {
        pushArguments(f, arity);
        asm.local.get(slot);
        backend.returnCallTable(arity + 1);
      } else {
        leaveWithCall(f, arity, () => asm.local.get(slot));
      }
      backend.freeI32(slot);
      return;
    }
  }
}

const RAISING: ReadonlySet<string> = new Set(['error/1', 'error/2', 'error/3', 'exit/1', 'throw/1', 'nif_error/1', 'nif_error/2']);

/** True for a native function that never returns. */
function raises(native: Bif): boolean {
  return native.module === 'erlang' && RAISING.has(`${native.name}/${native.arity}`);
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
 * A native function in tail position is called, not tail called: its failure belongs to this function,
 * which no return address on the stack tells.
 */
function nativeTailCall(f: FunctionContext, arity: number, call: () => void, inErlang = false): void {
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
  backend.loadMachineRegister(MachineRegister.trapReason);
  asm.i32.const(TrapReason.exception);
  asm.i32.eq();
  backend.openRareIf();
  asm.i32.const(0);
  f.pushSite();
  asm.i32.store(MachineRegister.trapSite);
  backend.close();
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
  backend.callKernel('raiseBadApply');
  asm.return();
  backend.close();
  asm.local.get(slot);
  backend.freeI32(slot);
}
