import type { Term } from '@beamline/beam-file';
import { MachineCounter } from '@beamline/machine-model';
import { atom, integer, list, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';

/** Nanoseconds of a millisecond. */
const NANOSECONDS = 1_000_000n;
/** Bytes of a word. */
const WORD = 4;

function counter(address: number, { memory }: BifContext): number {
  return Number(memory.view.getBigUint64(address, true));
}

/** The total, and by how much it has grown since this was asked for the last time. */
function growing(what: string, total: number, machine: BifContext): Term {
  return tuple(integer(total), integer(machine.sinceLast(what, total)));
}

/** Reductions of all processes that there were. */
function reductions(machine: BifContext): number {
  return counter(MachineCounter.reductions, machine) + machine.info.reductionsOfSlice();
}

const items: Readonly<Record<string, (machine: BifContext) => Term>> = {
  reductions: (machine) => growing('reductions', reductions(machine), machine),
  exact_reductions: (machine) => growing('exact_reductions', reductions(machine), machine),
  wall_clock: (machine) => {
    const since = BigInt(Math.round(machine.host.now() * Number(NANOSECONDS))) - machine.startTime();
    return growing('wall_clock', Number(since / NANOSECONDS), machine);
  },
  // The time in which processes ran.
  runtime: (machine) => growing('runtime', Math.floor(machine.flags.runTime()), machine),
  garbage_collection: (machine) =>
    tuple(
      integer(counter(MachineCounter.collections, machine)),
      integer(Math.floor(counter(MachineCounter.reclaimed, machine) / WORD)),
      integer(0),
    ),
  context_switches: (machine) => tuple(integer(counter(MachineCounter.slices, machine)), integer(0)),
  io: ({ ports }) => tuple(tuple(atom('input'), integer(ports.bytesIn)), tuple(atom('output'), integer(ports.bytesOut))),
  run_queue: ({ processes }) => integer(processes.runnable()),
  run_queues: ({ processes }) => tuple(integer(processes.runnable()), integer(0), integer(0)),
  // After the queue of the scheduler OTP tells that of schedulers for work that takes the processor, then that for input and output.
  run_queue_lengths: ({ processes }) => list([integer(processes.runnable()), integer(0)]),
  run_queue_lengths_all: ({ processes }) => list([integer(processes.runnable()), integer(0), integer(0)]),
  total_run_queue_lengths: ({ processes }) => integer(processes.runnable()),
  total_run_queue_lengths_all: ({ processes }) => integer(processes.runnable()),
  // Who asks is active, too.
  active_tasks: ({ processes }) => list([integer(processes.runnable() + 1), integer(0)]),
  active_tasks_all: ({ processes }) => list([integer(processes.runnable() + 1), integer(0), integer(0)]),
  total_active_tasks: ({ processes }) => integer(processes.runnable() + 1),
  total_active_tasks_all: ({ processes }) => integer(processes.runnable() + 1),
  scheduler_wall_time: wallTime,
  scheduler_wall_time_all: wallTime,
  microstate_accounting: ({ flags }) => flags.microstateCounters(),
};

function wallTime({ flags }: BifContext): Term {
  const { isMeasured, times } = flags.schedulerTimes;
  return !isMeasured ? atom('undefined') : list([tuple(integer(1), integer(times.active), integer(times.total))]);
}

/** What the machine has done so far. */
export const statisticsBifs: HostBifs = {
  'erlang:statistics/1': ([what], machine) => {
    const name = atomOf(what);
    return Object.hasOwn(items, name) ? (items[name] ?? badarg)(machine) : badarg();
  },
};
