import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister, RESUME_POINT_BITS, smallTerm, TermTag, X_REGISTERS } from '@beamline/machine-model';
import type { FunctionTable } from '../loader/function-table.js';
import type { HandlerTable } from '../loader/handler-table.js';
import type { StackFrame } from '../processes/erlang-error.js';
import type { Processes } from '../processes/processes.js';
import type { StackTraces } from '../processes/stack-traces.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { Breakpoint, Breakpoints, CallSetting, MeasureSetting } from './breakpoints.js';
import type { CallTimes } from './call-times.js';
import { hasOwnMessage, isTold, type MatchActions, type MatchOutcome } from './match-actions.js';
import { TraceFlag } from './trace-flags.js';
import type { TraceSender } from './trace-sender.js';
import type { Tracee, TraceSession } from './trace-session.js';
import { type TraceStubHost, traceResumption } from './trace-stubs.js';
import type { TraceWords } from './trace-words.js';
import type { Tracees } from './tracees.js';

/**
 * A frame of tracing in the stack, below that of the caller: return address, bits of what it is for, module, function, arity, number of the
 * session, number of a meta tracer or 0, catch tag or nil. All words but the first are immediate terms.
 */
const FRAME_BYTES = 32;
const Frame = { kind: 4, module: 8, name: 12, arity: 16, session: 20, tracer: 24, handler: 28 } as const;

/** Bits of what a frame is for. */
const FrameKind = {
  /** Tells what its function returns. */
  returns: 1,
  /** Tells of an exception that ends its function. */
  raises: 2,
  /** Tells where its function returns to. */
  returnsTo: 4,
  /** Ends the time of its function. */
  measures: 8,
  /** A frame of the same caller tells where that is returned to: this one, or one that was there before. */
  covers: 16,
} as const;

/** Stack that the frames of one call may take. */
const ROOM = 256;

/** Where a frame of tracing goes on: with a value, or with an exception. */
const RETURN_POINT = 1;
const HANDLER_POINT = 2;

/** Flags of messages for a meta tracer. */
const META_FLAGS: number = TraceFlag.timestamp;

interface CallTracingParts {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly functions: FunctionTable;
  readonly handlers: HandlerTable;
  readonly processes: Processes;
  readonly traces: StackTraces;
  readonly tracees: Tracees;
  readonly sender: TraceSender;
  readonly actions: MatchActions;
  readonly times: CallTimes;
}

/** Calls of traced functions and their returns, as the stubs in the places of these functions see them. */
export class CallTracing implements TraceStubHost {
  readonly #parts: CallTracingParts;
  #breakpoints: Breakpoints | undefined;
  /** Table index of the function that resumes frames of tracing; 0 before there are any. */
  #resumption = 0;
  #catchTag = 0;
  readonly enter = (sp: number, stub: number): number => this.#enter(sp >>> 0, stub);
  readonly leave = (from: number, to: number, value: number): number => {
    for (let sp = from >>> 0; sp < to >>> 0; sp += FRAME_BYTES) this.#returned(sp, value);
    return value;
  };
  readonly resume = (sp: number): number => this.#resume(sp >>> 0);

  constructor(parts: CallTracingParts) {
    this.#parts = parts;
  }

  /** Has the stubs of breakpoints be those that are asked here. */
  start(breakpoints: Breakpoints): void {
    if (this.#breakpoints !== undefined) return;
    const { functions, handlers, memory } = this.#parts;
    this.#breakpoints = breakpoints;
    this.#resumption = functions.reserve(1);
    functions.setArity(this.#resumption, 0);
    functions.set(this.#resumption, traceResumption(this));
    functions.flush();
    memory.store(MachineRegister.tracingAddress, this.#returnAddress);
    const handler = handlers.place([HANDLER_POINT], this.#resumption);
    this.#catchTag = (handler << TermTag.atomShift) | TermTag.catchTag;
  }

  get #returnAddress(): number {
    return ((this.#resumption << RESUME_POINT_BITS) | RETURN_POINT) << 2;
  }

  #enter(sp: number, stub: number): number {
    const { memory, kernel, processes, tracees } = this.#parts;
    const breakpoint = this.#breakpoints?.byNumber(stub >>> 1);
    if (breakpoint === undefined) return sp;
    const isOutside = (stub & 1) !== 0;
    if (sp - ROOM < memory.load(MachineRegister.stackLimit)) {
      const place = isOutside ? (breakpoint.entry?.slot ?? 0) : breakpoint.index;
      if (kernel.functionEntry(sp, place, ROOM) === 0) {
        // It has not been called yet: it is the stub that is entered then.
        memory.store(MachineRegister.trapFunction, place);
        return 0;
      }
    }
    const context = memory.load(MachineRegister.context);
    const number = processes.number(context);
    let next = sp;
    for (const [session, settings] of breakpoint.settings) {
      const call = { breakpoint, session, context, number, sp };
      const { global, local, meta, count, time, memory: words } = settings;
      const known = tracees.of(session, number);
      const tracee = known !== undefined && (known.flags & TraceFlag.call) !== 0 ? known : undefined;
      if (tracee !== undefined && (local !== undefined || (global !== undefined && isOutside))) {
        const outcome = this.#called(call, tracee, (local ?? global) as CallSetting, local !== undefined);
        if (outcome !== 0) next = this.#push(next, breakpoint, outcome, session.number, 0);
      }
      if (meta?.tracer !== undefined) {
        const outcome = this.#called(call, { flags: META_FLAGS, tracer: meta.tracer }, meta, false);
        if (outcome !== 0) next = this.#push(next, breakpoint, outcome, session.number, meta.tracer.number);
      }
      if (count !== undefined && !count.isPaused) count.count++;
      if (tracee !== undefined) next = this.#measure(next, call, time, words);
    }
    return next;
  }

  #measure(sp: number, { breakpoint, context, number }: Call, time: MeasureSetting | undefined, words: MeasureSetting | undefined): number {
    const active = [time, words].map((setting) => (setting === undefined || setting.isPaused ? undefined : setting));
    if (active.every((setting) => setting === undefined)) return sp;
    const { times, tracees } = this.#parts;
    if (!tracees.measured.has(number)) {
      tracees.measured.add(number);
      tracees.update(number);
    }
    const before = times.begin(context, number, active[0], active[1]);
    // Of functions that call each other at their ends only the first one returns.
    if (this.#isFrame(sp) && (this.#word(sp, Frame.kind) & FrameKind.measures) !== 0) return sp;
    return this.#push(sp, breakpoint, FrameKind.measures, before, 0);
  }

  /** Tells that a function is called; bits of the frame that its return needs, 0 for none. */
  #called(call: Call, tracee: Tracee, { match }: CallSetting, isLocal: boolean): number {
    const { actions, kernel, tracees, sender } = this.#parts;
    const { session, context, number, breakpoint } = call;
    const isMeta = tracee.flags === META_FLAGS && tracees.of(session, number) !== tracee;
    let args = 0;
    let outcome: MatchOutcome | undefined;
    if (match !== undefined) {
      args = this.#arguments(breakpoint.arity);
      outcome = actions.run(
        { session, context, callers: (most) => this.#callers(call.sp, most) },
        () => kernel.runTraceMatch(match.program, args) !== 0,
      );
      if (outcome === undefined) return 0;
    }
    // The specification may have changed that.
    const now = isMeta ? tracee : (tracees.of(session, number) ?? tracee);
    if ((now.flags & TraceFlag.silent) !== 0) return 0;
    let kind = 0;
    if (outcome?.returns === true || outcome?.raises === true) kind |= FrameKind.returns;
    if (outcome?.raises === true) kind |= FrameKind.raises;
    if (isLocal && (now.flags & TraceFlag.return_to) !== 0 && !this.#hasReturnTo(call.sp)) kind |= FrameKind.returnsTo;
    if (outcome !== undefined && !isTold(outcome)) return kind;
    sender.send(context, now, (words) => {
      const last = (now.flags & TraceFlag.arity) !== 0 ? smallTerm(breakpoint.arity) : words.list(this.#argumentWords(breakpoint.arity));
      const parts = [words.atom('call'), words.tuple([words.atom(breakpoint.module), words.atom(breakpoint.name), last])];
      if (outcome !== undefined && hasOwnMessage(outcome)) parts.push(outcome.message);
      return parts;
    });
    return kind;
  }

  #argumentWords(arity: number): number[] {
    return Array.from({ length: arity }, (_, i) => this.#parts.memory.load(X_REGISTERS + 4 * i));
  }

  /** A list of the arguments, on the heap of the process: what a specification makes may refer to it. */
  #arguments(arity: number): number {
    return this.#parts.sender.words.list(this.#argumentWords(arity));
  }

  #push(sp: number, { module, name, arity }: Breakpoint, kind: number, session: number, tracer: number): number {
    const { memory, sender } = this.#parts;
    const frame = sp - FRAME_BYTES;
    const covers = (kind & FrameKind.returnsTo) !== 0 || this.#hasReturnTo(sp) ? FrameKind.covers : 0;
    const catches = (kind & (FrameKind.raises | FrameKind.returnsTo)) !== 0;
    memory.store(frame, this.#returnAddress);
    memory.store(frame + Frame.kind, smallTerm(kind | covers));
    memory.store(frame + Frame.module, sender.words.atom(module));
    memory.store(frame + Frame.name, sender.words.atom(name));
    memory.store(frame + Frame.arity, smallTerm(arity));
    memory.store(frame + Frame.session, smallTerm(session));
    memory.store(frame + Frame.tracer, smallTerm(tracer));
    memory.store(frame + Frame.handler, catches ? this.#catchTag : TermTag.nil);
    return frame;
  }

  /** The number in a word of a frame. */
  #word(sp: number, offset: number): number {
    return this.#parts.memory.load(sp + offset) >> TermTag.integerShift;
  }

  /** True if a frame of tracing begins at a stack pointer. */
  #isFrame(sp: number): boolean {
    return this.#parts.memory.load(sp) >>> (RESUME_POINT_BITS + 2) === this.#resumption;
  }

  /** Stack pointer of the frame of code that those of tracing at a stack pointer belong to. */
  #codeFrame(at: number): number {
    let sp = at;
    while (this.#isFrame(sp)) sp += FRAME_BYTES;
    return sp;
  }

  #hasReturnTo(at: number): boolean {
    return this.#isFrame(at) && (this.#word(at, Frame.kind) & FrameKind.covers) !== 0;
  }

  /** Functions that wait in the stack above a stack pointer, innermost first, at most so many. */
  #callers(sp: number, most: number): StackFrame[] {
    const { memory, traces } = this.#parts;
    const end = memory.load(memory.load(MachineRegister.context) + ContextOffset.stackEnd);
    const frames: StackFrame[] = [];
    for (let at = sp; at < end && frames.length < most; at += 4) {
      const word = memory.load(at);
      if ((word & TermTag.primaryMask) !== 0) continue;
      const frame = traces.frameAt(word);
      if (frame !== undefined) frames.push(frame);
    }
    return frames;
  }

  /** How a frame's process is traced for it now. */
  #traceeOf(sp: number, context: number): Tracee | undefined {
    const { processes, tracees } = this.#parts;
    const meta = this.#word(sp, Frame.tracer);
    if (meta !== 0) {
      const tracer = processes.find(meta);
      return tracer === 0 ? undefined : { flags: META_FLAGS, tracer: { number: meta, pid: processes.pid(tracer) } };
    }
    const number = this.#word(sp, Frame.session);
    const session = tracees.sessions.find((each) => each.number === number);
    const tracee = session === undefined ? undefined : tracees.of(session, processes.number(context));
    return tracee === undefined || (tracee.flags & TraceFlag.call) === 0 || (tracee.flags & TraceFlag.silent) !== 0 ? undefined : tracee;
  }

  /** The function of a frame has returned a value. */
  #returned(sp: number, value: number): void {
    const { memory, sender, times, processes } = this.#parts;
    const context = memory.load(MachineRegister.context);
    const kind = this.#word(sp, Frame.kind);
    if ((kind & FrameKind.measures) !== 0) {
      times.end(context, processes.number(context), this.#word(sp, Frame.session));
      return;
    }
    const tracee = this.#traceeOf(sp, context);
    if (tracee === undefined) return;
    if ((kind & FrameKind.returns) !== 0)
      sender.send(context, tracee, (words) => [words.atom('return_from'), this.#function(sp, words), value]);
    if ((kind & FrameKind.returnsTo) !== 0) this.#returnsTo(context, tracee, memory.load(this.#codeFrame(sp)));
  }

  #function(sp: number, words: TraceWords): number {
    const { memory } = this.#parts;
    return words.tuple([memory.load(sp + Frame.module), memory.load(sp + Frame.name), memory.load(sp + Frame.arity)]);
  }

  #returnsTo(context: number, tracee: Tracee, address: number): void {
    const { sender, traces } = this.#parts;
    if ((tracee.flags & TraceFlag.return_to) === 0) return;
    sender.send(context, tracee, (words) => [words.atom('return_to'), words.mfa(traces.frameAt(address))]);
  }

  #resume(sp: number): number {
    const { memory, kernel } = this.#parts;
    const point = (memory.load(sp) >>> 2) & ((1 << RESUME_POINT_BITS) - 1);
    if (point === RETURN_POINT) {
      const value = memory.load(X_REGISTERS);
      this.#returned(sp, value);
      return value;
    }
    const [, exceptionClass = 0, reason = 0, trace = 0] = this.#argumentWords(4);
    this.#raised(sp, exceptionClass, reason);
    return kernel.raiseAgain(sp + FRAME_BYTES, trace, reason);
  }

  /** An exception ends the function of a frame. */
  #raised(sp: number, exceptionClass: number, reason: number): void {
    const { memory, sender } = this.#parts;
    const context = memory.load(MachineRegister.context);
    const kind = this.#word(sp, Frame.kind);
    const tracee = this.#traceeOf(sp, context);
    if (tracee === undefined) return;
    if ((kind & FrameKind.raises) !== 0) {
      sender.send(context, tracee, (words) => [
        words.atom('exception_from'),
        this.#function(sp, words),
        words.tuple([exceptionClass, reason]),
      ]);
    }
    if ((kind & FrameKind.returnsTo) === 0) return;
    const handler = this.#handlerAbove(sp + FRAME_BYTES, context);
    if (handler === 0) return;
    // Where it is caught in the end is told when the last frame of tracing has been passed.
    if (this.#isFrame(handler)) memory.store(handler + Frame.kind, smallTerm(this.#word(handler, Frame.kind) | FrameKind.returnsTo));
    else this.#returnsTo(context, tracee, memory.load(handler));
  }

  /** Stack pointer of the frame with the nearest handler; 0 if there is none. */
  #handlerAbove(from: number, context: number): number {
    const { memory } = this.#parts;
    const end = memory.load(context + ContextOffset.stackEnd);
    let frame = from;
    for (let at = from; at < end; at += 4) {
      const word = memory.load(at);
      if ((word & TermTag.primaryMask) === 0) frame = at;
      else if ((word & TermTag.catchMask) === TermTag.catchTag) return frame;
    }
    return 0;
  }
}

/** A call that is looked at. */
interface Call {
  readonly breakpoint: Breakpoint;
  readonly session: TraceSession;
  readonly context: number;
  readonly number: number;
  readonly sp: number;
}
