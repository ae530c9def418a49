import type { PidTerm, Term } from '@beamline/beam-file';
import type { Host } from '../io/host.js';
import type { Processes } from '../processes/processes.js';
import { NANOSECONDS, SchedulerTimes } from '../processes/scheduler-times.js';
import { pidNumber } from '../terms/identifiers.js';
import { atom, integer, list } from '../terms/plain-terms.js';

/** Who blocks other schedulers, of which there are none: only that it is so is told. */
class SchedulerBlocks {
  /** By process number: the pid, and how often that process blocks. */
  readonly #blocks = new Map<number, { readonly pid: PidTerm; count: number }>();

  /** The processes that block; those that have ended do no longer. */
  blockers(processes: Processes): PidTerm[] {
    for (const [number, { pid }] of this.#blocks) if (processes.contextOf(pid) === 0) this.#blocks.delete(number);
    return [...this.#blocks.values()].map(({ pid }) => pid);
  }

  /** A process blocks once more, or takes a block back. */
  set(isBlock: boolean, pid: PidTerm): void {
    const number = pidNumber(pid);
    const count = (this.#blocks.get(number)?.count ?? 0) + (isBlock ? 1 : -1);
    if (count > 0) this.#blocks.set(number, { pid, count });
    else this.#blocks.delete(number);
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
  /** What such a program has set of natives, by the names of their limits. */
  readonly loopLimits: Map<string, number> = new Map();
  readonly #blocks = new SchedulerBlocks();
  readonly #normalBlocks = new SchedulerBlocks();
  /** What is measured always, for `statistics(runtime)`. */
  readonly #all: SchedulerTimes;

  constructor(host: Host) {
    this.schedulerTimes = new SchedulerTimes(host);
    this.microstates = new SchedulerTimes(host);
    this.#all = new SchedulerTimes(host);
    this.#all.measure(true);
  }

  /** Runs processes by a function, and measures how long that takes where somebody wants to know. */
  measured<T>(run: () => T): T {
    return this.schedulerTimes.run(() => this.microstates.run(() => this.#all.run(run)));
  }

  /** How long processes have run, in milliseconds. */
  runTime(): number {
    return this.#all.times.active / NANOSECONDS;
  }

  /** What `system_info` says of `multi_scheduling`. */
  multiScheduling(processes: Processes): Term {
    if (this.#blocks.blockers(processes).length > 0) return atom('blocked');
    return atom(this.#normalBlocks.blockers(processes).length > 0 ? 'blocked_normal' : 'enabled');
  }

  /** The processes that block all other schedulers, or the normal ones among them. */
  blockers(processes: Processes, isNormal: boolean): Term {
    return list((isNormal ? this.#normalBlocks : this.#blocks).blockers(processes));
  }

  /** The running process blocks other schedulers, or takes a block back; what `multi_scheduling` is then. */
  block(isBlock: boolean, isNormal: boolean, processes: Processes): Term {
    const pid = processes.pid(processes.running());
    if (pid.kind === 'pid') (isNormal ? this.#normalBlocks : this.#blocks).set(isBlock, pid);
    return this.multiScheduling(processes);
  }

  /** Counters of the one scheduler, in OTP's form: what is not measured by itself is 0. */
  microstateCounters(): Term {
    const { active, total } = this.microstates.times;
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
}
