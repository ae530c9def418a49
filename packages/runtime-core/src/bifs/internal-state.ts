import { formatTerm, type Term } from '@beamline/beam-file';
import { BinaryBlockOffset, HeaderTag, RefcBinaryOffset, SubBinaryOffset, TermTag, X_REGISTERS } from '@beamline/machine-model';
import { PROCESS_ITEMS } from '../processes/process-info.js';
import type { MonitorEnd } from '../processes/relations.js';
import { atom, binary, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, integerBetween, integerOf, isAtom } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { memoryTerm } from './memory.js';

// What OTP's own tests see of the emulator, and change (`erts/emulator/beam/erl_bif_info.c`). What is about parts that this machine does not
// have, its allocators, threads and sockets, is as unknown here as a wrong name.

const TRUE = atom('true');
const OK = atom('ok');
const NOTSUP = atom('notsup');
const UNDEFINED = atom('undefined');

/** The greatest state of the monotonic integers, which is also the one before the first. */
const LAST_STATE = 2n ** 64n - 1n;
/** Least small integer of OTP. */
const LEAST_SMALL = -(2n ** 59n);
/** Least unique integer: see `unique.ts` of the kernel. */
const LEAST_UNIQUE = -(2 ** 27);

/** Work of natives between two looks at the clock by default. Those of this machine count reductions, whatever the limit. */
const LOOP_LIMITS: Readonly<Record<string, number>> = { binary_loop_limit: 0, re_loop_limit: 40_000, unicode_loop_limit: 40_000 };

/** The largest binary that a program gets. */
const MOST_BYTES = 2 ** 28;

/** In place of the table of atoms that a process sends to another node: there are as many places in it. */
const LAST_CACHE_INDEX = 2038;

/** As in OTP until a program has asked for it. */
function unavailable(): never {
  throw new BifFailure('undef');
}

/** Context of a process, 0 for one that has ended. */
function contextOf(pid: Term | undefined, { processes }: BifContext): number {
  return pid?.kind === 'pid' ? processes.contextOf(pid) : badarg();
}

function isNodeName(term: Term | undefined): boolean {
  return term?.kind === 'atom' && term.name.includes('@');
}

/** The kind of what is at the other end of a link or monitor, as OTP's records have it. */
function kindOf({ other, isRemote }: { readonly other: Term; readonly isRemote: boolean }): Term {
  if (isRemote) return atom('dist_process');
  if (other.kind === 'atom') return atom('time_offset');
  return atom(other.kind === 'port' ? 'port' : 'process');
}

/** The records `erl_link` of a process or port. */
function linkList(of: Term | undefined, { processes, ports, distribution }: BifContext): Term {
  if (isNodeName(of)) return of?.kind === 'atom' && of.name === distribution.name ? NIL : UNDEFINED;
  const context = of?.kind === 'port' ? (ports.find(of)?.context ?? 0) : of?.kind === 'pid' ? processes.contextOf(of) : badarg();
  if (context === 0) return UNDEFINED;
  const ends = processes.relations.linkEnds(context);
  return list(ends.map((end) => tuple(atom('erl_link'), kindOf(end), end.other, atom('linked'), integer(end.id))));
}

/** The records `erl_monitor` of a process: those on others, and those on it. */
function monitorList(of: Term | undefined, machine: BifContext): Term {
  const { processes, distribution } = machine;
  if (isNodeName(of)) return of?.kind === 'atom' && of.name === distribution.name ? NIL : UNDEFINED;
  const context = contextOf(of, machine);
  if (context === 0) return UNDEFINED;
  const record =
    (direction: string) =>
    (end: MonitorEnd): Term =>
      tuple(atom('erl_monitor'), kindOf(end), atom(direction), end.reference, end.other, end.name ?? NIL);
  const { relations } = processes;
  return list([...relations.monitorsSet(context).map(record('origin')), ...relations.monitorsOn(context).map(record('target'))]);
}

/**
 * Where a binary lies: on a heap, or in a block of its own with room for so many bytes. The term itself tells that, the second element of the pair
 * that is the argument, not what was read of it.
 */
function binaryInfo(value: Term | undefined, { memory }: BifContext): Term {
  if (value?.kind !== 'bitstring') return badarg();
  const box = (word: number): number => (word >>> 0) - TermTag.boxed;
  let at = box(memory.load(box(memory.load(X_REGISTERS)) + 8));
  const tag = (): number => memory.load(at) & ((1 << TermTag.arityShift) - 1);
  if (tag() === HeaderTag.subBinary) at = box(memory.load(at + SubBinaryOffset.parent));
  if (tag() !== HeaderTag.refcBinary) return atom('heap_binary');
  const block = memory.load(at + RefcBinaryOffset.block) >>> 0;
  const capacity = integer(memory.load(block + BinaryBlockOffset.capacity) >>> 0);
  return tuple(atom('refc_binary'), integer(memory.load(at + RefcBinaryOffset.size) >>> 0), tuple(atom('binary'), capacity), integer(0));
}

/** What a program sees by a name alone. */
const ITEMS: ReadonlyMap<string, (machine: BifContext) => Term> = new Map(
  Object.entries<(machine: BifContext) => Term>({
    available_internal_state: () => TRUE,
    reds_left: ({ info }) => integer(info.reductionsLeft()),
    processes: ({ processes }) => list(processes.all().map((context) => processes.pid(context))),
    process_info_args: () => list(PROCESS_ITEMS.map(atom)),
    next_pid: ({ internals }) => integer(internals.nextNumber()),
    next_port: ({ internals }) => integer(internals.nextNumber()),
    memory: memoryTerm,
    unique_monotonic_integer_state: ({ internals }) => integer((internals.monotonicIntegers() - 1n) & LAST_STATE),
    min_unique_monotonic_integer: () => integer(LEAST_UNIQUE),
    min_unique_integer: () => integer(LEAST_UNIQUE),
    max_atom_out_cache_index: () => integer(LAST_CACHE_INDEX),
    // Nothing waits for descriptors here, no processes move between schedulers, and nothing was built with checks.
    check_io_debug: () => tuple(integer(0), integer(0), integer(0), integer(0)),
    nbalance: () => integer(0),
    force_heap_frags: () => boolean(false),
    scheduler_dump: () => boolean(false),
    mmap: () => UNDEFINED,
    lc_graph: () => NOTSUP,
    flxctr_memory_usage: () => NOTSUP,
  }),
);

/** What a program sees by a name and what it is about. */
const ITEMS_OF: ReadonlyMap<string, (of: Term, machine: BifContext) => Term> = new Map(
  Object.entries<(of: Term, machine: BifContext) => Term>({
    process_status: (pid, machine) => {
      const context = contextOf(pid, machine);
      return context === 0 ? UNDEFINED : (machine.info.value(context, 'status') ?? badarg());
    },
    link_list: linkList,
    monitor_list: monitorList,
    binary_info: binaryInfo,
    dist_ctrl: (node, { distribution }) =>
      distribution.connections.find((each) => node.kind === 'atom' && each.node === node.name)?.controller ?? UNDEFINED,
    connection_id: (node, { distribution }) => {
      const name = atomOf(node);
      const connection = distribution.connections.find((each) => each.node === name && each.state === 'up');
      return connection === undefined ? badarg() : integer(connection.id);
    },
    atom: (index, { internals }) => {
      const text = internals.atomText(integerBetween(index, 0, Number.MAX_SAFE_INTEGER));
      return text === undefined ? badarg() : atom(text);
    },
    internal_hash: (term, { internals }) => integer(internals.hash(term)),
  }),
);

function stateOf(what: Term, machine: BifContext): Term {
  if (what.kind === 'atom') return ITEMS.get(what.name)?.(machine) ?? badarg();
  const [name, of, more] = what.kind === 'tuple' ? what.elements : [];
  if (name?.kind !== 'atom' || of === undefined) return badarg();
  if (
    name.name === 'check_time_config' &&
    isAtom(of, 'true', 'false') &&
    isAtom(more, 'no_time_warp', 'single_time_warp', 'multi_time_warp')
  )
    return TRUE;
  return more === undefined ? (ITEMS_OF.get(name.name)?.(of, machine) ?? badarg()) : badarg();
}

/** A process waits so many milliseconds, as if its scheduler slept; others go on, as on other schedulers. */
function sleep(time: Term, { host }: BifContext): Term | Promise<Term> {
  const milliseconds = integerBetween(time, Number.MIN_SAFE_INTEGER, 2 ** 31 - 1);
  if (milliseconds <= 0) return TRUE;
  return new Promise((resolve) => {
    host.timer(milliseconds, () => {
      resolve(TRUE);
    });
  });
}

/** Sets the limit of a kind of native; what it was. */
function setLoopLimit(kind: string, value: Term, { flags: { loopLimits } }: BifContext): Term {
  const usual = LOOP_LIMITS[kind] ?? 0;
  const before = loopLimits.get(kind) ?? usual;
  loopLimits.set(kind, isAtom(value, 'default') ? usual : integerBetween(value, 0, Number.MAX_SAFE_INTEGER));
  return integer(before);
}

function setNextNumber(value: Term, { internals }: BifContext): Term {
  const wanted = integerBetween(value, 0, Number.MAX_SAFE_INTEGER);
  return internals.setNextNumber(wanted) ? integer(internals.nextNumber()) : boolean(false);
}

/** What changes by a name and a value. */
const CHANGES: ReadonlyMap<string, (value: Term, machine: BifContext) => Term | Promise<Term>> = new Map(
  Object.entries<(value: Term, machine: BifContext) => Term | Promise<Term>>({
    reds_left: (value, machine) => {
      const wanted = integerBetween(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      if (wanted >= 0) machine.spend(Math.max(machine.info.reductionsLeft() - wanted, 0));
      return TRUE;
    },
    block: sleep,
    sleep,
    block_scheduler: sleep,
    next_pid: setNextNumber,
    next_port: setNextNumber,
    force_gc: (pid, machine) => {
      const context = pid.kind === 'pid' ? contextOf(pid, machine) : 0;
      return boolean(context !== 0 && machine.processes.collect(context));
    },
    binary_loop_limit: (value, machine) => setLoopLimit('binary_loop_limit', value, machine),
    re_loop_limit: (value, machine) => setLoopLimit('re_loop_limit', value, machine),
    unicode_loop_limit: (value, machine) => setLoopLimit('unicode_loop_limit', value, machine),
    kill_dist_connection: (node, { distribution }) => {
      const connection = distribution.connections.find((each) => node.kind === 'atom' && each.node === node.name && each.state === 'up');
      connection?.fail();
      return boolean(connection !== undefined);
    },
    // Memory is given back, and timers are cancelled, at once.
    wait: (value) => (isAtom(value, 'deallocations', 'timer_cancellations', 'aux_work', 'thread_progress') ? OK : badarg()),
    unique_monotonic_integer_state: (value, { internals }) => {
      const state = value.kind === 'integer' ? BigInt(value.value) : LAST_STATE + 1n;
      // A small negative one counts by its bits.
      if (state < LEAST_SMALL || state > LAST_STATE) return boolean(false);
      internals.setMonotonicIntegers((state + 1n) & LAST_STATE);
      return TRUE;
    },
    // What is known of a node is kept for good.
    node_tab_delayed_delete: (value) => (value.kind === 'integer' ? OK : badarg()),
    binary: (value) => {
      const bytes = Number(integerOf(value));
      return bytes < 0 || bytes > MOST_BYTES ? boolean(false) : binary(new Uint8Array(bytes));
    },
    ets_force_trap: () => NOTSUP,
    // Whoever asks gets a copy.
    mbuf: (term) => term,
    // Modules are loaded one after the other: there is nothing to hold.
    code_write_permission: (value) => (isAtom(value, 'true', 'false') ? TRUE : badarg()),
  }),
);

/** A look into the emulator, for tests of OTP's own: without `available_internal_state` there are no such functions. */
export const internalStateBifs: HostBifs = {
  'erts_debug:get_internal_state/1': ([what], machine) => {
    if (!machine.flags.showsInternalState) return unavailable();
    return what === undefined ? badarg() : stateOf(what, machine);
  },
  'erts_debug:set_internal_state/2': ([what, value], machine) => {
    const { flags, processes } = machine;
    if (isAtom(what, 'available_internal_state') && isAtom(value, 'true', 'false')) {
      const before = flags.showsInternalState;
      flags.showsInternalState = isAtom(value, 'true');
      if (flags.showsInternalState) {
        const node = machine.distribution.isAlive ? `on node ${machine.distribution.name} ` : '';
        const pid = formatTerm(processes.pid(processes.running()));
        machine.report(
          `Process ${pid} ${node}enabled access to the emulator internal state.\n` +
            'NOTE: This is an erts internal test feature and should *only* be used by OTP test-suites.\n',
          'warning',
        );
      }
      return boolean(before);
    }
    if (!flags.showsInternalState) return unavailable();
    if (what?.kind !== 'atom' || value === undefined) return badarg();
    return CHANGES.get(what.name)?.(value, machine) ?? badarg();
  },
};
