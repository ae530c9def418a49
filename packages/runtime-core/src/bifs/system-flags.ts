import { formatTerm, type Term } from '@beamline/beam-file';
import { MAXIMUM_TRACE_DEPTH } from '@beamline/machine-model';
import type { SchedulerTimes } from '../processes/scheduler-times.js';
import { atom, boolean, integer, list } from '../terms/plain-terms.js';
import { badarg, integerBetween } from './arguments.js';
import type { BifContext } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

const isCount = (value: Term): boolean => value.kind === 'integer' && value.value >= 0n;
const isInteger = (value: Term, number: bigint): boolean => value.kind === 'integer' && BigInt(value.value) === number;
const isAtom = (value: Term, ...names: readonly string[]): boolean => value.kind === 'atom' && names.includes(value.name);
const isBoolean = (value: Term): boolean => isAtom(value, 'true', 'false');

/** No limit, as a map. */
export function maxHeapSize(release: number): Term {
  const shared: [Term, Term][] = release >= 27 ? [[atom('include_shared_binaries'), atom('false')]] : [];
  return {
    kind: 'map',
    pairs: [[atom('error_logger'), atom('true')], ...shared, [atom('kill'), atom('true')], [atom('size'), integer(0)]],
  };
}

/** The first release whose time offset may change by itself. */
export const MULTI_TIME_WARP_RELEASE = 29;

/** Flags that cannot be changed: their fixed values, and which values there are. */
const FIXED: Readonly<Record<string, readonly [fixed: (release: number) => Term, allows: (value: Term) => boolean]>> = {
  fullsweep_after: [() => integer(65_535), isCount],
  min_heap_size: [() => integer(233), isCount],
  min_bin_vheap_size: [() => integer(46_422), isCount],
  schedulers_online: [() => integer(1), (value) => isInteger(value, 1n)],
  dirty_cpu_schedulers_online: [() => integer(0), (value) => isInteger(value, 0n)],
  time_offset: [(release) => atom(release >= MULTI_TIME_WARP_RELEASE ? 'volatile' : 'final'), (value) => isAtom(value, 'finalize')],
  max_heap_size: [maxHeapSize, (value) => value.kind === 'map' || isCount(value)],
  // A machine without processors to choose from: what OTP takes where it knows none, too.
  cpu_topology: [() => atom('undefined'), (value) => isAtom(value, 'undefined')],
  scheduler_bind_type: [() => atom('unbound'), (value) => isAtom(value, 'unbound')],
};

/** Who blocks other schedulers, of which there are none: only that it is so is told. */
class SchedulerBlocks {
  /** A pid for each block, the latest last. */
  #blockers: Term[] = [];

  /** The processes that block, once each; such as have ended do no longer. */
  blockers({ processes }: BifContext): Term[] {
    this.#blockers = this.#blockers.filter((pid) => pid.kind === 'pid' && processes.contextOf(pid) !== 0);
    const texts = new Set<string>();
    return this.#blockers.filter((pid) => texts.size < texts.add(formatTerm(pid)).size);
  }

  /** Blocks, or takes back the latest block of a process. */
  set(isBlock: boolean, pid: Term): void {
    const text = formatTerm(pid);
    const latest = this.#blockers.findLastIndex((blocker) => formatTerm(blocker) === text);
    if (isBlock) this.#blockers.push(pid);
    else if (latest >= 0) this.#blockers.splice(latest, 1);
  }
}

/** What `erlang:system_flag/2` can change of a machine. */
export class SystemFlags {
  /** `scheduler_wall_time`. */
  readonly schedulerTimes: SchedulerTimes;
  /** `microstate_accounting`. */
  readonly microstates: SchedulerTimes;
  /** True once a program has asked to look into the emulator: `erts_debug:set_internal_state(available_internal_state, true)`. */
  showsInternalState = false;
  readonly #blocks = new SchedulerBlocks();
  readonly #normalBlocks = new SchedulerBlocks();

  constructor(schedulerTimes: SchedulerTimes, microstates: SchedulerTimes) {
    this.schedulerTimes = schedulerTimes;
    this.microstates = microstates;
  }

  /** Runs processes by a function, and measures how long that takes where somebody wants to know. */
  measured<T>(run: () => T): T {
    return this.schedulerTimes.run(() => this.microstates.run(run));
  }

  /** What `system_info` says of `multi_scheduling`. */
  multiScheduling(machine: BifContext): Term {
    if (this.#blocks.blockers(machine).length > 0) return atom('blocked');
    return atom(this.#normalBlocks.blockers(machine).length > 0 ? 'blocked_normal' : 'enabled');
  }

  /** The processes that block all other schedulers, or the normal ones among them. */
  blockers(machine: BifContext, isNormal: boolean): Term {
    return list((isNormal ? this.#normalBlocks : this.#blocks).blockers(machine));
  }

  #block(value: Term, machine: BifContext): Term {
    if (!isAtom(value, 'block', 'unblock', 'block_normal', 'unblock_normal')) return badarg();
    const name = value.kind === 'atom' ? value.name : '';
    const blocks = name.endsWith('_normal') ? this.#normalBlocks : this.#blocks;
    blocks.set(!name.startsWith('un'), machine.processes.pid(machine.processes.running()));
    return this.multiScheduling(machine);
  }

  /** Counters of the one scheduler, in OTP's form: what is not measured by itself is 0. */
  microstateCounters(): Term {
    const { active, total } = this.microstates.times ?? { active: 0, total: 0 };
    const counters: readonly (readonly [string, number])[] = [
      ['aux', 0],
      ['check_io', 0],
      ['emulator', active],
      ['gc', 0],
      ['other', 0],
      ['port', 0],
      ['sleep', total - active],
    ];
    return list([
      {
        kind: 'map',
        pairs: [
          [atom('counters'), { kind: 'map', pairs: counters.map(([name, time]) => [atom(name), integer(time)]) }],
          [atom('id'), integer(1)],
          [atom('type'), atom('scheduler')],
        ],
      },
    ]);
  }

  #account(value: Term): Term {
    const before = this.microstates.isMeasured;
    if (isAtom(value, 'reset')) {
      this.microstates.measure(false);
      this.microstates.measure(before);
    } else if (isBoolean(value)) {
      this.microstates.measure(isAtom(value, 'true'));
    } else {
      return badarg();
    }
    return boolean(before);
  }

  /** Sets a flag; what it was. */
  set(name: string, value: Term, machine: BifContext): Term {
    const { processes, tracing } = machine;
    switch (name) {
      case 'backtrace_depth':
        return integer(machine.setTraceDepth(Math.min(integerBetween(value, 0, Number.MAX_SAFE_INTEGER), MAXIMUM_TRACE_DEPTH)));
      case 'sequential_tracer':
        return setSequentialTracer(value, machine);
      case 'scheduler_wall_time':
        return isBoolean(value) ? boolean(this.schedulerTimes.measure(isAtom(value, 'true'))) : badarg();
      case 'microstate_accounting':
        return this.#account(value);
      case 'multi_scheduling':
        return this.#block(value, machine);
      case 'reset_seq_trace':
        if (!isAtom(value, 'true')) return badarg();
        tracing.sequential.reset();
        return value;
      case 'trace_control_word':
        return integer(tracing.setControlWord(integerBetween(value, 0, 0xffffffff)));
      case 'system_logger': {
        if (value.kind !== 'pid' && value.kind !== 'atom') return badarg();
        const before = processes.systemLogger;
        processes.systemLogger = value;
        return before;
      }
      default: {
        const [fixed, allows] = FIXED[name] ?? [];
        if (fixed === undefined || allows === undefined) throw new BifFailure('badarg', 'badopt');
        return allows(value) ? fixed(machine.otpRelease) : badarg();
      }
    }
  }
}

/** Sets who is told of messages with tokens; who was before. */
function setSequentialTracer(value: Term, { processes, tracing }: BifContext): Term {
  const { sequential } = tracing;
  const before = sequential.systemTracer?.pid ?? boolean(false);
  if (isAtom(value, 'false')) {
    sequential.systemTracer = undefined;
    return before;
  }
  const context = value.kind === 'pid' ? processes.contextOf(value) : 0;
  if (value.kind !== 'pid' || context === 0) return badarg();
  sequential.systemTracer = { pid: value, number: processes.number(context) };
  return before;
}
