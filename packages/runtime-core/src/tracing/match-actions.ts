import type { Term } from '@beamline/beam-file';
import { MachineRegister } from '@beamline/machine-model';
import { elementsOf } from '../bifs/arguments.js';
import type { StackFrame } from '../processes/erlang-error.js';
import type { ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, binary, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import type { TermReader } from '../terms/term-reader.js';
import type { TermWriter } from '../terms/term-writer.js';
import type { SequentialTracing } from './sequential-tracing.js';
import { TraceFlag, traceFlagBits } from './trace-flags.js';
import type { Tracer, TraceSession } from './trace-session.js';
import type { Tracees } from './tracees.js';

/** The actions, by the numbers that the kernel's `trace-actions.ts` has for them. */
const ACTIONS = [
  'is_seq_trace',
  'get_seq_token',
  'set_seq_token',
  'return_trace',
  'exception_trace',
  'message',
  'process_dump',
  'enable_trace',
  'disable_trace',
  'trace',
  'display',
  'caller',
  'caller_line',
  'current_stacktrace',
  'silent',
  'get_tcw',
  'set_tcw',
] as const;

/** Not actions: a specification is to be tested, or has been. */
const BEGIN_TEST = 100;
const END_TEST = 101;

/** What a specification has asked for. */
export interface MatchOutcome {
  /** A term to go with the message; 1 for none, 0 for no message at all. */
  message: number;
  returns: boolean;
  raises: boolean;
}

/** Where a specification runs. */
export interface MatchPlace {
  readonly session: TraceSession;
  readonly context: number;
  /** Who called, innermost first, at most so many. */
  callers(most: number): readonly StackFrame[];
}

/** The parts of a machine that actions work on. */
interface MatchActionParts {
  readonly memory: LinearMemory;
  readonly reader: TermReader;
  readonly writer: TermWriter;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly tracees: Tracees;
  readonly sequential: SequentialTracing;
  /** Writes a text to where the runtime system does. */
  display(text: string): void;
  /** A term as `erlang:display/1` shows it. */
  show(term: Term): string;
}

/** No term has these words. */
const PLAIN_MESSAGE = 1;
const NO_MESSAGE = 0;
const CURRENT_FRAMES = 8;

/** Does what match specifications of tracing ask for. */
export class MatchActions {
  readonly #parts: MatchActionParts;
  #place: MatchPlace | undefined;
  #outcome: MatchOutcome = { message: PLAIN_MESSAGE, returns: false, raises: false };
  /** The word of `set_tcw`, which all of the machine has in common. */
  controlWord = 0;

  constructor(parts: MatchActionParts) {
    this.#parts = parts;
  }

  /** Calls a function that runs a specification in a place; what that asked for, undefined if it did not match. */
  run(place: MatchPlace, run: () => boolean): MatchOutcome | undefined {
    this.#place = place;
    this.#outcome = { message: PLAIN_MESSAGE, returns: false, raises: false };
    const matches = run();
    this.#place = undefined;
    return matches ? this.#outcome : undefined;
  }

  /** An action, or the beginning or end of a test: a term. */
  act(action: number, words: readonly number[]): number {
    const { writer } = this.#parts;
    if (action === BEGIN_TEST) {
      this.#outcome = { message: PLAIN_MESSAGE, returns: false, raises: false };
      return writer.toHeap(atom('true'));
    }
    if (action === END_TEST) return this.#tested(words[0] ?? 0);
    const name = ACTIONS[action];
    if (name === 'message') return this.#message(words[0] ?? 0);
    const args = this.#parts.reader.readAll(words);
    return writer.toHeap(this.#term(name, args));
  }

  #message(word: number): number {
    const { writer } = this.#parts;
    const [yes, no] = [writer.toHeap(atom('true')), writer.toHeap(atom('false'))];
    this.#outcome.message = word === yes ? PLAIN_MESSAGE : word === no ? NO_MESSAGE : word;
    return yes;
  }

  /** `{ok, Result, Flags, Warnings}`. */
  #tested(matched: number): number {
    const { reader, writer } = this.#parts;
    const { message, returns, raises } = this.#outcome;
    let result = atom('true');
    if (message === NO_MESSAGE || matched === writer.toHeap(atom('false'))) result = atom('false');
    else if (message !== PLAIN_MESSAGE) result = reader.read(message);
    const flags = [...(returns ? [atom('return_trace')] : []), ...(raises ? [atom('exception_trace')] : [])];
    return writer.toHeap(tuple(atom('ok'), result, list(flags), NIL));
  }

  #term(name: (typeof ACTIONS)[number] | undefined, args: readonly Term[]): Term {
    const { sequential, processes, info, memory } = this.#parts;
    const context = this.#place?.context ?? memory.load(MachineRegister.context);
    switch (name) {
      case 'is_seq_trace':
        return boolean(sequential.tokenOf(context) !== undefined);
      case 'get_seq_token':
        return sequential.tokenTerm(context);
      case 'set_seq_token':
        return sequential.setQuietly(context, args[0], args[1]) ? atom('true') : atom('EXIT');
      case 'return_trace':
        this.#outcome.returns = true;
        return atom('true');
      case 'exception_trace':
        this.#outcome.raises = true;
        return atom('true');
      case 'process_dump':
        return binary(new TextEncoder().encode(info.backtrace(context)));
      case 'display':
        this.#parts.display(`${this.#parts.show(args[0] ?? NIL)}\r\n`);
        return atom('true');
      case 'caller':
        return frameTuple(this.#place?.callers(1)[0]);
      case 'caller_line':
        return callerLine(this.#place?.callers(1)[0]);
      case 'current_stacktrace': {
        const depth = args[0]?.kind === 'integer' ? Number(args[0].value) : CURRENT_FRAMES;
        return list((this.#place?.callers(depth) ?? []).map(locatedFrame));
      }
      case 'get_tcw':
        return integer(this.controlWord);
      case 'set_tcw': {
        const before = this.controlWord;
        // In a test it has no effect.
        if (this.#place !== undefined && args[0]?.kind === 'integer') this.controlWord = Number(BigInt.asUintN(32, BigInt(args[0].value)));
        return integer(before);
      }
      case 'silent': {
        const [mode] = args;
        if (mode?.kind === 'atom' && (mode.name === 'true' || mode.name === 'false'))
          this.#change(context, TraceFlag.silent, mode.name === 'true');
        return atom('true');
      }
      case 'enable_trace':
      case 'disable_trace':
        return this.#enable(context, args, name === 'enable_trace');
      case 'trace':
        return this.#trace(context, args, processes);
      case undefined:
      case 'message':
        return NIL;
    }
  }

  #change(context: number, bits: number, isOn: boolean): void {
    const { processes, tracees } = this.#parts;
    const session = this.#place?.session ?? tracees.default;
    const number = processes.number(context);
    const tracee = tracees.of(session, number);
    if (tracee === undefined) return;
    tracees.set(session, number, { ...tracee, flags: isOn ? tracee.flags | bits : tracee.flags & ~bits });
  }

  /** `enable_trace` and `disable_trace`: of the process itself, or of another one first. */
  #enable(own: number, args: readonly Term[], isOn: boolean): Term {
    const [first] = args;
    const flag = args[args.length - 1];
    const bits = flag?.kind === 'atom' ? traceFlagBits(flag.name) : undefined;
    const context = args.length === 1 ? own : this.#contextOf(first);
    if (bits === undefined || context === 0) return atom('EXIT');
    this.#apply(own, context, isOn ? 0 : bits, isOn ? bits : 0, undefined);
    return atom('true');
  }

  /** `{trace, [Process,] Disable, Enable}`. */
  #trace(own: number, args: readonly Term[], processes: Processes): Term {
    const [off, on] = args.slice(-2).map((flags) => this.#bits(flags, processes));
    const context = args.length === 2 ? own : this.#contextOf(args[0]);
    if (off === undefined || on === undefined || context === 0) return atom('EXIT');
    this.#apply(own, context, off.bits, on.bits, on.tracer);
    return atom('true');
  }

  #bits(flags: Term, processes: Processes): { bits: number; tracer: Tracer | undefined } | undefined {
    let bits = 0;
    let tracer: Tracer | undefined;
    for (const flag of elementsOf(flags)) {
      const [name, pid] = flag.kind === 'tuple' ? flag.elements : [];
      if (name?.kind === 'atom' && name.name === 'tracer' && pid?.kind === 'pid') {
        const context = processes.contextOf(pid);
        if (context !== 0) tracer = { pid, number: processes.number(context) };
        continue;
      }
      const more = flag.kind === 'atom' ? traceFlagBits(flag.name) : undefined;
      if (more === undefined) return undefined;
      bits |= more;
    }
    return { bits, tracer };
  }

  /** A process without a tracer gets that of the process that calls. */
  #apply(own: number, context: number, off: number, on: number, given: Tracer | undefined): void {
    const { processes, tracees } = this.#parts;
    const session = this.#place?.session ?? tracees.default;
    const number = processes.number(context);
    const known = tracees.of(session, number);
    const tracer = given ?? known?.tracer ?? tracees.of(session, processes.number(own))?.tracer;
    if (tracer === undefined) return;
    tracees.set(session, number, { flags: ((known?.flags ?? 0) & ~off) | on, tracer });
  }

  #contextOf(term: Term | undefined): number {
    const { processes } = this.#parts;
    if (term?.kind === 'pid') return processes.contextOf(term);
    return term?.kind === 'atom' ? processes.named(term.name) : 0;
  }
}

function frameTuple(frame: StackFrame | undefined): Term {
  return frame === undefined ? atom('undefined') : tuple(atom(frame.module), atom(frame.function), integer(frame.arity));
}

function fileAndLine({ file = '', line = 0 }: StackFrame): readonly [Term, Term] {
  return [list([...file].map((character) => integer(character.codePointAt(0) ?? 0))), integer(line)];
}

function callerLine(frame: StackFrame | undefined): Term {
  if (frame === undefined) return atom('undefined');
  const mfa = [atom(frame.module), atom(frame.function), integer(frame.arity)];
  return frame.file === undefined ? tuple(...mfa, atom('undefined')) : tuple(...mfa, tuple(...fileAndLine(frame)));
}

function locatedFrame(frame: StackFrame): Term {
  const [file, line] = fileAndLine(frame);
  const location = frame.file === undefined ? NIL : list([tuple(atom('file'), file), tuple(atom('line'), line)]);
  return tuple(atom(frame.module), atom(frame.function), integer(frame.arity), location);
}

/** The word of no term, which stands for nothing but the message. */
export function hasOwnMessage(outcome: MatchOutcome): boolean {
  return outcome.message !== PLAIN_MESSAGE && outcome.message !== NO_MESSAGE;
}

/** True unless the specification has said `{message, false}`. */
export function isTold(outcome: MatchOutcome): boolean {
  return outcome.message !== NO_MESSAGE;
}
