import type { Term } from '@beamline/beam-file';
import { atom, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { freshReference, Resource, ResourceTerm } from '../terms/resource-term.js';
import type { FunctionSettings, MeasureSetting } from '../tracing/breakpoints.js';
import { TraceFlag, traceFlagBits, traceFlagNames } from '../tracing/trace-flags.js';
import type { TraceMatch } from '../tracing/trace-match.js';
import type { Tracee, Tracer, TraceSession } from '../tracing/trace-session.js';
import { MatchPurpose } from '../tracing/tracing.js';
import { atomOf, badarg, elementsOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

const UNDEFINED = atom('undefined');
const FALSE = atom('false');
const RELEASE_WITH_SESSIONS = 27;

function badOption(cause = 'badopt'): never {
  throw new BifFailure('badarg', cause);
}

function nameOf(term: Term | undefined): string {
  return term?.kind === 'atom' ? term.name : '';
}

function nameOfOption(option: Term): string {
  return option.kind === 'tuple' ? nameOf(option.elements[0]) : nameOf(option);
}

function flagList(term: Term | undefined): readonly Term[] {
  if (term?.kind !== 'nil' && (term?.kind !== 'list' || term.tail.kind !== 'nil')) return badOption();
  return elementsOf(term);
}

/** A session as the value of a resource: it ends when no term refers to it any more. */
class SessionHandle {
  constructor(readonly session: TraceSession) {}
}

/** The session of a term: `{Reference, {Name, Number}}`, or a name for that of `erlang:trace/3`. */
export function traceSessionOf(term: Term | undefined, { resources, tracing }: BifContext): TraceSession {
  if (term?.kind === 'atom') return term.name === 'default' || term.name === 'legacy' ? tracing.tracees.default : badOption('session');
  const reference = term?.kind === 'tuple' ? term.elements[0] : undefined;
  const found = reference === undefined ? undefined : resources.find(reference, SessionHandle);
  return found === undefined || found.session.isDestroyed ? badOption('session') : found.session;
}

/** Who a term names as a tracer: a process by its pid or name, or a port; undefined if there is none. */
export function tracerTerm(term: Term | undefined, { ports, processes }: BifContext): Tracer | undefined {
  if (term?.kind === 'atom') {
    const context = processes.named(term.name);
    return context === 0 ? undefined : { pid: processes.pid(context), number: processes.number(context) };
  }
  if (term?.kind === 'port') {
    const port = ports.find(term);
    return port === undefined ? undefined : { pid: term, number: processes.number(port.context) };
  }
  if (term?.kind !== 'pid') return undefined;
  const context = processes.contextOf(term);
  return context === 0 ? undefined : { pid: term, number: processes.number(context) };
}

function runningTracer({ processes }: BifContext): Tracer {
  const context = processes.running();
  return { pid: processes.pid(context), number: processes.number(context) };
}

interface Flags {
  readonly bits: number;
  readonly tracer: Tracer | undefined;
}

function traceFlags(term: Term | undefined, isAll: boolean, machine: BifContext): Flags {
  let bits = 0;
  let tracer: Tracer | undefined;
  for (const flag of flagList(term)) {
    if (flag.kind === 'tuple' && nameOfOption(flag) === 'tracer' && flag.elements.length === 2) {
      tracer = tracerTerm(flag.elements[1], machine) ?? badarg();
      continue;
    }
    // The time of the processor is that of the clock.
    if (nameOf(flag) === 'cpu_timestamp') {
      if (!isAll) return badarg();
      bits |= TraceFlag.timestamp;
      continue;
    }
    bits |= traceFlagBits(flag.kind === 'atom' ? flag.name : '') ?? badOption();
  }
  return { bits, tracer };
}

const EXISTING: ReadonlySet<string> = new Set(['all', 'processes', 'existing', 'existing_processes']);
const FUTURE: ReadonlySet<string> = new Set(['all', 'processes', 'new', 'new_processes']);
const PORTS: ReadonlySet<string> = new Set(['new_ports', 'ports', 'existing_ports']);

/** What a tracee has when flags are set or taken away. */
function changed(known: Tracee | undefined, isOn: boolean, bits: number, tracer: Tracer): Tracee | undefined {
  const flags = isOn ? (known?.flags ?? 0) | bits : (known?.flags ?? 0) & ~bits;
  return flags === 0 ? undefined : { flags, tracer: isOn || known === undefined ? tracer : known.tracer };
}

/** How many processes the flags are set for. */
function trace(session: TraceSession, [who, how, flags]: readonly (Term | undefined)[], machine: BifContext): Term {
  const { processes, tracing } = machine;
  const { tracees } = tracing;
  const { bits, tracer: given } = traceFlags(flags, nameOf(who) === 'all', machine);
  if (how?.kind !== 'atom' || (how.name !== 'true' && how.name !== 'false')) return badarg();
  const isOn = how.name === 'true';
  const tracer = given ?? session.tracer ?? runningTracer(machine);
  const set = (context: number): boolean => {
    const number = processes.number(context);
    // Nobody is told of itself.
    if (isOn && number === tracer.number) return true;
    const known = tracees.of(session, number);
    if (isOn && known !== undefined && known.tracer.number !== tracer.number) return false;
    tracees.set(session, number, changed(known, isOn, bits, tracer));
    return true;
  };
  if (who?.kind === 'pid') {
    const context = processes.contextOf(who);
    return context !== 0 && set(context) ? integer(1) : badarg();
  }
  if (who?.kind === 'port') return integer(1);
  const name = who?.kind === 'atom' ? who.name : badarg();
  if (!EXISTING.has(name) && !FUTURE.has(name) && !PORTS.has(name)) return badarg();
  if (FUTURE.has(name)) tracees.setFuture(session, changed(session.future.processes, isOn, bits, tracer));
  if (!EXISTING.has(name)) return integer(0);
  return integer(processes.all().filter((context) => processes.number(context) !== tracer.number && set(context)).length);
}

interface PatternFlags {
  readonly isGlobal: boolean;
  readonly isLocal: boolean;
  readonly meta: Tracer | undefined;
  readonly isMeta: boolean;
  readonly measures: readonly ('count' | 'time' | 'memory')[];
}

const MEASURES = { call_count: 'count', call_time: 'time', call_memory: 'memory' } as const;

function patternFlags(term: Term | undefined, session: TraceSession, machine: BifContext): PatternFlags {
  const flags = flagList(term);
  const names = flags.map(nameOfOption);
  const known = new Set(['global', 'local', 'meta', ...Object.keys(MEASURES)]);
  if (!names.every((name) => known.has(name))) return badOption();
  const isLocal = names.some((name) => name !== 'global');
  if (isLocal && names.includes('global')) return badOption();
  const meta = flags.find((flag) => nameOfOption(flag) === 'meta');
  const named = meta?.kind === 'tuple' ? (tracerTerm(meta.elements[1], machine) ?? badOption()) : undefined;
  const measures = Object.entries(MEASURES).flatMap(([name, kind]) => (names.includes(name) ? [kind] : []));
  return {
    isGlobal: !isLocal,
    isLocal: names.includes('local'),
    meta: meta === undefined ? undefined : (named ?? session.tracer ?? runningTracer(machine)),
    isMeta: meta !== undefined,
    measures,
  };
}

/** What a condition means: `off` is `false`; a specification, or undefined for all calls, is to be set. */
type Condition = 'off' | 'restart' | 'pause' | { readonly match: TraceMatch | undefined };

function conditionOf(term: Term | undefined, purpose: number, { tracing }: BifContext): Condition {
  if (term?.kind === 'atom') {
    if (term.name === 'true') return { match: undefined };
    if (term.name === 'false') return 'off';
    if (term.name === 'restart' || term.name === 'pause') return term.name;
    return badOption('match_spec');
  }
  if (term?.kind === 'nil') return { match: undefined };
  return term === undefined ? badarg() : { match: tracing.match(term, purpose) };
}

function setMeasure(settings: FunctionSettings, kind: 'count' | 'time' | 'memory', condition: Condition): void {
  const known = settings[kind];
  if (condition === 'off') {
    delete settings[kind];
  } else if (condition === 'pause') {
    if (known !== undefined) known.isPaused = true;
  } else if (known === undefined || condition === 'restart') {
    if (known === undefined && condition === 'restart') return;
    if (kind === 'count') settings.count = { count: 0, isPaused: false };
    else settings[kind] = { processes: new Map(), isPaused: false };
  } else {
    known.isPaused = false;
  }
}

/** Changes the settings of a function as a pattern says. */
function applyPattern(settings: FunctionSettings, flags: PatternFlags, condition: Condition): void {
  for (const kind of flags.measures) setMeasure(settings, kind, condition);
  if (condition === 'pause' || condition === 'restart') return;
  if (flags.isGlobal) {
    if (condition === 'off') {
      delete settings.global;
      delete settings.local;
    } else {
      settings.global = { ...condition };
      delete settings.local;
    }
  }
  if (flags.isLocal) {
    if (condition === 'off') delete settings.local;
    else settings.local = { ...condition };
    delete settings.global;
  }
  if (!flags.isMeta) return;
  if (condition === 'off') delete settings.meta;
  else settings.meta = { ...condition, tracer: flags.meta };
}

function tracePattern(session: TraceSession, args: readonly (Term | undefined)[], machine: BifContext): Term | Promise<Term> {
  const [pattern, condition, flagTerm] = args;
  const { tracing } = machine;
  const flags = patternFlags(flagTerm, session, machine);
  if (pattern?.kind === 'atom') {
    if (pattern.name === 'send' || pattern.name === 'receive') {
      const set = conditionOf(condition, MatchPurpose.message, machine);
      const match = set === 'off' ? null : typeof set === 'object' ? set.match : badarg();
      if (pattern.name === 'send') session.sendMatch = match;
      else session.receiveMatch = match;
      return integer(1);
    }
    if (pattern.name !== 'on_load') return badOption('none');
    const set = conditionOf(condition, MatchPurpose.call, machine);
    if (set === 'off') session.onLoad = undefined;
    else if (typeof set === 'object') session.onLoad = { kind: flags.isLocal ? 'local' : 'global', match: set.match };
    return integer(0);
  }
  const set = conditionOf(condition, MatchPurpose.call, machine);
  const [module, name, arity] = pattern?.kind === 'tuple' && pattern.elements.length === 3 ? pattern.elements : [];
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || (arity?.kind !== 'integer' && nameOf(arity) !== '_')) return badOption('none');
  if ((module.name === '_' && name.name !== '_') || (name.name === '_' && arity?.kind === 'integer')) return badOption('none');
  const functions = tracing.breakpoints.matching(
    {
      module: module.name === '_' ? undefined : module.name,
      name: name.name === '_' ? undefined : name.name,
      arity: arity?.kind === 'integer' ? Number(arity.value) : undefined,
    },
    flags.isGlobal,
  );
  const change = (settings: FunctionSettings): void => {
    applyPattern(settings, flags, set);
  };
  const count = integer(functions.length);
  if (set === 'off' || set === 'pause' || set === 'restart') {
    const known = functions.filter((each) => tracing.breakpoints.find(each.module, each.name, each.arity) !== undefined);
    for (const each of known) tracing.breakpoints.change(session, each, change);
    tracing.tidy();
    return count;
  }
  return tracing.change(session, functions, !flags.isGlobal, change)?.then(() => count) ?? count;
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

/** Items of `all`, in OTP's order. */
const ALL_ITEMS = ['traced', 'match_spec', 'meta', 'meta_match_spec', 'call_memory', 'call_time', 'call_count'];

function specification(setting: { match: TraceMatch | undefined } | undefined): Term {
  if (setting === undefined) return FALSE;
  return setting.match?.specification ?? NIL;
}

function measuredTerm(setting: MeasureSetting | undefined, isTime: boolean, { processes }: BifContext): Term {
  if (setting === undefined) return FALSE;
  return list(
    [...setting.processes].map(([number, { count, amount }]) => {
      const context = processes.find(number);
      const pid: Term = context === 0 ? { kind: 'pid', node: 'nonode@nohost', id: number, serial: 0, creation: 0 } : processes.pid(context);
      if (!isTime) return tuple(pid, integer(count), integer(Math.round(amount)));
      const micros = Math.round(amount);
      return tuple(pid, integer(count), integer(Math.floor(micros / 1e6)), integer(micros % 1e6));
    }),
  );
}

function functionItem(settings: FunctionSettings | undefined, item: string, machine: BifContext): Term {
  const { global, local, meta, count, time, memory } = settings ?? {};
  switch (item) {
    case 'traced':
      return local !== undefined ? atom('local') : global !== undefined ? atom('global') : FALSE;
    case 'match_spec':
      return specification(local ?? global);
    case 'meta':
      return meta?.tracer?.pid ?? FALSE;
    case 'meta_match_spec':
      return specification(meta);
    case 'call_count':
      return count === undefined ? FALSE : integer(count.count);
    case 'call_time':
      return measuredTerm(time, true, machine);
    default:
      return measuredTerm(memory, false, machine);
  }
}

function functionInfo(session: TraceSession, mfa: readonly Term[], item: Term, machine: BifContext): Term {
  const [module, name, arity] = mfa;
  const what = nameOf(item);
  const isKnown = FUNCTION_ITEMS.has(what);
  if (!isKnown && machine.otpRelease >= RELEASE_WITH_SESSIONS) return badarg();
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || arity?.kind !== 'integer') return badarg();
  const { breakpoints } = machine.tracing;
  const pattern = { module: module.name, name: name.name, arity: Number(arity.value) };
  if (breakpoints.matching(pattern, false).length === 0) return tuple(item, UNDEFINED);
  const settings = breakpoints.find(pattern.module, pattern.name, pattern.arity)?.settings.get(session);
  if (what !== 'all') return tuple(item, isKnown ? functionItem(settings, what, machine) : FALSE);
  if (settings === undefined) return tuple(item, FALSE);
  const items = machine.otpRelease >= 26 ? ALL_ITEMS : ALL_ITEMS.filter((each) => each !== 'call_memory');
  return tuple(item, list(items.map((each) => tuple(atom(each), functionItem(settings, each, machine)))));
}

function traceInfo(session: TraceSession, of: Term | undefined, what: Term | undefined, machine: BifContext): Term {
  const item = what ?? NIL;
  const name = what?.kind === 'atom' ? what.name : badarg();
  if (of?.kind === 'tuple' && of.elements.length === 3) return functionInfo(session, of.elements, item, machine);
  if (of?.kind === 'atom' && of.name === 'on_load') {
    const setting = session.onLoad;
    if (name === 'all' && setting !== undefined) {
      const items = ['traced', 'match_spec', 'meta', 'meta_match_spec', 'call_count'];
      const settings = { [setting.kind]: { match: setting.match } };
      return tuple(item, list(items.map((each) => tuple(atom(each), functionItem(settings, each, machine)))));
    }
    if (name === 'traced') return tuple(item, setting === undefined ? FALSE : atom(setting.kind));
    return tuple(item, name === 'match_spec' ? specification(setting) : FALSE);
  }
  if (of?.kind === 'atom' && (of.name === 'send' || of.name === 'receive')) {
    if (name !== 'match_spec') return badarg();
    const match = of.name === 'send' ? session.sendMatch : session.receiveMatch;
    return tuple(item, match === null ? FALSE : (match?.specification ?? atom('true')));
  }
  const isFuture = of?.kind === 'atom' && ['new', 'new_processes', 'new_ports'].includes(of.name);
  if (of?.kind !== 'pid' && of?.kind !== 'port' && !isFuture) return badOption();
  if (of.kind === 'port' && machine.ports.find(of) === undefined) return UNDEFINED;
  // Ports are not traced.
  let tracee: Tracee | undefined = of.kind === 'port' || nameOf(of) === 'new_ports' ? undefined : session.future.processes;
  if (of.kind === 'pid') {
    const context = machine.processes.contextOf(of);
    if (context === 0) return UNDEFINED;
    tracee = machine.tracing.tracees.of(session, machine.processes.number(context));
  }
  if (name === 'flags') return tuple(item, list(traceFlagNames(tracee?.flags ?? 0).map(atom)));
  return name === 'tracer' ? tuple(item, tracee?.tracer.pid ?? NIL) : badarg();
}

/** What a session is called: `{Name, Number}`. */
function weakSession({ name, number }: TraceSession): Term {
  return number === 0 ? tuple(atom('legacy'), atom('default')) : tuple(atom(name), integer(number - 1));
}

/** Sessions in which something is traced. */
function sessionsOf(of: Term | undefined, machine: BifContext): Term {
  const { tracees, breakpoints } = machine.tracing;
  if (of?.kind === 'atom' && (of.name === 'all' || of.name === 'any'))
    return list([...tracees.sessions.slice(1), tracees.default].map(weakSession));
  if (of?.kind === 'pid') {
    const context = machine.processes.contextOf(of);
    if (context === 0) return UNDEFINED;
    const number = machine.processes.number(context);
    return list(tracees.sessions.filter((session) => tracees.of(session, number) !== undefined).map(weakSession));
  }
  if (of?.kind === 'tuple' && of.elements.length === 3) {
    const [module, name, arity] = of.elements;
    const found = breakpoints.find(atomOf(module), atomOf(name), arity?.kind === 'integer' ? Number(arity.value) : 0);
    return list([...(found?.settings.keys() ?? [])].map(weakSession));
  }
  return list([]);
}

/** Tracing. */
export const tracingBifs: HostBifs = {
  'erts_internal:trace/3': (args, machine) => trace(machine.tracing.tracees.default, args, machine),
  'erts_internal:trace/4': ([session, ...args], machine) => trace(traceSessionOf(session, machine), args, machine),
  'erts_internal:trace_pattern/3': (args, machine) => tracePattern(machine.tracing.tracees.default, args, machine),
  'erts_internal:trace_pattern/4': ([session, ...args], machine) => tracePattern(traceSessionOf(session, machine), args, machine),
  'erlang:trace_info/2': ([of, item], machine) => traceInfo(machine.tracing.tracees.default, of, item, machine),
  'erts_internal:trace_info/3': ([session, of, item], machine) =>
    nameOf(session) === 'any' && nameOf(item) === 'session'
      ? tuple(atom('session'), sessionsOf(of, machine))
      : traceInfo(traceSessionOf(session, machine), of, item, machine),
  'erts_internal:trace_session_create/3': ([name, tracer, options], machine) => {
    const { tracing } = machine;
    if (elementsOf(options).length > 0) badOption();
    const who = tracerTerm(tracer, machine) ?? badarg();
    const session = tracing.tracees.add(atomOf(name), who);
    const handle = new Resource(new SessionHandle(session), () => {
      tracing.destroy(session);
    });
    return tuple(new ResourceTerm(handle), weakSession(session));
  },
  'erts_internal:trace_session_destroy/1': ([term], machine) => {
    if (term?.kind !== 'tuple') return badOption();
    const reference = term.elements[0];
    const found = reference === undefined ? undefined : machine.resources.find(reference, SessionHandle);
    if (found === undefined || found.session.isDestroyed) return FALSE;
    machine.tracing.destroy(found.session);
    return atom('true');
  },
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

  'erlang:seq_trace_info/1': ([item], { tracing }) => tracing.sequential.item(atomOf(item)) ?? badarg(),
  'erlang:seq_trace/2': ([item, value], { tracing }) => tracing.sequential.set(atomOf(item), value ?? NIL) ?? badarg(),
  'erlang:seq_trace_print/1': ([info], { tracing }) => boolean(tracing.sequential.print(undefined, info ?? NIL)),
  'erlang:seq_trace_print/2': ([label, info], { tracing }) => boolean(tracing.sequential.print(label, info ?? NIL)),
};
