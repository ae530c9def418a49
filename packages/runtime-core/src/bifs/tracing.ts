import type { Term } from '@beamline/beam-file';
import { atom, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { freshReference } from '../terms/resource-term.js';
import { atomOf, badarg, elementsOf, integerOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

// Nothing is ever traced: what tracing is asked for is checked and counted as in OTP, and no trace message comes.

const UNDEFINED = atom('undefined');
const FALSE = atom('false');
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

function badOption(cause = 'badopt'): never {
  throw new BifFailure('badarg', cause);
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

const TRACE_FLAGS: ReadonlySet<string> = new Set([
  'all',
  'send',
  'receive',
  'procs',
  'ports',
  'call',
  'arity',
  'return_to',
  'silent',
  'running',
  'exiting',
  'running_procs',
  'running_ports',
  'garbage_collection',
  'cpu_timestamp',
  ...STAMPS,
  'set_on_spawn',
  'set_on_first_spawn',
  'set_on_link',
  'set_on_first_link',
]);

function isTraceFlag(flag: Term): boolean {
  if (flag.kind === 'atom') return TRACE_FLAGS.has(flag.name);
  return flag.kind === 'tuple' && nameOfOption(flag) === 'tracer' && (flag.elements.length === 2 || flag.elements.length === 3);
}

function flagsOf(term: Term | undefined, isFlag: (flag: Term) => boolean): readonly Term[] {
  if (term?.kind !== 'nil' && (term?.kind !== 'list' || term.tail.kind !== 'nil')) badOption();
  const flags = elementsOf(term);
  return flags.every(isFlag) ? flags : badOption();
}

const EXISTING: ReadonlySet<string> = new Set(['all', 'processes', 'existing', 'existing_processes']);
const OTHERS: ReadonlySet<string> = new Set(['new', 'new_processes', 'new_ports', 'ports', 'existing_ports']);

/** How many processes the flags are set for. */
function trace(who: Term | undefined, how: Term | undefined, flags: Term | undefined, machine: BifContext): Term {
  const given = flagsOf(flags, isTraceFlag);
  if (how?.kind !== 'atom' || (how.name !== 'true' && how.name !== 'false')) return badarg();
  if (who?.kind === 'pid') return machine.processes.contextOf(who) === 0 ? badarg() : integer(1);
  const name = who?.kind === 'atom' ? who.name : badarg();
  if (OTHERS.has(name)) return integer(0);
  return EXISTING.has(name) ? integer(given.length === 0 ? 0 : machine.processes.all().length) : badarg();
}

const PATTERN_FLAGS: ReadonlySet<string> = new Set(['global', 'local', 'meta', 'call_count', 'call_time', 'call_memory']);

function isPatternFlag(flag: Term): boolean {
  if (flag.kind === 'atom') return PATTERN_FLAGS.has(flag.name);
  return flag.kind === 'tuple' && nameOfOption(flag) === 'meta';
}

/** Functions of a module that a pattern `{Module, Function, Arity}` is of. */
function matching(
  module: string,
  name: Term | undefined,
  arity: Term | undefined,
  machine: BifContext,
  which: 'exports' | 'functions' = 'functions',
): number {
  const functions = machine.moduleInfo(module, which);
  if (functions === undefined) return 0;
  const isAny = (term: Term | undefined): boolean => term?.kind === 'atom' && term.name === '_';
  return elementsOf(functions).filter((each) => {
    const [own, count] = each.kind === 'tuple' ? each.elements : [];
    const isName = isAny(name) || (own?.kind === 'atom' && name?.kind === 'atom' && own.name === name.name);
    const isArity = isAny(arity) || (count?.kind === 'integer' && arity?.kind === 'integer' && count.value === arity.value);
    return isName && isArity;
  }).length;
}

/** A match specification, or what takes its place. */
function isCondition(term: Term | undefined): boolean {
  if (term?.kind === 'atom') return ['true', 'false', 'restart', 'pause'].includes(term.name);
  if (term?.kind !== 'list') return term?.kind === 'nil';
  return term.tail.kind === 'nil' && term.elements.every((part) => part.kind === 'tuple' && part.elements.length === 3);
}

function tracePattern(pattern: Term | undefined, condition: Term | undefined, flags: Term | undefined, machine: BifContext): Term {
  const given = flagsOf(flags, isPatternFlag);
  const which = given.some((flag) => nameOfOption(flag) !== 'global') ? 'functions' : 'exports';
  if (!isCondition(condition)) badOption('match_spec');
  if (pattern?.kind === 'atom') {
    if (pattern.name === 'send' || pattern.name === 'receive') return integer(1);
    return pattern.name === 'on_load' ? integer(0) : badOption('none');
  }
  const [module, name, arity] = pattern?.kind === 'tuple' && pattern.elements.length === 3 ? pattern.elements : [];
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || (arity?.kind !== 'integer' && arity?.kind !== 'atom')) return badarg();
  const modules = module.name === '_' ? machine.loadedModules() : [module.name];
  return integer(modules.reduce((sum, each) => sum + matching(each, name, arity, machine, which), 0));
}

const FUNCTION_ITEMS: ReadonlySet<string> = new Set([
  'traced',
  'match_spec',
  'meta',
  'meta_match_spec',
  'call_count',
  'call_time',
  'call_memory',
  'all',
]);

function traceInfo(of: Term | undefined, what: Term | undefined, machine: BifContext): Term {
  const item = what ?? NIL;
  const name = what?.kind === 'atom' ? what.name : badarg();
  if (of?.kind === 'tuple' && of.elements.length === 3) {
    const [module, own, arity] = of.elements;
    if (machine.otpRelease >= RELEASE_WITH_SESSIONS && !FUNCTION_ITEMS.has(name)) return badarg();
    return tuple(item, matching(atomOf(module), own, arity, machine) === 0 ? UNDEFINED : FALSE);
  }
  if (of?.kind === 'atom' && of.name === 'on_load') return tuple(item, FALSE);
  if (of?.kind === 'atom' && (of.name === 'send' || of.name === 'receive'))
    return name === 'match_spec' ? tuple(item, atom('true')) : badarg();
  const isProcess = of?.kind === 'pid' || (of?.kind === 'atom' && ['new', 'new_processes', 'new_ports'].includes(of.name));
  if (!isProcess) return badOption();
  if (of.kind === 'pid' && machine.processes.contextOf(of) === 0) return UNDEFINED;
  return name === 'flags' || name === 'tracer' ? tuple(item, NIL) : badarg();
}

/** A trace session is a tuple with a reference. */
function checkSession(session: Term | undefined): void {
  if (session?.kind === 'atom' && session.name === 'any') badOption('session');
}

const TOKEN_FLAGS: ReadonlySet<string> = new Set(['send', 'receive', 'print', ...STAMPS]);

/** An item of the sequential trace token, which there never is. */
function tokenItem(item: Term | undefined): Term {
  const name = item?.kind === 'atom' ? item.name : badarg();
  if (name === 'label' || name === 'serial') return NIL;
  return TOKEN_FLAGS.has(name) ? tuple(atom(name), FALSE) : badarg();
}

/** Sets an item of the token: returns what it was. */
function setTokenItem(item: Term | undefined, value: Term | undefined): Term {
  const name = atomOf(item);
  if (name === 'sequential_trace_token') return value?.kind === 'nil' ? NIL : badarg();
  if (name === 'label') return integer(0);
  if (name === 'serial') {
    const numbers = value?.kind === 'tuple' && value.elements.length === 2 ? value.elements : badarg();
    return numbers.every((number) => number.kind === 'integer') ? tuple(integer(0), integer(0)) : badarg();
  }
  if (!TOKEN_FLAGS.has(name)) return badarg();
  return value?.kind === 'atom' && (value.name === 'true' || value.name === 'false') ? FALSE : badarg();
}

/** Tracing. */
export const tracingBifs: HostBifs = {
  'erts_internal:trace/3': ([who, how, flags], machine) => trace(who, how, flags, machine),
  'erts_internal:trace/4': ([session, who, how, flags], machine) => {
    checkSession(session);
    return trace(who, how, flags, machine);
  },
  'erts_internal:trace_pattern/3': ([pattern, condition, flags], machine) => tracePattern(pattern, condition, flags, machine),
  'erts_internal:trace_pattern/4': ([session, pattern, condition, flags], machine) => {
    checkSession(session);
    return tracePattern(pattern, condition, flags, machine);
  },
  'erlang:trace_info/2': ([of, item], machine) => traceInfo(of, item, machine),
  'erts_internal:trace_info/3': ([session, of, item], machine) => {
    checkSession(session);
    return traceInfo(of, item, machine);
  },
  'erts_internal:trace_session_create/3': ([name, , options]) => {
    const given = elementsOf(options);
    if (given.length > 0) badOption();
    return tuple(freshReference(), tuple(atom(atomOf(name)), integer(0)));
  },
  'erts_internal:trace_session_destroy/1': ([session]) => (session?.kind === 'tuple' ? atom('true') : badOption()),
  'erlang:trace_delivered/1': ([tracee], { processes }) => {
    if (tracee?.kind !== 'pid' && (tracee?.kind !== 'atom' || tracee.name !== 'all')) return badarg();
    const reference = freshReference();
    processes.sendToRunning(tuple(atom('trace_delivered'), tracee, reference));
    return reference;
  },
  'erts_trace_cleaner:check/0': () => FALSE,
  'erts_trace_cleaner:send_trace_clean_signal/1': () => {
    throw new BifFailure('notsup');
  },

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

  'erlang:seq_trace_info/1': ([item]) => tokenItem(item),
  'erlang:seq_trace/2': ([item, value]) => setTokenItem(item, value),
  'erlang:seq_trace_print/1': () => FALSE,
  'erlang:seq_trace_print/2': () => FALSE,

  // Tags of DTrace, which there is not.
  'erlang:dt_put_tag/1': () => UNDEFINED,
  'erlang:dt_get_tag/0': () => UNDEFINED,
  'erlang:dt_get_tag_data/0': () => UNDEFINED,
  'erlang:dt_prepend_vm_tag_data/1': ([data]) => data ?? NIL,
  'erlang:dt_append_vm_tag_data/1': ([data]) => data ?? NIL,
  'erlang:dt_spread_tag/1': ([flag]) => boolean(atomOf(flag) === 'true' || atomOf(flag) === 'false' || badarg()),
  'erlang:dt_restore_tag/1': ([tag]) => (tag?.kind === 'atom' && tag.name === 'true' ? atom('true') : badarg()),
};
