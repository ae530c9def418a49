import type { Term } from '@beamline/beam-file';
import { atom, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { type MonitorSettings, SystemMonitor } from '../tracing/system-monitor.js';
import { SystemProfile } from '../tracing/system-profile.js';
import { TraceFlag } from '../tracing/trace-flags.js';
import type { Tracer, TraceSession } from '../tracing/trace-session.js';
import { badarg, elementsOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { tracerTerm, traceSessionOf } from './tracing.js';

const UNDEFINED = atom('undefined');
const RELEASE_WITH_SESSIONS = 27;
/** Least limits, as OTP's (`system_monitor` in `erts/emulator/beam/erl_bif_trace.c`). */
const LEAST_HEAP = 16_384n;
const LEAST_TIME = 1n;
/** The first integer that is too large for a limit: they have a word of 64 bits. */
const TOO_LARGE = 1n << 64n;

interface Watches {
  readonly monitor: SystemMonitor;
  profile: { readonly tracer: Tracer; readonly watcher: SystemProfile; readonly options: readonly string[] } | undefined;
}

/** What watches each machine. */
const watches = new WeakMap<BifContext, Watches>();

function watchesOf(machine: BifContext): Watches {
  let found = watches.get(machine);
  if (found === undefined) {
    found = { monitor: new SystemMonitor(partsOf(machine)), profile: undefined };
    watches.set(machine, found);
  }
  return found;
}

function partsOf({ info, memory, processes, host, tracing }: BifContext): ConstructorParameters<typeof SystemMonitor>[0] {
  return { info, memory, processes, tracing, now: () => host.now() };
}

function isAtom(term: Term | undefined, name: string): boolean {
  return term?.kind === 'atom' && term.name === name;
}

function limit(value: Term | undefined, least: bigint): bigint {
  const number = value?.kind === 'integer' ? BigInt(value.value) : -1n;
  if (number < 0n || number >= TOO_LARGE) return badarg();
  return number < least ? least : number;
}

function queueLimits(value: Term | undefined): { off: bigint; on: bigint } {
  const [low, high] = value?.kind === 'tuple' && value.elements.length === 2 ? value.elements : [];
  const limits = { off: limit(low, 0n), on: limit(high, 0n) };
  return limits.off < limits.on ? limits : badarg();
}

/** An option of `system_monitor/2`, of a release, as what it sets. */
function option(term: Term, release: number): MonitorSettings {
  if (isAtom(term, 'busy_port')) return { busyPort: true };
  if (isAtom(term, 'busy_dist_port')) return { busyDistPort: true };
  const [name, value] = term.kind === 'tuple' && term.elements.length === 2 ? term.elements : [];
  switch (name?.kind === 'atom' ? name.name : '') {
    case 'large_heap':
      return { largeHeap: limit(value, LEAST_HEAP) };
    case 'long_schedule':
      return { longSchedule: limit(value, LEAST_TIME) };
    case 'long_gc':
      return { longGc: limit(value, LEAST_TIME) };
    case 'long_message_queue':
      return release >= RELEASE_WITH_SESSIONS ? { longQueue: queueLimits(value) } : badarg();
    default:
      return badarg();
  }
}

const NAMES = {
  busy_dist_port: 'busyDistPort',
  busy_port: 'busyPort',
  large_heap: 'largeHeap',
  long_schedule: 'longSchedule',
  long_gc: 'longGc',
  long_message_queue: 'longQueue',
} as const satisfies Readonly<Record<string, keyof MonitorSettings>>;

/** Settings as options, in OTP's order. */
function optionTerms(settings: MonitorSettings): Term[] {
  return Object.entries(NAMES).flatMap(([name, key]) => {
    const value = settings[key];
    if (value === undefined) return [];
    if (value === true || value === false) return [atom(name)];
    return [tuple(atom(name), typeof value === 'bigint' ? integer(value) : tuple(integer(value.off), integer(value.on)))];
  });
}

function monitorTerm(session: TraceSession, machine: BifContext): Term {
  const found = watchesOf(machine).monitor.of(session);
  return found === undefined ? UNDEFINED : tuple(found.tracer.pid, list(optionTerms(found.settings)));
}

/** `system_monitor/2`: returns what was set before. */
function setMonitor(pid: Term | undefined, options: Term | undefined, machine: BifContext): Term {
  const session = machine.tracing.tracees.default;
  const { monitor } = watchesOf(machine);
  const before = monitorTerm(session, machine);
  const given = elementsOf(options);
  const none: Tracer = { pid: UNDEFINED, number: 0 };
  if (isAtom(pid, 'undefined') || given.length === 0) {
    monitor.set(session, none, undefined);
    return before;
  }
  const tracer = pid?.kind === 'pid' ? tracerTerm(pid, machine) : undefined;
  if (tracer === undefined) return badarg();
  let settings: MonitorSettings = {};
  for (const each of given) settings = { ...settings, ...option(each, machine.otpRelease) };
  monitor.set(session, tracer, settings);
  return before;
}

function setMonitorTo(setting: Term | undefined, machine: BifContext): Term {
  if (isAtom(setting, 'undefined')) return setMonitor(setting, NIL, machine);
  return setting?.kind === 'tuple' && setting.elements.length === 2
    ? setMonitor(setting.elements[0], setting.elements[1], machine)
    : badarg();
}

/** Settings with a change that `trace:system/3` makes: something is set, or with false taken away. */
function changed(settings: MonitorSettings, change: Term, release: number): MonitorSettings {
  const [name, value] = change.kind === 'tuple' && change.elements.length === 2 ? change.elements : [change];
  const known = Object.entries(NAMES).find(([each]) => isAtom(name, each));
  if (name === undefined || known === undefined) return badarg();
  const [text, key] = known;
  if (isAtom(value, 'false')) {
    const { [key]: _, ...others } = settings;
    return others;
  }
  const isFlag = text === 'busy_port' || text === 'busy_dist_port';
  return { ...settings, ...option(isFlag && isAtom(value, 'true') ? name : change, release) };
}

/** Changes what the monitor of a session that a program has made is told of. */
function setInSession(session: TraceSession, options: Term | undefined, machine: BifContext): Term {
  const { monitor } = watchesOf(machine);
  const { tracer } = session;
  if (tracer === undefined) return badarg();
  const before: MonitorSettings = monitor.of(session)?.settings ?? {};
  const settings = elementsOf(options).reduce((all, each) => changed(all, each, machine.otpRelease), before);
  monitor.set(session, tracer, Object.keys(settings).length === 0 ? undefined : settings);
  return atom('ok');
}

const STAMPS: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    timestamp: TraceFlag.timestamp,
    monotonic_timestamp: TraceFlag.monotonic_timestamp,
    strict_monotonic_timestamp: TraceFlag.strict_monotonic_timestamp,
  }),
);
/** Options of `system_profile/2` that are told, in OTP's order. */
const PROFILE_OPTIONS = ['exclusive', 'scheduler', 'runnable_procs', 'runnable_ports'];

function profileTerm(machine: BifContext): Term {
  const state = watchesOf(machine);
  const { profile } = state;
  if (profile === undefined || machine.tracing.sender.contextOf(profile.tracer) === 0) return UNDEFINED;
  return tuple(profile.tracer.pid, list(profile.options.map(atom)));
}

/** `system_profile/2`: returns what was set before. */
function setProfile(pid: Term | undefined, options: Term | undefined, machine: BifContext): Term {
  const state = watchesOf(machine);
  const before = profileTerm(machine);
  const names = elementsOf(options).map((each) => (each.kind === 'atom' ? each.name : ''));
  const isOff = isAtom(pid, 'undefined') || names.length === 0;
  const tracer = isOff || (pid?.kind !== 'pid' && pid?.kind !== 'port') ? undefined : tracerTerm(pid, machine);
  if (!isOff && (tracer === undefined || !names.every((name) => STAMPS.has(name) || PROFILE_OPTIONS.includes(name)))) return badarg();
  if (state.profile !== undefined) machine.tracing.unwatch(state.profile.watcher);
  state.profile = undefined;
  if (tracer === undefined) return before;
  const stamp = STAMPS.get(names.findLast((name) => STAMPS.has(name)) ?? 'timestamp') ?? TraceFlag.timestamp;
  const settings = { processes: names.includes('runnable_procs'), scheduler: names.includes('scheduler'), stamp };
  const watcher = new SystemProfile(partsOf(machine), tracer, settings);
  state.profile = { tracer, watcher, options: PROFILE_OPTIONS.filter((name) => names.includes(name)) };
  machine.tracing.watch(watcher);
  return before;
}

/** The session of a term; that of `erlang:system_monitor/2` has one name only. */
function sessionOf(term: Term | undefined, machine: BifContext): TraceSession {
  if (term?.kind === 'atom' && term.name !== 'legacy') throw new BifFailure('badarg', 'session');
  return traceSessionOf(term, machine);
}

/** Who is told of what the system does. */
export const systemWatchBifs: HostBifs = {
  'erlang:system_monitor/0': (_, machine) => monitorTerm(machine.tracing.tracees.default, machine),
  'erlang:system_monitor/1': ([setting], machine) => setMonitorTo(setting, machine),
  'erlang:system_monitor/2': ([pid, options], machine) => setMonitor(pid, options, machine),
  'erts_internal:system_monitor/1': ([session], machine) => monitorTerm(sessionOf(session, machine), machine),
  'erts_internal:system_monitor/3': ([term, pid, options], machine) => {
    const session = sessionOf(term, machine);
    if (session === machine.tracing.tracees.default) return isAtom(pid, 'session') ? badarg() : setMonitor(pid, options, machine);
    return isAtom(pid, 'session') ? setInSession(session, options, machine) : badarg();
  },
  'erlang:system_profile/0': (_, machine) => profileTerm(machine),
  'erlang:system_profile/2': ([pid, options], machine) => setProfile(pid, options, machine),
};
