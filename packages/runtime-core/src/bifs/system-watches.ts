import type { Term } from '@beamline/beam-file';
import { atom, list, NIL, tuple } from '../terms/plain-terms.js';
import { badarg, elementsOf, integerOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

const UNDEFINED = atom('undefined');
const RELEASE_WITH_SESSIONS = 27;

/** Who is told of what the system does, and of what. */
interface Watch {
  readonly pid: Term;
  readonly options: readonly Term[];
}

interface Watches {
  monitor?: Watch | undefined;
  profile?: Watch | undefined;
}

/** The settings of each machine. */
const watches = new WeakMap<BifContext, Watches>();

function watchesOf(machine: BifContext): Watches {
  let found = watches.get(machine);
  if (found === undefined) {
    found = {};
    watches.set(machine, found);
  }
  return found;
}

/** A setting as it is told; it is gone with the process that it names. */
function watchTerm(watch: Watch | undefined, machine: BifContext): Term {
  if (watch?.pid.kind !== 'pid' || machine.processes.contextOf(watch.pid) === 0) return UNDEFINED;
  return tuple(watch.pid, list(watch.options));
}

function nameOfOption(option: Term): string {
  if (option.kind === 'atom') return option.name;
  return option.kind === 'tuple' && option.elements[0]?.kind === 'atom' ? option.elements[0].name : '';
}

/** Options of a setting, in OTP's order. */
function ordered(options: readonly Term[], order: readonly string[]): readonly Term[] {
  return order.flatMap((name) => options.filter((option) => nameOfOption(option) === name).slice(-1));
}

const MONITOR_FLAGS = ['busy_dist_port', 'busy_port'];
const MONITOR_LIMITS = ['large_heap', 'long_schedule', 'long_gc'];
const QUEUE_LIMIT = 'long_message_queue';
const MONITOR_ORDER = [...MONITOR_FLAGS, ...MONITOR_LIMITS, QUEUE_LIMIT];

function isMonitorOption(option: Term, release: number): boolean {
  if (option.kind === 'atom') return MONITOR_FLAGS.includes(option.name);
  if (option.kind !== 'tuple' || option.elements.length !== 2) return false;
  const value = option.elements[1];
  const name = nameOfOption(option);
  if (name === QUEUE_LIMIT && release >= RELEASE_WITH_SESSIONS) {
    if (value?.kind !== 'tuple' || value.elements.length !== 2) return false;
    const [low, high] = value.elements.map(integerOf);
    return low !== undefined && high !== undefined && low >= 0 && high > low;
  }
  return MONITOR_LIMITS.includes(name) && value?.kind === 'integer' && value.value >= 0;
}

/** `system_monitor/2`: returns what was set before. */
function setMonitor(pid: Term | undefined, options: Term | undefined, machine: BifContext): Term {
  const state = watchesOf(machine);
  const before = watchTerm(state.monitor, machine);
  const given = elementsOf(options);
  if (pid?.kind === 'atom' && pid.name === 'undefined' && given.length === 0) state.monitor = undefined;
  else if (pid?.kind !== 'pid' || !given.every((option) => isMonitorOption(option, machine.otpRelease))) return badarg();
  else state.monitor = given.length === 0 ? undefined : { pid, options: ordered(given, MONITOR_ORDER) };
  return before;
}

function setMonitorTo(setting: Term | undefined, machine: BifContext): Term {
  if (setting?.kind === 'tuple' && setting.elements.length === 2) return setMonitor(setting.elements[0], setting.elements[1], machine);
  return setMonitor(setting, NIL, machine);
}

const PROFILE_ORDER = ['exclusive', 'scheduler', 'runnable_ports', 'runnable_procs'];
const STAMPS: ReadonlySet<string> = new Set(['timestamp', 'monotonic_timestamp', 'strict_monotonic_timestamp']);

function setProfile(pid: Term | undefined, options: Term | undefined, machine: BifContext): Term {
  const state = watchesOf(machine);
  const before = watchTerm(state.profile, machine);
  const given = elementsOf(options);
  if (!given.every((option) => STAMPS.has(nameOfOption(option)) || PROFILE_ORDER.includes(nameOfOption(option)))) return badarg();
  state.profile = pid?.kind === 'pid' ? { pid, options: ordered(given, PROFILE_ORDER) } : undefined;
  return before;
}

/** There is one setting for all sessions. */
function checkSession(session: Term | undefined): void {
  if (session?.kind === 'atom' && session.name === 'any') throw new BifFailure('badarg', 'session');
}

/** Who is told of what the system does. */
export const systemWatchBifs: HostBifs = {
  'erlang:system_monitor/0': (_, machine) => watchTerm(watchesOf(machine).monitor, machine),
  'erlang:system_monitor/1': ([setting], machine) => setMonitorTo(setting, machine),
  'erlang:system_monitor/2': ([pid, options], machine) => setMonitor(pid, options, machine),
  'erts_internal:system_monitor/1': ([session], machine) => {
    checkSession(session);
    return watchTerm(watchesOf(machine).monitor, machine);
  },
  'erts_internal:system_monitor/3': ([session, pid, options], machine) => {
    checkSession(session);
    return setMonitor(pid, options, machine);
  },
  'erlang:system_profile/0': (_, machine) => watchTerm(watchesOf(machine).profile, machine),
  'erlang:system_profile/2': ([pid, options], machine) => setProfile(pid, options, machine),
};
