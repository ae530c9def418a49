import type { Term } from '@beamline/beam-file';
import type { KernelExports, KernelHost } from '@beamline/kernel';
import { SCRATCH } from '@beamline/machine-model';
import type { BifNames } from './bifs/bif-names.js';
import { matchErrorText } from './bifs/match-errors.js';
import { deflate, inflate } from './compression.js';
import type { Distribution } from './distribution/distribution.js';
import { externalTermHost } from './external-term-host.js';
import type { Host } from './io/host.js';
import type { ExportTable } from './loader/export-table.js';
import type { FunTable } from './loader/fun-table.js';
import type { FunctionTable } from './loader/function-table.js';
import type { ModuleTable } from './loader/module-table.js';
import type { MachineEvents } from './machine-events.js';
import type { Ports } from './ports/ports.js';
import type { Processes } from './processes/processes.js';
import type { StackTraces } from './processes/stack-traces.js';
import type { TraceFrames } from './processes/trace-frames.js';
import { outOfMemory } from './system-limit-error.js';
import type { AtomTable } from './terms/atom-table.js';
import type { HostResources } from './terms/host-resources.js';
import type { LinearMemory } from './terms/linear-memory.js';
import { characters } from './terms/plain-terms.js';
import type { TermReader } from './terms/term-reader.js';
import type { TermWriter } from './terms/term-writer.js';
import type { Tracing } from './tracing/tracing.js';

/** What `foreignFun` answers for a fun whose module is there in another version. */
const FOREIGN_VERSION = 1;

/** Finds modules by the code server. */
const OTP_ERROR_HANDLER = 'error_handler';

/** Stands for a term that is too large to be read out. */
const TOO_LARGE: Term = { kind: 'atom', name: 'system_limit' };

/** The parts of a machine that the kernel calls. */
export interface KernelHostParts {
  readonly kernel: KernelExports;
  readonly atoms: AtomTable;
  readonly reader: TermReader;
  readonly writer: TermWriter;
  readonly functions: FunctionTable;
  readonly exports: ExportTable;
  readonly modules: ModuleTable;
  readonly funs: FunTable;
  readonly traces: StackTraces;
  readonly frames: TraceFrames;
  readonly processes: Processes;
  readonly resources: HostResources;
  readonly ports: Ports;
  readonly distribution: Distribution;
  /** Number of a BIF by which its name is found. */
  readonly bifs: BifNames;
  readonly tracing: Tracing;
  /** Calls a host BIF, by its number, with the arguments in X; returns its result, a term, or 0 when the process waits or fails. */
  callBif(bif: number, sp: number): number;
  /** True if OTP's error handler finds the functions of a module. */
  asksErrorHandler(module: string): boolean;
}

/**
 * The functions that the kernel imports.
 * @param machine - the parts of the machine, which are made after the kernel
 */
export function kernelHost(host: Host, memory: LinearMemory, events: MachineEvents, machine: () => KernelHostParts): KernelHost {
  /** Makes a process wait while the owner of the machine looks for the module of a function; false if nobody does. */
  const findsModule = (context: number, slot: number): boolean => {
    const { exports, funs, modules, processes } = machine();
    const module = exports.bySlot(slot)?.module ?? funs.foreign(slot)?.module;
    if (module === undefined || modules.current(module) !== undefined) return false;
    const loading = events.missing?.(module);
    if (loading === undefined) return false;
    const waiting = processes.waitingForModule(context);
    loading.then(
      () => {
        waiting.reenter();
        events.runnable?.();
      },
      () => {
        waiting.end();
        events.runnable?.();
      },
    );
    return true;
  };

  return {
    sent: (to, message, isKnown) => machine().tracing.kernelHost.sent(to, message, isKnown),
    comes: (context, message) => {
      machine().tracing.kernelHost.comes(context, message);
    },
    tookMessage: (message, token) => {
      machine().tracing.kernelHost.tookMessage(message, token);
    },
    spawned: (parent, child, module, name, list, isLinked) => {
      machine().tracing.kernelHost.spawned(parent, child, module, name, list, isLinked);
    },
    traced: (event, context, term) => {
      machine().tracing.kernelHost.traced(event, context, term);
    },
    traceAction: (action, count, a, b, c) => machine().tracing.kernelHost.traceAction(action, count, a, b, c),
    now: () => host.now(),
    systemTime: () => host.systemTime(),
    describeFrame: (key) => machine().frames.describe(key >>> 0),
    hostBif: (bif, sp) => machine().callBif(bif, sp),
    exportSlot: (module, name, arity) => {
      const { atoms, exports, functions } = machine();
      const { slot } = exports.entry(atoms.name(module), atoms.name(name), arity);
      functions.flush();
      return slot;
    },
    funHash: (identity) => machine().funs.hash(identity),
    ...externalTermHost(memory, machine),
    deflate: (at, bytes, level, to, room) => deflate(memory, at, bytes, level, to, room),
    inflate: (at, bytes, to, size) => inflate(memory, at, bytes, to, size),
    funInfo: (identity, item) => {
      const { atoms, funs, writer } = machine();
      const info = funs.info(identity, atoms.name(item));
      return info === undefined ? 0 : writer.toHeap(info);
    },
    recordDefinition: (module, name) => {
      const { atoms, modules } = machine();
      return modules.current(atoms.name(module))?.records.get(atoms.name(name)) ?? 0;
    },
    matchError: (kind, term) => {
      const { reader, writer } = machine();
      return writer.toHeap(characters(matchErrorText(kind, reader.readOr(term, TOO_LARGE))));
    },
    received: (context) => {
      const { distribution, ports } = machine();
      if (!ports.received(context >>> 0) && !distribution.received(context >>> 0)) events.received?.(context >>> 0);
    },
    ended: (context, trap) => {
      events.ended?.(context >>> 0, trap);
    },
    released: (resource) => {
      machine().resources.released(resource >>> 0);
    },
    ownerEnded: (number) => {
      machine().resources.ownerEnded(number >>> 0);
    },
    crashed: (context, reason) => {
      const { distribution, processes, reader } = machine();
      const pid = processes.pid(context >>> 0);
      events.crashed?.({ pid, reason: reader.readOr(reason, TOO_LARGE), leader: processes.leader(context >>> 0), node: distribution.name });
    },
    outOfMemory: () => {
      // Deleted tables may not be freed yet.
      if (machine().kernel.freePart() === 0) throw outOfMemory();
    },
    errorHandler: (context, slot) => {
      const { asksErrorHandler, atoms, exports, functions, funs, modules, processes } = machine();
      const entry = exports.bySlot(slot);
      const foreign = funs.foreign(slot)?.module;
      const module = entry?.module ?? foreign;
      // A module that is there, and has not the fun, is another version.
      if (module === undefined || (foreign !== undefined && modules.current(module) !== undefined)) return 0;
      const option = processes.option(context >>> 0, 'error_handler');
      const handler = option?.kind === 'atom' ? option.name : OTP_ERROR_HANDLER;
      // OTP's own is there only when OTP is.
      if (handler === OTP_ERROR_HANDLER && (!asksErrorHandler(module) || modules.current(handler) === undefined)) return 0;
      memory.store(SCRATCH, atoms.term(module));
      memory.store(SCRATCH + 4, entry === undefined ? 0 : atoms.term(entry.function));
      const own = exports.entry(handler, entry === undefined ? 'undefined_lambda' : 'undefined_function', 3);
      functions.flush();
      // A handler that is not there would be asked for itself.
      return own.slot === slot ? 0 : own.slot;
    },
    connection: (node, connects) => {
      const { atoms, distribution } = machine();
      return distribution.contextFor(atoms.name(node), connects !== 0);
    },
    ownFunction: (bif) => {
      const { bifs, modules } = machine();
      const { module, name, arity } = bifs.functions[bif] ?? { module: '', name: '', arity: 0 };
      const loaded = modules.current(module);
      const index = loaded?.compiled.functions.find((info) => info.name === name && info.arity === arity);
      return loaded === undefined || index === undefined ? 0 : loaded.tableBase + index.tableOffset;
    },
    loadsModule: (context, slot) => (findsModule(context >>> 0, slot) ? 1 : 0),
    foreignFun: (slot) => {
      const { exports, functions, funs, modules } = machine();
      const fun = funs.foreign(slot);
      if (fun === undefined) return 0;
      if (modules.current(fun.module) !== undefined) return FOREIGN_VERSION;
      const named = exports.entry(fun.module, `-fun.${fun.index}-`, fun.arity);
      functions.flush();
      return named.slot;
    },
  };
}
