import type { Term } from '@beamline/beam-file';
import {
  ASYNC_DIST_RELEASE,
  BinaryBlockOffset,
  ContextOffset,
  MachineRegister,
  MessageOffset,
  PausedNativeOffset,
  ProcessFlag,
  RefcBinaryOffset,
  SHARED_BINARIES_RELEASE,
  TermTag,
  TrapReason,
} from '@beamline/machine-model';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, binary, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import type { TermReader } from '../terms/term-reader.js';
import { backtrace } from './backtrace.js';
import type { StackFrame } from './erlang-error.js';
import type { Processes } from './processes.js';
import { frameTerm, type StackTraces } from './stack-traces.js';

/** The items of `process_info/1`, in OTP's order (`pi_1_keys` in `erts/emulator/beam/erl_bif_info.c`). */
export const DEFAULT_ITEMS = [
  'registered_name',
  'current_function',
  'initial_call',
  'status',
  'message_queue_len',
  'links',
  'dictionary',
  'trap_exit',
  'error_handler',
  'priority',
  'group_leader',
  'total_heap_size',
  'heap_size',
  'stack_size',
  'reductions',
  'garbage_collection',
  'suspending',
] as const;

/** All items that `process_info/2` of every release takes, in OTP's order (`pi_args` in `erts/emulator/beam/erl_bif_info.c`). */
export const PROCESS_ITEMS: readonly string[] = [
  ...[
    'registered_name',
    'current_function',
    'initial_call',
    'status',
    'messages',
    'message_queue_len',
    'links',
    'monitors',
    'monitored_by',
  ],
  ...['dictionary', 'trap_exit', 'error_handler', 'heap_size', 'stack_size', 'memory', 'garbage_collection', 'group_leader', 'reductions'],
  ...['priority', 'trace', 'binary', 'sequential_trace_token', 'catchlevel', 'backtrace', 'last_calls', 'total_heap_size', 'suspending'],
  ...['min_heap_size', 'min_bin_vheap_size', 'max_heap_size', 'current_location', 'current_stacktrace', 'message_queue_data'],
  ...['garbage_collection_info', 'magic_ref', 'fullsweep_after', 'parent'],
];

const PRIORITIES = ['low', 'normal', 'high', 'max'] as const;
/** OTP's defaults of options that are kept but have no effect. */
const DEFAULT_OPTIONS: Readonly<Record<string, Term>> = {
  error_handler: atom('error_handler'),
  message_queue_data: atom('on_heap'),
  fullsweep_after: integer(65_535),
  min_bin_vheap_size: integer(46_422),
  async_dist: atom('false'),
};
/** The first release whose processes can have a label. */
const LABEL_RELEASE = 27;
/** OTP's default of `min_heap_size`, in words. */
const MIN_HEAP_WORDS = 233;
/** Frames that `current_stacktrace` has at most, as with OTP's default `backtrace_depth`. */
const STACK_DEPTH = 8;

/** What `garbage_collection_info` and trace messages of collections say, in OTP's order. */
export function collectionInfo(context: number, info: ProcessInfo): Term[] {
  const zero = integer(0);
  const number = (item: string): Term => info.value(context, item) ?? zero;
  const items = info.collectionItems(context);
  const order: readonly (readonly [string, Term])[] = [
    ['old_heap_block_size', items.oldBlock],
    ['heap_block_size', number('heap_size')],
    ['mbuf_size', items.fragments],
    ['recent_size', items.recent],
    ['stack_size', number('stack_size')],
    ['old_heap_size', items.old],
    ['heap_size', items.used],
    ['bin_vheap_size', items.binaries],
    ['bin_vheap_block_size', number('min_bin_vheap_size')],
    ['bin_old_vheap_size', zero],
    ['bin_old_vheap_block_size', number('min_bin_vheap_size')],
  ];
  return order.map(([name, value]) => tuple(atom(name), value));
}

/** What `erlang:process_info` returns. */
export class ProcessInfo {
  readonly #memory: LinearMemory;
  readonly #reader: TermReader;
  readonly #traces: StackTraces;
  readonly #processes: Processes;

  constructor(memory: LinearMemory, reader: TermReader, traces: StackTraces, processes: Processes) {
    this.#memory = memory;
    this.#reader = reader;
    this.#traces = traces;
    this.#processes = processes;
  }

  /** The stack of a process as text. */
  backtrace(context: number): string {
    const parts = { memory: this.#memory, reader: this.#reader, processes: this.#processes, traces: this.#traces };
    return backtrace(context, this.#native(context) ?? this.#untold(context), parts);
  }

  /** True for the name of an item. */
  isItem(name: string): boolean {
    if (name === 'async_dist') return this.#release() >= ASYNC_DIST_RELEASE;
    return name === 'label' ? this.#release() >= LABEL_RELEASE : PROCESS_ITEMS.includes(name);
  }

  /** The value of an item; undefined if there is no such item. */
  value(context: number, item: string): Term | undefined {
    this.#processes.settle(context);
    const load = (offset: number): number => this.#memory.load(context + offset) >>> 0;
    const term = (offset: number): Term => this.#reader.read(load(offset));
    const flags = load(ContextOffset.flags);
    const words = (bytes: number): Term => integer(bytes >>> 2);
    switch (item) {
      case 'registered_name':
        return load(ContextOffset.name) === 0 ? NIL : term(ContextOffset.name);
      case 'current_function':
        return functionTerm(this.#place(context));
      case 'current_location': {
        const frame = this.#place(context);
        return frame === undefined ? atom('undefined') : frameTerm(frame);
      }
      case 'backtrace':
        return binary(new TextEncoder().encode(this.backtrace(context)));
      case 'current_stacktrace':
        return list(this.#firstFrames(context, STACK_DEPTH).map(frameTerm));
      case 'initial_call':
        return tuple(term(ContextOffset.initialModule), term(ContextOffset.initialFunction), integer(load(ContextOffset.initialArity)));
      case 'status':
        return atom(this.#status(context));
      case 'message_queue_len':
        return integer(load(ContextOffset.messageCount));
      case 'messages':
        return list(this.#messages(context));
      case 'links':
        return list(this.#processes.relations.links(context));
      case 'monitors':
        return list(this.#processes.relations.monitors(context));
      case 'monitored_by':
        return list(this.#processes.relations.monitoredBy(context));
      case 'dictionary': {
        const map = load(ContextOffset.dictionary) === 0 ? undefined : term(ContextOffset.dictionary);
        // In the order of `get/0`, which the kernel builds from the end: programs compare the two.
        return map?.kind === 'map' ? list(map.pairs.map(([key, value]) => tuple(key, value)).reverse()) : NIL;
      }
      case 'trap_exit':
        return boolean((flags & ProcessFlag.trapExit) !== 0);
      case 'priority':
        return atom(PRIORITIES[load(ContextOffset.priority)] ?? 'normal');
      case 'group_leader':
        return term(ContextOffset.groupLeader);
      case 'parent':
        return load(ContextOffset.parent) === 0 ? atom('undefined') : term(ContextOffset.parent);
      case 'memory':
        return integer(this.bytes(context).allocated);
      case 'heap_size':
        return words(load(ContextOffset.heapEnd) - load(ContextOffset.heapStart));
      case 'total_heap_size':
        return words(
          load(ContextOffset.heapEnd) - load(ContextOffset.heapStart) + load(ContextOffset.oldEnd) - load(ContextOffset.oldStart),
        );
      case 'stack_size':
        return words(load(ContextOffset.stackEnd) - this.#processes.stackPointer(context));
      case 'reductions':
        return integer(this.reductions(context));
      case 'garbage_collection':
        return list([
          tuple(atom('max_heap_size'), this.#maxHeap(context)),
          tuple(atom('min_bin_vheap_size'), this.#option(context, 'min_bin_vheap_size')),
          tuple(atom('min_heap_size'), integer(load(ContextOffset.minHeapBytes) >>> 2 || MIN_HEAP_WORDS)),
          tuple(atom('fullsweep_after'), this.#option(context, 'fullsweep_after')),
          tuple(atom('minor_gcs'), integer(load(ContextOffset.minorCollections))),
        ]);
      case 'garbage_collection_info':
        return list(collectionInfo(context, this));
      case 'binary':
        return list([ContextOffset.youngBinaries, ContextOffset.oldBinaries].flatMap((first) => this.#binaries(load(first))));
      case 'max_heap_size':
        return this.#maxHeap(context);
      case 'min_heap_size':
        return integer(load(ContextOffset.minHeapBytes) >>> 2 || MIN_HEAP_WORDS);
      case 'suspending':
        // A suspension takes effect at once: none is outstanding.
        return list(this.#processes.relations.suspensions(context).map(({ process, count }) => tuple(process, integer(count), integer(0))));
      case 'error_handler':
      case 'message_queue_data':
      case 'fullsweep_after':
      case 'min_bin_vheap_size':
        return this.#option(context, item);
      case 'async_dist':
        return this.#release() >= ASYNC_DIST_RELEASE ? this.#option(context, item) : undefined;
      case 'label':
        return this.#release() >= LABEL_RELEASE ? this.#processes.dictionaryValue(context, atom('$process_label')) : undefined;
      case 'magic_ref':
        return NIL;
      case 'catchlevel':
        return integer(this.#catches(context));
      case 'last_calls':
        return atom('false');
      case 'trace':
        return integer(0);
      case 'sequential_trace_token':
        return load(ContextOffset.traceToken) === 0 ? NIL : term(ContextOffset.traceToken);
      default:
        return undefined;
    }
  }

  /** `{Address, Bytes, References}` of the blocks of a list of binaries. */
  #binaries(first: number): Term[] {
    const memory = this.#memory;
    const found: Term[] = [];
    for (let at = first; at !== 0; at = memory.load(at + RefcBinaryOffset.next)) {
      const block = memory.load(at + RefcBinaryOffset.block);
      const bytes = memory.load(block + BinaryBlockOffset.capacity);
      found.push(tuple(integer(block), integer(bytes), integer(memory.load(block + BinaryBlockOffset.references))));
    }
    return found;
  }

  /** How many `catch` and `try` the process is in. */
  #catches(context: number): number {
    const memory = this.#memory;
    const end = memory.load(context + ContextOffset.stackEnd) >>> 0;
    let count = 0;
    for (let at = this.#processes.stackPointer(context); at < end; at += 4)
      if ((memory.load(at) & TermTag.catchMask) === TermTag.catchTag) count++;
    return count;
  }

  /** Words that trace messages of collections tell, beside what `value` does. */
  collectionItems(context: number): Readonly<Record<'oldBlock' | 'old' | 'fragments' | 'recent' | 'used' | 'binaries', Term>> {
    const load = (offset: number): number => this.#memory.load(context + offset) >>> 0;
    const words = (bytes: number): Term => integer(bytes >>> 2);
    const top = this.#processes.isRunning(context) ? this.#memory.load(MachineRegister.heapTop) : load(ContextOffset.heapTop);
    return {
      oldBlock: words(load(ContextOffset.oldEnd) - load(ContextOffset.oldStart)),
      old: words(load(ContextOffset.oldTop) - load(ContextOffset.oldStart)),
      fragments: words(load(ContextOffset.fragmentBytes)),
      recent: words(top - load(ContextOffset.highWater)),
      used: words(top - load(ContextOffset.heapStart)),
      binaries: words(load(ContextOffset.binaryBytes)),
    };
  }

  /** Reductions that a process has used. */
  reductions(context: number): number {
    const done = Number(this.#memory.view.getBigUint64(context + ContextOffset.reductionsDone, true));
    return this.#processes.isRunning(context) ? done + this.reductionsOfSlice() : done;
  }

  /** Reductions that the running process has done in its present slice. */
  reductionsOfSlice(): number {
    return this.#memory.load(MachineRegister.granted) - this.reductionsLeft();
  }

  /** Bytes that a process has, its heap, stack and messages, and those of them that are in use. */
  bytes(context: number): { readonly allocated: number; readonly used: number } {
    const load = (offset: number): number => this.#memory.load(context + offset) >>> 0;
    let both = ContextOffset.size + load(ContextOffset.fragmentBytes);
    if (load(ContextOffset.fullStart) !== 0) both += load(ContextOffset.fullTop) - load(ContextOffset.fullStart);
    for (let message = load(ContextOffset.mailboxFirst); message !== 0; message = this.#memory.load(message + MessageOffset.next))
      both += MessageOffset.data + this.#memory.load(message + MessageOffset.capacity);
    const top = this.#processes.isRunning(context) ? this.#memory.load(MachineRegister.heapTop) : load(ContextOffset.heapTop);
    const old = load(ContextOffset.oldStart);
    const stackEnd = load(ContextOffset.stackEnd);
    return {
      allocated:
        both +
        load(ContextOffset.heapEnd) -
        load(ContextOffset.heapStart) +
        load(ContextOffset.oldEnd) -
        old +
        stackEnd -
        load(ContextOffset.stackStart),
      used:
        both + top - load(ContextOffset.heapStart) + load(ContextOffset.oldTop) - old + stackEnd - this.#processes.stackPointer(context),
    };
  }

  #option(context: number, name: string): Term {
    return this.#processes.option(context, name) ?? DEFAULT_OPTIONS[name] ?? atom('undefined');
  }

  #release(): number {
    return this.#memory.load(MachineRegister.otpRelease);
  }

  /** Reductions that the running process has left in its slice. */
  reductionsLeft(): number {
    // While a collection is wanted the counter is 0 and the reductions are kept aside.
    const isKept = this.#memory.load(MachineRegister.collectSoon) !== 0;
    return this.#memory.load(isKept ? MachineRegister.savedReductions : MachineRegister.reductions);
  }

  #maxHeap(context: number): Term {
    const flags = this.#memory.load(context + ContextOffset.flags);
    const low = this.#memory.load(context + ContextOffset.maxHeapWords) >>> 0;
    const high = this.#memory.load(context + ContextOffset.maxHeapWordsHigh) >>> 0;
    return {
      kind: 'map',
      pairs: [
        [atom('error_logger'), boolean((flags & ProcessFlag.quietLimit) === 0)],
        ...(this.#release() >= SHARED_BINARIES_RELEASE ? [[atom('include_shared_binaries'), boolean(false)] satisfies [Term, Term]] : []),
        [atom('kill'), boolean((flags & ProcessFlag.softLimit) === 0)],
        [atom('size'), integer((BigInt(high) << 32n) | BigInt(low))],
      ],
    };
  }

  #status(context: number): string {
    const load = (offset: number): number => this.#memory.load(context + offset);
    if (this.#processes.isRunning(context)) return 'running';
    if (load(ContextOffset.suspended) !== 0) return 'suspended';
    if ((load(ContextOffset.flags) & ProcessFlag.queued) !== 0) return 'runnable';
    const pending = load(ContextOffset.pending);
    return pending === TrapReason.waiting || pending === TrapReason.blocked || pending === TrapReason.hibernating ? 'waiting' : 'runnable';
  }

  /** Where a process is: what `current_function` and `current_location` tell. */
  #place(context: number): StackFrame | undefined {
    return this.#native(context) ?? this.innermost(context);
  }

  /** The innermost function in the stack of a process; undefined if there is none. */
  innermost(context: number): StackFrame | undefined {
    for (const frame of this.#frames(context)) return frame;
    return undefined;
  }

  /** The function outside of the stack that a process is in: the native that has paused or waits for the host, or what it begins with. */
  #native(context: number): StackFrame | undefined {
    const load = (offset: number): number => this.#memory.load(context + offset);
    if (this.#processes.isRunning(context)) return undefined;
    switch (load(ContextOffset.pending)) {
      case TrapReason.hibernating:
        return load(ContextOffset.pendingFunction) === 0 ? undefined : { module: 'erlang', function: 'hibernate', arity: 3 };
      case TrapReason.paused:
        return this.#traces.bifFrame(this.#memory.load(load(ContextOffset.paused) + PausedNativeOffset.bif));
      case TrapReason.blocked:
        return load(ContextOffset.pendingFunction) === 0 ? this.#traces.bifFrame(load(ContextOffset.asyncBif)) : undefined;
      case TrapReason.call:
        return this.#hasRun(context) ? undefined : this.#initialFrame(context);
      default:
        return undefined;
    }
  }

  /** The functions in the stack of a process, innermost first: as OTP's, without a native that it is in. */
  *#frames(context: number): Generator<StackFrame, undefined, undefined> {
    const innermost = this.#untold(context);
    if (innermost !== undefined) yield innermost;
    yield* this.#processes.callers(context);
    return undefined;
  }

  /**
   * The first frames, so many, without those with the return address of the one in front, as in the stack traces of exceptions; where the process is
   * counts by itself.
   */
  #firstFrames(context: number, most: number): StackFrame[] {
    const innermost = this.#untold(context);
    const found = innermost === undefined ? [] : [innermost];
    let before = 0;
    for (const address of this.#processes.returnAddresses(context)) {
      if (found.length === most) break;
      const frame = found.length >= 2 && address === before ? undefined : this.#traces.frameAt(address);
      before = address;
      if (frame !== undefined) found.push(frame);
    }
    return found;
  }

  /** The innermost function of a stack, if no return address tells it. */
  #untold(context: number): StackFrame | undefined {
    const memory = this.#memory;
    const load = (offset: number): number => memory.load(context + offset);
    if (this.#processes.isRunning(context)) return this.#traces.siteFrame(memory.load(MachineRegister.callSite));
    const pending = load(ContextOffset.pending);
    if (pending === TrapReason.paused) return this.#traces.siteFrame(memory.load(load(ContextOffset.paused) + PausedNativeOffset.site));
    const entered = load(ContextOffset.pendingFunction);
    if (entered === 0 && (pending === TrapReason.blocked || pending === TrapReason.hibernating))
      return this.#traces.siteFrame(load(ContextOffset.callSite));
    const enters = pending === TrapReason.call ? this.#hasRun(context) : pending === TrapReason.yield || pending === TrapReason.blocked;
    return enters ? this.#traces.functionAt(entered) : undefined;
  }

  #hasRun(context: number): boolean {
    return this.#memory.load(context + ContextOffset.reductionsDone) !== 0 || this.#memory.load(context + ContextOffset.slices) !== 0;
  }

  #initialFrame(context: number): StackFrame | undefined {
    const name = (offset: number): string => {
      const term = this.#reader.read(this.#memory.load(context + offset));
      return term.kind === 'atom' ? term.name : '';
    };
    if (this.#memory.load(context + ContextOffset.initialModule) === 0) return undefined;
    return {
      module: name(ContextOffset.initialModule),
      function: name(ContextOffset.initialFunction),
      arity: this.#memory.load(context + ContextOffset.initialArity),
    };
  }

  #messages(context: number): Term[] {
    const messages: number[] = [];
    for (
      let message = this.#memory.load(context + ContextOffset.mailboxFirst);
      message !== 0;
      message = this.#memory.load(message + MessageOffset.next)
    )
      messages.push(this.#memory.load(message + MessageOffset.term));
    return this.#reader.readAll(messages);
  }
}

function functionTerm(frame: StackFrame | undefined): Term {
  return frame === undefined ? atom('undefined') : tuple(atom(frame.module), atom(frame.function), integer(frame.arity));
}
