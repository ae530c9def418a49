import { SP_LOCAL } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { type InstructionGroup, negatable, noCode } from '../instruction.js';

function send(f: FunctionContext): void {
  const { asm, backend } = f;
  asm.local.get(backend.xLocal(0));
  asm.local.get(backend.xLocal(1));
  backend.pushFlaggedSp();
  f.pushSite();
  backend.callKernel('sendInBody');
  asm.local.tee(backend.xLocal(0));
  asm.i32.eqz();
  backend.exitIf();
}

function removeMessage(f: FunctionContext): void {
  const { backend } = f;
  backend.callKernel('removeMessage');
}

function timeout(f: FunctionContext): void {
  const { backend } = f;
  backend.callKernel('endTimeout');
}

function recvMarkerReserve(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.beginStore(k);
  backend.callKernel('recvMarkerReserve');
  f.endStore(k);
}

function recvMarkerBind(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.push(k);
  f.push(k + 1);
  backend.callKernel('recvMarkerBind');
}

function recvMarkerClear(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.push(k);
  backend.callKernel('recvMarkerClear');
}

function recvMarkerUse(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.push(k);
  backend.callKernel('recvMarkerUse');
}

/** `loop_rec`: pushes the next message, 0 if there is none, and stores it. */
function loopRec(f: FunctionContext, k: number): void {
  const message = f.backend.allocateI32();
  f.backend.callKernel('loopRec');
  f.asm.local.set(message);
  f.storeUnlessZero(k + 1, message);
  f.asm.local.get(message);
  f.backend.freeI32(message);
}

/** `loop_rec_end`: other processes may have their turn before the next message is looked at, if there is a frame to go on in. */
function loopRecEnd(f: FunctionContext, _k: number, point: number): void {
  if (f.backend.hasFrame) {
    restAt(f, point, () => f.backend.callKernel('loopRecEnd'));
  } else {
    f.asm.i32.const(0);
    f.backend.callKernel('loopRecEnd');
    f.asm.drop();
  }
}

/** Lets the process wait with `callKernel`; it goes on at resume point `point`. */
function waitAt(f: FunctionContext, point: number, callKernel: () => void): void {
  if (!f.backend.hasFrame) throw f.malformed('a wait without a frame');
  restAt(f, point, callKernel);
}

/** Calls the kernel, which may have the process rest in its frame and go on at resume point `point`. */
function restAt(f: FunctionContext, point: number, callKernel: () => void): void {
  f.backend.setContinuation(f.info.tableOffset + 1, point);
  f.asm.local.get(SP_LOCAL);
  callKernel();
  f.backend.takeResult();
}

function wait(f: FunctionContext, _k: number, point: number): void {
  waitAt(f, point, () => f.backend.callKernel('waitForMessage'));
}

function waitTimeout(f: FunctionContext, k: number, point: number): void {
  waitAt(f, point, () => {
    f.push(k + 1);
    f.pushSite();
    f.backend.callKernel('waitWithTimeout');
  });
}

/** Pushes whether the time of `wait_timeout` is over: its result is in x0. */
function timeIsOver(f: FunctionContext, _k: number, negated: boolean): void {
  const { asm, backend } = f;
  asm.local.get(backend.xLocal(0));
  asm.i32.const((2 << TermTag.atomShift) | TermTag.atom);
  if (negated) asm.i32.ne();
  else asm.i32.eq();
}

/** Sending and receiving. */
export const receiveInstructions: InstructionGroup = {
  title: 'messages',
  instructions: {
    send: { kind: 'step', step: send, liveBefore: (live) => (live & ~1) | 3, kernel: ['sendInBody'] },
    loop_rec: { kind: 'condition', condition: negatable(loopRec), kernel: ['loopRec'] },
    loop_rec_end: { kind: 'wait', call: loopRecEnd, liveBefore: () => 0, kernel: ['loopRecEnd'] },
    remove_message: { kind: 'step', step: removeMessage, kernel: ['removeMessage'] },
    timeout: { kind: 'step', step: timeout, kernel: ['endTimeout'] },
    wait: { kind: 'wait', call: wait, liveBefore: () => 0, kernel: ['waitForMessage'] },
    wait_timeout: { kind: 'waitWithTimeout', call: waitTimeout, second: timeIsOver, liveBefore: () => 0, kernel: ['waitWithTimeout'] },
    // A hint of where to begin to look, up to OTP 23: looking at all messages finds the same.
    recv_mark: { kind: 'step', step: noCode },
    recv_set: { kind: 'step', step: noCode },
    recv_marker_reserve: { kind: 'step', step: recvMarkerReserve, kernel: ['recvMarkerReserve'] },
    recv_marker_bind: { kind: 'step', step: recvMarkerBind, kernel: ['recvMarkerBind'] },
    recv_marker_clear: { kind: 'step', step: recvMarkerClear, kernel: ['recvMarkerClear'] },
    recv_marker_use: { kind: 'step', step: recvMarkerUse, kernel: ['recvMarkerUse'] },
  },
};
