import { Opcode } from '@beamline/beam-file';
import { SP_LOCAL } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import type { FunctionContext } from './function-context.js';

/** Kernel functions that the instructions of this file may call. */
export const receiveNeeds: ReadonlyMap<number, readonly string[]> = new Map([
  [Opcode.send, ['sendInBody']],
  [Opcode.recv_marker_reserve, ['recvMarkerReserve']],
  [Opcode.recv_marker_bind, ['recvMarkerBind']],
  [Opcode.recv_marker_clear, ['recvMarkerClear']],
  [Opcode.recv_marker_use, ['recvMarkerUse']],
  [Opcode.loop_rec, ['loopRec']],
  [Opcode.loop_rec_end, ['loopRecEnd']],
  [Opcode.remove_message, ['removeMessage']],
  [Opcode.timeout, ['endTimeout']],
  [Opcode.wait, ['waitForMessage']],
  [Opcode.wait_timeout, ['waitWithTimeout']],
]);

/** Translates an instruction of sending or receiving that neither waits nor jumps. False if it is none. */
export function translateReceive(f: FunctionContext, opcode: number, k: number): boolean {
  const { asm, backend } = f;
  switch (opcode) {
    case Opcode.send:
      asm.local.get(backend.xLocal(0));
      asm.local.get(backend.xLocal(1));
      backend.pushFlaggedSp();
      f.pushSite();
      backend.callKernel('sendInBody');
      asm.local.tee(backend.xLocal(0));
      asm.i32.eqz();
      backend.exitIf();
      return true;
    case Opcode.remove_message:
      backend.callKernel('removeMessage');
      return true;
    case Opcode.timeout:
      backend.callKernel('endTimeout');
      return true;
    case Opcode.recv_marker_reserve:
      f.beginStore(k);
      backend.callKernel('recvMarkerReserve');
      f.endStore(k);
      return true;
    case Opcode.recv_marker_bind:
      f.push(k);
      f.push(k + 1);
      backend.callKernel('recvMarkerBind');
      return true;
    case Opcode.recv_marker_clear:
      f.push(k);
      backend.callKernel('recvMarkerClear');
      return true;
    case Opcode.recv_marker_use:
      f.push(k);
      backend.callKernel('recvMarkerUse');
      return true;
    default:
      return false;
  }
}

/** `loop_rec`: pushes the next message, 0 if there is none, and stores it. */
export function translateLoopReceive(f: FunctionContext, k: number): void {
  const message = f.backend.allocateI32();
  f.backend.callKernel('loopRec');
  f.asm.local.set(message);
  f.storeUnlessZero(k + 1, message);
  f.asm.local.get(message);
  f.backend.freeI32(message);
}

/** `wait` and `wait_timeout`, which are resumed at point `point`. */
export function translateWait(f: FunctionContext, opcode: number, k: number, point: number): void {
  const { asm, backend } = f;
  if (!backend.hasFrame) throw f.malformed('a wait without a frame');
  backend.setContinuation(f.info.tableOffset + 1, point);
  asm.local.get(SP_LOCAL);
  if (opcode === Opcode.wait) {
    backend.callKernel('waitForMessage');
  } else {
    f.push(k + 1);
    f.pushSite();
    backend.callKernel('waitWithTimeout');
  }
  backend.takeResult();
}

/** Pushes whether the time of `wait_timeout` is over: its result is in x0. */
export function translateTimeOver(f: FunctionContext, negated: boolean): void {
  const { asm, backend } = f;
  asm.local.get(backend.xLocal(0));
  asm.i32.const((2 << TermTag.atomShift) | TermTag.atom);
  if (negated) asm.i32.ne();
  else asm.i32.eq();
}
