import { formatTerm, type Term } from '@beamline/beam-file';
import { ASYNC_DIST_RELEASE, SLICE_REDUCTIONS } from '@beamline/machine-model';
import { distributionText } from '../distribution/distribution-text.js';
import { atom, boolean, characters, integer, list, NIL, textBinary, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, elementsOf, integerBetween, textOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { memoryItems } from './memory.js';
import { otpBifs } from './otp-bifs.js';
import { maxHeapSize, setSystemFlag } from './set-system-flag.js';

/** Bytes of a word. */
const WORD = 4;

/** Words that heaps of OTP have, as far as they grow by this row (`erts/emulator/beam/erl_gc.c`): each has those of the two before it. */
const HEAP_SIZES: readonly number[] = [12, 38, 51, 90, 142, 233, 376, 610, 987, 1598, 2586, 4185, 6772, 10_958, 17_731, 28_690, 46_422];

/** What is known about a clock of the host. */
function timeSource(name: string, nanoseconds: bigint): Term {
  return list([
    tuple(atom('function'), atom('host')),
    tuple(atom('clock_id'), atom(name)),
    tuple(atom('resolution'), integer(1_000_000)),
    tuple(atom('parallel'), atom('no')),
    tuple(atom('time'), integer(nanoseconds)),
  ]);
}

/** How the machine names itself. */
export function systemVersion(otpRelease: number, runtimeVersion: string): string {
  return `Erlang/OTP ${otpRelease} [erts-${runtimeVersion}] [beamline] [wasm32] [jit]`;
}

/** A report for people, which few programs ask for. */
async function report(item: 'procs' | 'loaded' | 'info', machine: BifContext): Promise<Term> {
  const { machineReports } = await import('./machine-reports.js');
  return textBinary(machineReports[item](machine));
}

const systemInfo: ReadonlyMap<string, (machine: BifContext) => Term | Promise<Term>> = new Map(
  Object.entries<(machine: BifContext) => Term | Promise<Term>>({
    otp_release: ({ otpRelease }) => characters(String(otpRelease)),
    version: ({ runtimeVersion }) => characters(runtimeVersion()),
    system_version: ({ otpRelease, runtimeVersion }) => characters(`${systemVersion(otpRelease, runtimeVersion())}\n`),
    system_architecture: ({ host }) => characters(`wasm32-unknown-${host.operatingSystem?.name ?? 'unknown'}`),
    // Paths are written as in Unix, wherever it is.
    os_type: ({ host }) => tuple(atom('unix'), atom(host.operatingSystem?.name ?? 'wasm')),
    os_version: ({ host }) => tuple(...(host.operatingSystem?.version ?? [0, 0, 0]).map((part) => integer(part))),
    machine: () => characters('BEAM'),
    emu_flavor: () => atom('jit'),
    emu_type: () => atom('opt'),
    build_type: () => atom('opt'),
    wordsize: () => integer(WORD),
    schedulers: () => integer(1),
    schedulers_online: () => integer(1),
    schedulers_state: () => tuple(integer(1), integer(1), integer(1)),
    scheduler_id: () => integer(1),
    dirty_cpu_schedulers: () => integer(0),
    dirty_cpu_schedulers_online: () => integer(0),
    dirty_io_schedulers: () => integer(0),
    logical_processors: () => integer(1),
    logical_processors_online: () => integer(1),
    logical_processors_available: () => integer(1),
    multi_scheduling: ({ flags, processes }) => flags.multiScheduling(processes),
    // Always, since OTP 21.
    smp_support: () => atom('true'),
    threads: () => atom('true'),
    thread_pool_size: () => integer(0),
    kernel_poll: () => atom('true'),
    process_count: ({ processes }) => integer(processes.count()),
    process_limit: ({ processes }) => integer(processes.limit()),
    port_count: ({ ports }) => integer(ports.all().length),
    port_limit: ({ processes }) => integer(processes.limit()),
    atom_count: ({ atomCount }) => integer(atomCount()),
    atom_limit: ({ atomLimit }) => integer(atomLimit()),
    creation: ({ distribution }) => integer(distribution.creation),
    dist: ({ distribution }) => textBinary(distributionText(distribution)),
    dist_ctrl: ({ distribution }) =>
      list(distribution.connections.flatMap(({ node, controller }) => (controller === undefined ? [] : [tuple(atom(node), controller)]))),
    delayed_node_table_gc: () => integer(60),
    driver_version: () => characters('3.3'),
    nif_version: ({ otpRelease }) => characters(otpRelease < 26 ? '2.16' : otpRelease < 29 ? '2.17' : '2.18'),
    heap_type: () => atom('private'),
    min_heap_size: () => tuple(atom('min_heap_size'), integer(233)),
    min_bin_vheap_size: () => tuple(atom('min_bin_vheap_size'), integer(46_422)),
    fullsweep_after: () => tuple(atom('fullsweep_after'), integer(65_535)),
    start_time: ({ startTime }) => integer(startTime()),
    time_correction: ({ clock }) => boolean(clock.isCorrected),
    time_warp_mode: ({ clock }) => atom(clock.warpMode),
    time_offset: ({ clock }) => atom(clock.offset),
    tolerant_timeofday: ({ clock }) => atom(clock.isTolerant ? 'enabled' : 'disabled'),
    end_time: () => integer((1n << 63n) - 1n),
    dynamic_trace: () => atom('none'),
    eager_check_io: () => atom('true'),
    break_ignored: () => atom('false'),
    beam_jump_table: () => atom('true'),
    ets_realloc_moves: () => atom('false'),
    compat_rel: ({ otpRelease }) => integer(otpRelease),
    debug_compiled: () => atom('false'),
    lock_checking: () => atom('false'),
    lock_counting: () => atom('false'),
    async_dist: ({ otpRelease }) => (otpRelease >= ASYNC_DIST_RELEASE ? atom('false') : badarg()),
    endian: () => atom('little'),
    ets_limit: () => integer(8192),
    ets_count: ({ tableCount }) => integer(tableCount()),
    max_heap_size: ({ otpRelease }) => maxHeapSize(otpRelease),
    emu_args: () => list([characters('beamline')]),
    ethread_info: () => NIL,
    sequential_tracer: ({ tracing }) => tuple(atom('sequential_tracer'), tracing.sequential.systemTracer?.pid ?? boolean(false)),
    trace_control_word: ({ tracing }) => integer(tracing.controlWord),
    system_logger: ({ processes }) => processes.systemLogger,
    message_queue_data: () => atom('on_heap'),
    garbage_collection: () =>
      list([
        tuple(atom('max_heap_size'), integer(0)),
        tuple(atom('min_bin_vheap_size'), integer(46_422)),
        tuple(atom('min_heap_size'), integer(233)),
        tuple(atom('fullsweep_after'), integer(65_535)),
      ]),
    modified_timing_level: () => atom('undefined'),
    multi_scheduling_blockers: ({ flags, processes }) => flags.blockers(processes, false),
    normal_multi_scheduling_blockers: ({ flags, processes }) => flags.blockers(processes, true),
    scheduler_bind_type: () => atom('unbound'),
    scheduler_bindings: () => tuple(atom('unbound')),
    cpu_topology: () => atom('undefined'),
    update_cpu_info: () => atom('unchanged'),
    port_parallelism: () => atom('false'),
    check_io: () => NIL,
    allocator: () => tuple(atom('undefined'), list([]), list([]), list([])),
    alloc_util_allocators: () => NIL,
    c_compiler_used: () => tuple(atom('undefined'), atom('undefined')),
    dist_buf_busy_limit: () => integer(1_048_576),
    halt_flush_timeout: ({ otpRelease }) => (otpRelease >= 27 ? atom('infinity') : badarg()),
    outstanding_system_requests_limit: () => integer(4),
    context_reductions: () => integer(SLICE_REDUCTIONS),
    constant_pool_support: () => atom('true'),
    cpu_quota: () => atom('unknown'),
    dynamic_trace_probes: () => atom('false'),
    hipe_architecture: () => atom('undefined'),
    taints: () => NIL,
    allocated_areas: (machine) => {
      const { atom: atoms, atom_used: used, code, ets } = memoryItems(machine);
      return list([
        tuple(atom('atom_space'), integer(atoms), integer(used)),
        tuple(atom('loaded_code'), integer(code)),
        tuple(atom('ets_misc'), integer(ets)),
      ]);
    },
    heap_sizes: () => list(HEAP_SIZES.map((words) => integer(words))),
    snifs: ({ otpRelease }) => list(otpBifs(otpRelease).map(({ module, name, arity }) => tuple(atom(module), atom(name), integer(arity)))),
    os_monotonic_time_source: ({ host }) => timeSource('monotonic', BigInt(Math.round(host.now() * 1e6))),
    os_system_time_source: ({ host }) => timeSource('realtime', BigInt(Math.round(host.systemTime() * 1e6))),
    info: (machine) => report('info', machine),
    procs: (machine) => report('procs', machine),
    loaded: (machine) => report('loaded', machine),
  }),
);

/** Characters that a slogan has at most. */
const SLOGAN_LIMIT = 1023;
/** The first release that displays binaries as texts. */
const DISPLAYED_BINARIES_RELEASE = 26;

/** Exit status of a `halt`, and the slogan that it may have instead. */
function haltStatus(status: Term | undefined): { status: number; slogan?: string } {
  if (status === undefined) return { status: 0 };
  if (status.kind === 'atom' && status.name === 'abort') return { status: 134 };
  if (status.kind === 'integer') return { status: integerBetween(status, 0, 0x7fffffff) };
  return { status: 1, slogan: textOf(status).slice(0, SLOGAN_LIMIT) };
}

/** The first release whose `halt/2` has the option `flush_timeout`. */
const FLUSH_TIMEOUT_RELEASE = 27;

/** Options of `halt/2`. */
const HALT_OPTIONS: ReadonlySet<string> = new Set(['{flush,true}', '{flush,false}']);

/** Ends the machine with a status: `halt/1`. */
export function halt(status: Term | undefined, machine: BifContext): Promise<Term> {
  const { status: exitStatus, slogan } = haltStatus(status);
  machine.halt(exitStatus, slogan);
  // Nothing goes on after it.
  return new Promise(() => undefined);
}

/** Signals that a program may ask for, with the release since which it may. */
const SIGNALS: ReadonlyMap<string, number> = new Map([
  ...['sighup', 'sigquit', 'sigabrt', 'sigalrm', 'sigterm', 'sigusr1', 'sigusr2', 'sigchld', 'sigstop', 'sigtstp'].map(
    (name) => [name, 0] as const,
  ),
  ['sigcont', 28],
  ['sigwinch', 28],
]);

const SIGNAL_ACTIONS = ['default', 'handle', 'ignore'] as const;

/** The allocators of OTP's emulator: a machine has none of them. */
const ALLOCATORS: ReadonlySet<string> = new Set([
  'sys_alloc',
  'temp_alloc',
  'sl_alloc',
  'std_alloc',
  'll_alloc',
  'eheap_alloc',
  'ets_alloc',
  'fix_alloc',
  'literal_alloc',
  'binary_alloc',
  'driver_alloc',
  'mseg_alloc',
  'exec_alloc',
  'test_alloc',
]);

/** What `system_info` says of one allocator or of a list of them: that they are disabled. */
function allocatorInfo(which: Term | undefined): Term {
  const isKnown = (name: Term): boolean => name.kind === 'atom' && ALLOCATORS.has(name.name);
  if (which?.kind === 'atom') return isKnown(which) ? boolean(false) : badarg();
  if (which?.kind !== 'list' && which?.kind !== 'nil') throw new BifFailure('function_clause');
  const names = elementsOf(which);
  return names.every(isKnown) ? list(names.map((name) => tuple(name, boolean(false)))) : badarg();
}

/** The machine as a system: what it is, what it has used, its environment. */
export const systemBifs: HostBifs = {
  'erlang:system_info/1': ([what], machine) => {
    if (what?.kind === 'tuple' && what.elements.length === 2 && what.elements[0]?.kind === 'atom') {
      const [kind, item] = what.elements;
      if (kind.name === 'cpu_topology' && item?.kind === 'atom' && ['defined', 'detected', 'used'].includes(item.name))
        return atom('undefined');
      if (kind.name === 'allocator' || kind.name === 'allocator_sizes') return allocatorInfo(item);
      if (kind.name === 'wordsize' && item?.kind === 'atom' && (item.name === 'internal' || item.name === 'external')) return integer(WORD);
      return badarg();
    }
    return (systemInfo.get(atomOf(what)) ?? badarg)(machine);
  },
  'erlang:system_flag/2': ([flag, value], machine) => {
    if (flag?.kind !== 'atom') throw new BifFailure('badarg', 'badopt');
    return value === undefined ? badarg() : setSystemFlag(flag.name, value, machine);
  },
  // @bif inErlang
  'erlang:halt/0': (_, machine) => halt(undefined, machine),
  // @bif inErlang
  'erlang:halt/1': ([status], machine) => halt(status, machine),
  'erlang:halt/2': ([status, options], machine) => {
    const isOption = (option: Term): boolean => {
      const text = formatTerm(option);
      return HALT_OPTIONS.has(text) || (machine.otpRelease >= FLUSH_TIMEOUT_RELEASE && /^\{flush_timeout,(\d+|infinity)\}$/.test(text));
    };
    const isProper = options?.kind === 'nil' || (options?.kind === 'list' && options.tail.kind === 'nil');
    if (!isProper || !elementsOf(options).every(isOption)) throw new BifFailure('badarg', 'badopt');
    return halt(status, machine);
  },
  'erlang:display_string/1': ([text], { host, hasOtp, otpRelease, standardOutput }) => {
    if (text?.kind === 'bitstring' && otpRelease < DISPLAYED_BINARIES_RELEASE) return badarg();
    const shown = text?.kind === 'bitstring' ? new TextDecoder().decode(text.bytes) : textOf(text);
    // OTP writes it to the standard error, up to OTP 25 with the ends of lines of a terminal.
    const ofOtp = otpRelease < 26 ? shown.replaceAll('\n', '\r\n') : shown;
    if (hasOtp()) standardOutput(2).write(new TextEncoder().encode(ofOtp));
    else (host.write ?? host.writeLine).call(host, shown);
    return atom('true');
  },
  'erlang:display_string/2': ([device, text], { host }) => {
    const bytes = text?.kind === 'bitstring' ? new TextDecoder().decode(text.bytes) : textOf(text);
    const name = atomOf(device);
    if (name === 'stderr' && host.writeError !== undefined) host.writeError(bytes);
    else if (name === 'stdout' || name === 'stderr') (host.write ?? host.writeLine).call(host, bytes);
    else badarg();
    return atom('true');
  },
  'erts_internal:perf_counter_unit/0': () => integer(1_000_000_000),
  'erts_internal:no_aux_work_threads/0': () => integer(0),
  'os:getpid/0': (_, { host }) => characters(String(host.processId ?? 1)),
  'os:set_signal/2': ([signal, option], { otpRelease, signals }) => {
    const fail = (cause?: string): never => {
      throw new BifFailure('badarg', cause, 'erl_kernel_errors');
    };
    const action = SIGNAL_ACTIONS.find((name) => option?.kind === 'atom' && option.name === name);
    if (action === undefined) return fail('badopt');
    if (signal?.kind !== 'atom' || (SIGNALS.get(signal.name) ?? Number.POSITIVE_INFINITY) > otpRelease) return fail();
    signals.set(signal.name, action);
    return atom('ok');
  },
};
