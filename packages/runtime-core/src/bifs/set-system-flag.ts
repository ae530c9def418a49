import type { Term } from '@beamline/beam-file';
import { MAXIMUM_TRACE_DEPTH, SHARED_BINARIES_RELEASE } from '@beamline/machine-model';
import { atom, boolean, integer } from '../terms/plain-terms.js';
import { badarg, integerBetween, isAtom } from './arguments.js';
import type { BifContext } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import type { SystemFlags } from './system-flags.js';

const isCount = (value: Term): boolean => value.kind === 'integer' && value.value >= 0n;
const isBoolean = (value: Term): boolean => isAtom(value, 'true', 'false');

/** No limit, as a map. */
export function maxHeapSize(release: number): Term {
  const shared: [Term, Term][] = release >= SHARED_BINARIES_RELEASE ? [[atom('include_shared_binaries'), atom('false')]] : [];
  return {
    kind: 'map',
    pairs: [[atom('error_logger'), atom('true')], ...shared, [atom('kill'), atom('true')], [atom('size'), integer(0)]],
  };
}

/** Flags that cannot be changed: their fixed values, and which values there are. */
const FIXED: ReadonlyMap<string, readonly [fixed: (release: number) => Term, allows: (value: Term) => boolean]> = new Map(
  Object.entries<readonly [fixed: (release: number) => Term, allows: (value: Term) => boolean]>({
    fullsweep_after: [() => integer(65_535), isCount],
    min_heap_size: [() => integer(233), isCount],
    min_bin_vheap_size: [() => integer(46_422), isCount],
    schedulers_online: [() => integer(1), (value) => value.kind === 'integer' && Number(value.value) === 1],
    dirty_cpu_schedulers_online: [() => integer(0), isCount],
    max_heap_size: [maxHeapSize, (value) => value.kind === 'map' || isCount(value)],
    // A machine without processors to choose from: what OTP takes where it knows none, too.
    cpu_topology: [() => atom('undefined'), (value) => isAtom(value, 'undefined')],
    scheduler_bind_type: [() => atom('unbound'), (value) => isAtom(value, 'unbound')],
  }),
);

function block(value: Term, { flags, processes }: BifContext): Term {
  if (value.kind !== 'atom' || !isAtom(value, 'block', 'unblock', 'block_normal', 'unblock_normal')) return badarg();
  return flags.block(!value.name.startsWith('un'), value.name.endsWith('_normal'), processes);
}

function account(value: Term, { microstates }: SystemFlags): Term {
  const before = microstates.isMeasured;
  if (isAtom(value, 'reset')) {
    microstates.reset();
  } else if (isBoolean(value)) {
    microstates.measure(isAtom(value, 'true'));
  } else {
    return badarg();
  }
  return boolean(before);
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

/** Sets a flag; what it was. */
export function setSystemFlag(name: string, value: Term, machine: BifContext): Term {
  const { flags, processes, tracing } = machine;
  switch (name) {
    case 'backtrace_depth':
      return integer(machine.setTraceDepth(Math.min(integerBetween(value, 0, Number.MAX_SAFE_INTEGER), MAXIMUM_TRACE_DEPTH)));
    case 'sequential_tracer':
      return setSequentialTracer(value, machine);
    case 'scheduler_wall_time':
      if (!isBoolean(value)) return badarg();
      // It begins at 0 each time.
      if (!flags.schedulerTimes.isMeasured) flags.schedulerTimes.reset();
      return boolean(flags.schedulerTimes.measure(isAtom(value, 'true')));
    case 'microstate_accounting':
      return account(value, flags);
    case 'multi_scheduling':
      return block(value, machine);
    case 'reset_seq_trace':
      if (!isAtom(value, 'true')) return badarg();
      tracing.sequential.reset();
      return value;
    case 'trace_control_word':
      return integer(tracing.setControlWord(integerBetween(value, 0, 0xffffffff)));
    case 'time_offset':
      return isAtom(value, 'finalize') ? atom(machine.clock.finalize()) : badarg();
    case 'system_logger': {
      if (value.kind !== 'pid' && value.kind !== 'atom') return badarg();
      const before = processes.systemLogger;
      processes.systemLogger = value;
      return before;
    }
    default: {
      const [fixed, allows] = FIXED.get(name) ?? [];
      if (fixed === undefined || allows === undefined) throw new BifFailure('badarg', 'badopt');
      return allows(value) ? fixed(machine.otpRelease) : badarg();
    }
  }
}
