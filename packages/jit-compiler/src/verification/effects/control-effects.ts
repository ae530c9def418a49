import { OperandKind } from '@beamline/beam-file';
import { heapBytesOf } from '../../instructions/terms/heap-instructions.js';
import type { Effect, Effects, EffectsByName } from '../effects.js';
import { Guard } from '../guards.js';
import { ANY_TERM, Fact } from '../value-facts.js';

const passesArguments: Effect = (e, k) => {
  e.state.requireX(e.code.values[k] ?? 0, true);
};

const allocate: Effect = (e, k) => {
  const live = e.code.values[k + 1] ?? 0;
  e.state.requireX(live, false);
  e.state.forgetX(live);
  e.state.allocate(e.code.values[k] ?? 0);
};

/** Heap that operand `k` tells of is made sure of, and a frame if it is given how many registers that has. */
function testHeap(e: Effects, k: number, i: number, frame?: number): void {
  const live = e.code.values[(e.code.operandStart[i + 1] ?? 0) - 1] ?? 0;
  e.state.requireX(live, false);
  e.state.forgetX(live);
  e.state.collects();
  if (frame !== undefined) e.state.allocate(frame);
  e.state.reserveHeap(heapBytesOf(e.code, k));
}

/** Calls, frames, messages and exceptions. */
export const controlEffects: EffectsByName = {
  call_only: passesArguments,
  call_last: passesArguments,
  call_ext_only: passesArguments,
  call_ext_last: passesArguments,
  test_heap: (e, k, i) => {
    testHeap(e, k, i);
  },
  allocate_heap: (e, k, i) => {
    testHeap(e, k + 1, i, e.code.values[k] ?? 0);
  },
  allocate_heap_zero: (e, k, i) => {
    testHeap(e, k + 1, i, e.code.values[k] ?? 0);
    e.state.clearFrame();
  },
  allocate,
  allocate_zero: (e, k, i) => {
    allocate(e, k, i);
    e.state.clearFrame();
  },
  call: (e, k) => {
    e.state.requireX(e.code.values[k] ?? 0, true);
    e.returns(ANY_TERM);
  },
  call_ext: (e, k) => {
    e.state.requireX(e.code.values[k] ?? 0, true);
    e.returns(e.resultOf(e.code.values[k + 1] ?? 0));
  },
  return: (e) => {
    e.state.requireX(1, true);
    if ((e.state.x(0) & Fact.matchContext) !== 0) throw e.state.error('a match context is returned');
  },
  deallocate: (e) => {
    e.state.deallocate();
  },
  init: (e, k) => {
    e.state.set(k, ANY_TERM);
  },
  init_yregs: (e, k) => {
    for (let n = 1; n <= (e.code.values[k] ?? 0); n++) e.state.set(k + n, ANY_TERM);
  },
  trim: (e, k) => {
    e.state.trim(e.code.values[k] ?? 0);
  },
  func_info: (e) => {
    e.state.requireX(e.info.arity, true);
  },
  call_fun: (e, k) => {
    // `prim_eval` has a fun look at a message: it gets a copy.
    e.state.requireX((e.code.values[k] ?? 0) + 1, false);
    for (let x = 0; x <= (e.code.values[k] ?? 0); x++) if ((e.state.x(x) & Fact.own) === 0) e.guards |= Guard.copies;
    e.returns(ANY_TERM);
  },
  call_fun2: (e, k) => {
    e.state.requireX(e.code.values[k + 1] ?? 0, true);
    e.state.owned(k + 2);
    e.returns(ANY_TERM);
  },
  apply: (e, k) => {
    e.state.requireX((e.code.values[k] ?? 0) + 2, true);
    e.returns(ANY_TERM);
  },
  apply_last: (e, k) => {
    e.state.requireX((e.code.values[k] ?? 0) + 2, true);
  },
  send: (e) => {
    e.state.requireX(2, true);
    e.returns(ANY_TERM);
  },
  wait: (e) => {
    e.state.collects();
    e.state.forgetX(0);
  },
  wait_timeout: (e, k) => {
    // When a message wakes the process it is executed again, with the time that it had: an X register is lost then.
    if (e.code.kinds[k + 1] === OperandKind.y) e.state.value(k + 1);
    e.state.collects();
    e.state.forgetX(0);
  },
  loop_rec_end: (e) => {
    e.state.leaveMessage();
    e.state.collects();
    e.state.forgetX(0);
  },
  remove_message: (e) => {
    e.state.ownMessage();
  },
  timeout: (e) => {
    e.state.leaveMessage();
  },
  recv_marker_use: (e, k) => {
    e.state.value(k);
    e.state.leaveMessage();
  },
  recv_marker_reserve: (e, k) => {
    e.state.set(k, ANY_TERM);
  },
  try_end: (e, k) => {
    e.state.requireTag(k);
    e.state.set(k, ANY_TERM);
  },
  try_case: (e, k) => {
    e.state.requireTag(k);
    if ((e.state.x(0) & (Fact.raised | Fact.caught | Fact.set)) === 0) throw e.state.error('no handler begins here');
    // Compilers let the code in front of a handler run into it when that never happens.
    if ((e.state.x(0) & Fact.raised) === 0) e.guards |= Guard.raised;
    e.state.set(k, ANY_TERM);
    e.state.forgetX(0);
    e.state.setX(0, ANY_TERM);
    e.state.setX(1, ANY_TERM);
    e.state.setX(2, ANY_TERM);
  },
  catch_end: (e, k) => {
    e.state.requireTag(k);
    if ((e.state.x(0) & (Fact.raised | Fact.caught | Fact.set)) === 0) throw e.state.error('x0 is not set, and no handler begins here');
    e.state.set(k, ANY_TERM);
    e.state.forgetX(1);
    e.state.setX(0, ANY_TERM);
  },
  raise: (e, k) => {
    e.state.owned(k);
    e.state.owned(k + 1);
  },
  raw_raise: (e) => {
    e.state.requireX(3, true);
    e.state.setX(0, ANY_TERM);
  },
  build_stacktrace: (e) => {
    e.state.requireX(1, true);
    e.state.setX(0, ANY_TERM);
    e.state.loseHeap();
  },
};
