/**
 * The numbers that every layer shares: where things lie in linear memory, how terms are tagged, what
 * a context looks like. The kernel's copy is generated from this file, so a number is written once.
 *
 * Offsets named after AtomVM are those of its wasm32 build (`libs/jit/src/jit_wasm32.erl` and
 * `src/libAtomVM/context.h`, `jit.h`); term tags are those of `src/libAtomVM/term.h` there.
 */

/**
 * The low page of memory: the machine registers of the process that runs now, at constant addresses,
 * so that compiled code reaches each with one instruction. Byte addresses.
 */
export const MachineRegister = {
  /** Reductions left in this slice; a function entry that makes it negative asks the kernel. */
  reductions: 0x10,
  /** First free byte of the young heap. */
  heapTop: 0x14,
  /** Lowest address that a frame may reach: end of the stack area or the native depth watermark. */
  stackLimit: 0x18,
  /** First byte past what compiled code may allocate without asking the kernel. */
  heapLimit: 0x1c,
  /** Address of the Context of the running process. */
  context: 0x20,
  /** Why the last function returned 0: an `Event`. */
  event: 0x24,
  /** Stack pointer that belongs to the event. */
  eventSp: 0x28,
  /** Event.call: table index of the function to enter. */
  eventFunction: 0x2c,
  /** Event.exception: site number of the failing instruction, 0 when a return address on the stack tells it. */
  eventSite: 0x30,
  /** Event.exception: class (an ExceptionClass). */
  exceptionClass: 0x34,
  /** Event.exception: reason, a term. */
  exceptionReason: 0x38,
  /** Event.exception: arguments of the failing native function or clause (a list), or 0. */
  exceptionArguments: 0x3c,
  /** Event.exception: identity of the failing native function (see `nativeNames`), or 0. */
  exceptionNative: 0x40,
  /** Address of the array of function information words, one per table index. */
  functionInfo: 0x44,
  /** Address of the array of catch handlers: return addresses by catch tag id. */
  catchTable: 0x48,
  /** Address of the array of atom text pointers, by atom index. */
  atomTable: 0x4c,
  /** 1 when a collection was asked for at the next function entry. */
  collectSoon: 0x50,
  /** 1 in the stress mode that collects at every allocation. */
  collectAlways: 0x54,
  /** Reductions that were left when `collectSoon` emptied the counter. */
  savedReductions: 0x58,
  /** Event.exception: the frame at eventSp belongs to the function of the site (1) or to its caller (0). */
  eventOwnsFrame: 0x5c,
  /** Event.call: bytes of stack that the function needs beyond STACK_RESERVE. */
  eventFrame: 0x60,
  /**
   * Event.exception: the raw stack trace to go on with when an exception is raised again, or 0. It is a tuple of
   * the class (a small integer), a binary of words, the arguments (a list), and `exceptionInfo` (a map or a small integer). The words: failing native
   * function or 0, whether there are arguments, site number or 0, return addresses. In place of the binary there is
   * the list that `erlang:raise/3` was given.
   */
  exceptionTrace: 0x64,
  /** Event.exception: what the stack trace says of the error: a map, 1 for a native function that failed, or 0 for nothing. */
  exceptionInfo: 0x7c,
  /** Byte address from which the binary under construction is written. */
  binaryBase: 0x68,
  /** Position, in bits from binaryBase, of its next segment. */
  binaryPosition: 0x6c,
  /** Index of the atom that the construction of a binary failed with. */
  binaryError: 0x70,
  /** Address of the table of processes: their Contexts by number, 0 for none. */
  processTable: 0x74,
  /** Entries that the table of processes has. */
  processCapacity: 0x78,
} as const;

/** Address of `x[0]`; the X registers of the running process, one word each, are saved here around calls of the kernel. */
export const X_REGISTERS = 0x1000;
/** Number of X registers (OTP's MAX_REG, `erts/emulator/beam/erl_vm.h`, without the internal ones). */
export const X_REGISTER_COUNT = 1024;
/** Scratch area of the low page: operands of an instruction that are too many for parameters, until its kernel function returns. */
export const SCRATCH = 0x2000;
/** Words of it. */
export const SCRATCH_WORDS = 1024;
/**
 * Bytes that remember, for an instruction that looks a key up, where in the tuple of keys it was last: the byte
 * offset from the tuple, 0 if nowhere. Instructions may share one.
 */
export const KEY_HINTS = 0x3000;
/** Number of them, a prime. */
export const KEY_HINT_COUNT = 4079;
/** Address of a word that is 0, the header of an empty tuple. */
export const EMPTY_TUPLE = 0x3ffc;
/** Address of the first byte behind the low page, where the kernel's static data begins. */
export const KERNEL_DATA = 0x10000;

/** Offsets in a Context, in bytes. Up to `bsOffset` they are AtomVM's; the rest is ours. */
export const ContextOffset = {
  /** Stack pointer of the process while it does not run. */
  e: 0x14,
  /** X registers of the `atomvm` convention, 17 words. */
  x: 0x18,
  cp: 0x5c,
  fr: 0x60,
  bs: 0x64,
  bsOffset: 0x68,
  /** Start of the young heap. */
  heapStart: 0x80,
  /** First free byte of the young heap while the process does not run. */
  heapTop: 0x84,
  /** End of the young heap. */
  heapEnd: 0x88,
  /** Everything below it has survived a collection. */
  highWater: 0x8c,
  oldStart: 0x90,
  oldTop: 0x94,
  oldEnd: 0x98,
  /** First heap fragment, or 0. */
  fragments: 0x9c,
  /** Bytes used in heap fragments. */
  fragmentBytes: 0xa0,
  /** Lowest byte of the stack area. */
  stackStart: 0xa4,
  /** First byte behind the stack area. */
  stackEnd: 0xa8,
  /** What to do when the process runs next: an `Event`. */
  pending: 0xac,
  /** Table index of the function to enter when pending is a call. */
  pendingFunction: 0xb0,
  /** Number of X registers saved in `savedX`. */
  savedLive: 0xb4,
  /** Address of the area where X registers are saved while the process does not run. */
  savedX: 0xb8,
  /** Capacity of savedX, in words. */
  savedCapacity: 0xbc,
  /** Result term of a finished process, or the reason of its exit. */
  result: 0xc0,
  /** Class of the exit: an ExceptionClass. */
  exitClass: 0xc4,
  /** Raw stack trace of the exit: see `exceptionTrace`. */
  exitTrace: 0xc8,
  /** Collections so far: minor. */
  minorCollections: 0x100,
  /** Collections so far: major. */
  majorCollections: 0x104,
  /** The exit signal that ends the process when it is to run next, a message with the reason; or 0. */
  exitSignal: 0x108,
  /** Number of the process, as in its pid. */
  processId: 0x10c,
  /** Slices since the native stack was last unwound. */
  slices: 0x110,
  /** Size of the young heap that the next collection makes, in bytes. */
  nextHeapBytes: 0x114,
  /** First `refc` binary of the process that is not in the old heap, or 0: an address. */
  youngBinaries: 0x118,
  /** First `refc` binary in the old heap, or 0. */
  oldBinaries: 0x11c,
  /** Bytes of blocks that `refc` binaries made since the last collection refer to. */
  binaryBytes: 0x120,
  /** First message of the mailbox, or 0. */
  mailboxFirst: 0x124,
  /** Last message of the mailbox, or 0 when it is empty. */
  mailboxLast: 0x128,
  /** Address of the link to the message that `loop_rec` looks at next: in the Context or in the message before it. */
  mailboxNext: 0x12c,
  /** A timer: when the `receive … after` that waits is over (f64, milliseconds of the host's clock), 0 if there is no limit. */
  timeoutAt: 0x130,
  /** Its place among the timers, from 1; 0 if it is not one of them. */
  timeoutIndex: 0x138,
  /** Its kind: 0. */
  timeoutKind: 0x13c,
  /** The process dictionary, a map; 0 if it is empty. */
  dictionary: 0x140,
  /** Bits of `ProcessFlag`. */
  flags: 0x144,
  /** Priority: 0 low, 1 normal, 2 high, 3 max. */
  priority: 0x148,
  /** Next process of the run queue, or 0. */
  queueNext: 0x14c,
  /** First half of a link, monitor that the process has set or that others have set on it, and timer that is to send to it; or 0. */
  links: 0x150,
  monitors: 0x154,
  monitoredBy: 0x158,
  timers: 0x15c,
  /** Registered name, an atom; 0 if there is none. */
  name: 0x160,
  /** Group leader and parent, terms; 0 if there is none. */
  groupLeader: 0x164,
  parent: 0x168,
  /** The function that the process began with: two atoms and a number. */
  initialModule: 0x16c,
  initialFunction: 0x170,
  initialArity: 0x174,
  /** How often it was suspended. */
  suspended: 0x178,
  /** Messages in the mailbox. */
  messageCount: 0x17c,
  /** Reductions in the slices that are over (u64). */
  reductionsDone: 0x180,
  /** Receive markers: for each the number of its reference (u64, 0 if it is free), the link where to begin to look. */
  markers: 0x188,
  /** Most words of the heap, 0 for no limit. */
  maxHeapWords: 0x1c8,
  /** Native function that an asynchronous call is of. */
  asyncNative: 0x1cc,
  /** Number of the receive marker that is reserved next. */
  nextMarker: 0x1d0,
  /** Least size of the young heap, in bytes. */
  minHeapBytes: 0x1d4,
  /** Other flags of the process, a map; 0 if none was ever set. */
  options: 0x1d8,
  /** First table that the process owns, or 0: an address. */
  tables: 0x1dc,
  /** Size of a Context. */
  size: 0x1e0,
} as const;

/** Bits of a Context's `flags`. */
export const ProcessFlag = {
  /** Exit signals become messages. */
  trapExit: 1,
  /** The host is told of its end and frees it. */
  watched: 2,
  /** It has no code: its messages are the host's. */
  mailbox: 4,
  /** It is in the run queue. */
  queued: 8,
  /** It has ended. */
  ended: 16,
  /** A memory limit that is passed is not reported. */
  quietLimit: 32,
  /** A memory limit that is passed is only reported. */
  softLimit: 64,
} as const;

/** Receive markers that a process has, and bytes of each. */
export const RECEIVE_MARKERS = 4;
export const RECEIVE_MARKER_BYTES = 16;

/** Frames of a stack trace, at most (OTP's default backtrace_depth). */
export const TRACE_DEPTH = 8;

/** Offsets in AtomVM's JITState (`src/libAtomVM/jit.h`). */
export const JitStateOffset = { module: 0, continuation: 4, remainingReductions: 8 } as const;

/** Why a compiled or native function answered 0. */
export const Event = {
  none: 0,
  /** Enter function `eventFunction` with the arguments in X, on an empty native stack. */
  call: 1,
  /** As `call`, but others may run first. */
  yield: 2,
  /** An exception was raised. */
  exception: 3,
  /** The process has returned from its first function. */
  finished: 4,
  /** The process ended by an uncaught exception. */
  failed: 5,
  /** An exit signal has ended the process. */
  exited: 6,
  /** The process waits for a message, or for the time in `timeoutAt`. */
  waiting: 7,
  /** A native function waits for the host. */
  blocked: 8,
  /** A native function is done: the value in `result` goes to the frame. */
  resume: 9,
  /** A native function has failed: the index of the atom is in `result`, the arguments are in X. */
  failNative: 10,
  /** As `waiting`, without a stack: a message has it enter a function. */
  hibernating: 11,
} as const;

/** Exception classes, as small numbers. */
export const ExceptionClass = { error: 0, exit: 1, throw: 2 } as const;

/** Bits per resume point in a return address: `(table index of the resume function << 10 | resume point) << 2`. */
export const RESUME_POINT_BITS = 10;
/** Return address of the bottom frame of each stack: returning to it ends the process. */
export const BOTTOM_RETURN_ADDRESS = 4;
/** Set in a stack pointer given to the kernel: the caller has a frame, its return address word may be stale. */
export const OWN_FRAME_FLAG = 2;

/** Term tags and masks (AtomVM `term.h`, wasm32). */
export const Term = {
  /** Low two bits that tell pointers and immediates apart. */
  primaryMask: 0x3,
  cons: 0x1,
  boxed: 0x2,
  immediateMask: 0xf,
  integer: 0xf,
  pid: 0x3,
  port: 0x7,
  atomMask: 0x3f,
  atom: 0x0b,
  atomShift: 6,
  nil: 0x3b,
  catchTag: 0x1b,
  catchMask: 0x3f,
  integerShift: 4,
  headerMask: 0x3f,
  arityShift: 6,
} as const;

/** Header tags of boxed terms, in the low six bits; arity in words above them. */
export const HeaderTag = {
  tuple: 0x00,
  matchState: 0x04,
  positiveInteger: 0x08,
  negativeInteger: 0x0c,
  reference: 0x10,
  fun: 0x14,
  float: 0x18,
  refcBinary: 0x20,
  heapBinary: 0x24,
  subBinary: 0x28,
  map: 0x2c,
  externalPid: 0x30,
  externalPort: 0x34,
  externalReference: 0x38,
  record: 0x3c,
} as const;

/** Least and greatest small integer: 28 bits, signed. */
export const SMALL_MIN: number = -(2 ** 27);
export const SMALL_MAX: number = 2 ** 27 - 1;

/**
 * A boxed integer of arity 2 holds a signed 64-bit number in two's complement, little endian; one of
 * greater arity holds its magnitude in 32-bit limbs, least first, and is outside the 64-bit range.
 */
export const INTEGER64_HEADER_POSITIVE: number = (2 << 6) | HeaderTag.positiveInteger;
export const INTEGER64_HEADER_NEGATIVE: number = (2 << 6) | HeaderTag.negativeInteger;
/** Header of a float: 64 bits behind it. */
export const FLOAT_HEADER: number = (2 << 6) | HeaderTag.float;

/** Byte offsets in a fun term, whose words are all terms: entry, arity, identity, then the free variables. */
export const FunOffset = {
  header: 0,
  /** Table index of the function `(sp, arguments…, fun)`, as a small integer. */
  entry: 4,
  /** Number of arguments, as a small integer. */
  arity: 8,
  /** Number of the fun's description in the runtime, as a small integer. */
  identity: 12,
  free: 16,
} as const;

/**
 * A native record, whose words are all terms: its definition, a tuple of module, name, whether it is exported, and the tuple
 * of its fields' names; then the values. Index of the first value.
 */
export const RECORD_VALUES = 1;
/** Indices in the definition of a native record. */
export const RecordDefinition = { module: 0, name: 1, exported: 2, fields: 3 } as const;

/** Bytes of a heap binary before its data: header, size in bytes (a plain number). */
export const BINARY_DATA_OFFSET = 8;
/** Largest heap binary that a program makes, in bytes (OTP's ERL_ONHEAP_BIN_LIMIT); what is larger has a block outside the heap. */
export const HEAP_BINARY_LIMIT = 64;
/** Most bytes of a binary: positions in bits are words. */
export const MAXIMUM_BINARY_BYTES: number = 2 ** 29 - 1;

/** Byte offsets in a `refc` binary: the data is in a block, which several of them may refer to. */
export const RefcBinaryOffset = {
  header: 0,
  /** Size in bytes, a plain number. */
  size: 4,
  /** Address of the block. */
  block: 8,
  /** Address of the next `refc` binary of the process, or 0. */
  next: 12,
} as const;

/** Byte offsets in the block of `refc` binaries. */
export const BinaryBlockOffset = {
  /** Number of `refc` binaries that refer to it. */
  references: 0,
  /** Bytes that it has room for. */
  capacity: 4,
  /** Bits in use: who appends to just these may write behind them. */
  used: 8,
  /** Of a block that is the data of a magic reference: first `refc` binary in it, or 0. */
  binaries: 12,
  data: 16,
} as const;

/**
 * Byte offsets in a magic reference, which holds a counted block as a `refc` binary does, under the same offsets; it is
 * equal to a plain reference of the same words.
 */
export const MagicReferenceOffset = {
  header: 0,
  /** Least significant word. */
  low: 4,
  block: 8,
  next: 12,
  middle: 16,
  high: 20,
  /** What the block is: a `MagicKind`. */
  kind: 24,
} as const;
/** Header of a magic reference: no other reference has as many words. */
export const MAGIC_REFERENCE_HEADER: number = (6 << 6) | HeaderTag.reference;
/** What the block of a magic reference is. */
export const MagicKind = { matchProgram: 1, atomics: 2, counters: 3 } as const;

/** Byte offsets in a sub binary: part of a heap or `refc` binary, of any number of bits. */
export const SubBinaryOffset = {
  header: 0,
  /** First bit in the parent, a plain number. */
  start: 4,
  /** Size in bits, a plain number. */
  size: 8,
  /** The heap or `refc` binary, a term. */
  parent: 12,
} as const;

/** Byte offsets in a match context. */
export const MatchStateOffset = {
  header: 0,
  /** Position in bits from the first one of the parent's data. */
  position: 4,
  /** Position of the first bit behind what is matched. */
  end: 8,
  /** The heap or `refc` binary, a term. */
  parent: 12,
  /** Address of the parent's data: the collector keeps it true. */
  base: 16,
} as const;
/** Header of a match context. */
export const MATCH_STATE_HEADER: number = (4 << 6) | HeaderTag.matchState;
/**
 * Byte offsets in a message. In its first words it is a heap fragment: when the message is received the process takes it as
 * one.
 */
export const MessageOffset = {
  /** Next message in the mailbox, or 0. */
  next: 0,
  /** Bytes behind the header of a fragment, all of which are used: `capacity` and `used`. */
  capacity: 4,
  used: 8,
  /** The message, a term. */
  term: 12,
  /** First `refc` binary in it, or 0. */
  binaries: 16,
  /** The data of the term. */
  data: 24,
} as const;

/** Byte offsets in a pid, port or reference of another node. */
export const ExternalIdentifierOffset = {
  header: 0,
  /** Name of the node, an atom. */
  node: 4,
  creation: 8,
  /** Of a pid its id and serial, of a port the two halves of its number, of a reference its words, least significant first. */
  data: 12,
} as const;

/** Bytes of a match context. */
export const MATCH_STATE_BYTES = 20;

/** Flags of a segment, as the code has them (`lib/compiler/src/beam_asm.erl`). */
export const SegmentFlag = { little: 2, signed: 4, native: 16 } as const;

/** Table index of the trampoline `(table index, sp) → value` that enters a function of 0 arguments; those of more follow. */
export const ENTER_TABLE_BASE = 2;
/** First table index that is free for functions. */
export const FUNCTION_TABLE_BASE = 260;
/** Bytes that every stack keeps free below the stack limit: a frame up to this size needs no subtraction in its check. */
export const STACK_RESERVE = 256;

/** Bits of a word of `functionInfo`: number of arguments. */
export const FUNCTION_ARITY_MASK = 0xff;

/** Atoms that the kernel names: their indices are fixed, every machine has them first. */
export const wellKnownAtoms = [
  '',
  'false',
  'true',
  'ok',
  'error',
  'badarg',
  'badarith',
  'badmatch',
  'case_clause',
  'if_clause',
  'function_clause',
  'badfun',
  'badarity',
  'undef',
  'try_clause',
  'badrecord',
  'system_limit',
  'undefined',
  'exit',
  'throw',
  'nocatch',
  'normal',
  'killed',
  'infinity',
  'nil',
  'erlang',
  'lists',
  'EXIT',
  'noproc',
  'badkey',
  'badmap',
  'value',
  'apply',
  'timeout_value',
  'none',
  'iterator',
  'positive',
  'monotonic',
  'nonode@nohost',
  'env',
  'fixnum',
  'bignum',
  'hfloat',
  'atom',
  'list',
  'tuple',
  'heap_binary',
  'refc_binary',
  'sub_binary',
  'flatmap',
  'hashmap',
  'fun',
  'export',
  'pid',
  'port',
  'reference',
  'count',
  'memory',
  'arity',
  'module',
  'name',
  'kill',
  'DOWN',
  'process',
  'noconnection',
  'link',
  'monitor',
  'priority',
  'low',
  'high',
  'max',
  'alias',
  'tag',
  'explicit_unalias',
  'demonitor',
  'reply_demonitor',
  'reply',
  'reply_tag',
  'spawn_reply',
  'badopt',
  'yes',
  'no',
  'error_only',
  'success_only',
  'min_heap_size',
  'min_bin_vheap_size',
  'max_heap_size',
  'fullsweep_after',
  'message_queue_data',
  'on_heap',
  'off_heap',
  'async_dist',
  'nosuspend',
  'noconnect',
  'trap_exit',
  'error_handler',
  'save_calls',
  'sensitive',
  'size',
  'error_logger',
  'include_shared_binaries',
  'flush',
  'info',
  'timeout',
  'abs',
  'async',
  'cancel_timer',
  'read_timer',
  'time_offset',
  'clock_service',
  'asynchronous',
  'unless_suspending',
  'exited',
  'suspended',
  'external',
  'index',
  'uniq',
  'new_index',
  'new_uniq',
  'garbage_collect',
  'error_info',
  'type',
  '_',
  '$_',
  '$$',
  '$end_of_table',
  'ETS-TRANSFER',
  'ets',
  'select_trap',
  'set',
  'bag',
  'duplicate_bag',
  'ordered_set',
  'public',
  'protected',
  'private',
  'named_table',
  'keypos',
  'heir',
  'read_concurrency',
  'write_concurrency',
  'decentralized_counters',
  'compressed',
  'auto',
  'id',
  'owner',
  'node',
  'protection',
  'fixed',
  'safe_fixed',
  'safe_fixed_monotonic_time',
  'stats',
  'binary',
  'const',
  'and',
  'or',
  'andalso',
  'orelse',
  'self',
  'is_record',
  'trace',
  'table',
  'min',
  '+',
  '-',
  '*',
  'div',
  'rem',
  '/',
  'band',
  'bor',
  'bxor',
  'bsl',
  'bsr',
  'bnot',
  'float',
  'trunc',
  'round',
  'floor',
  'ceil',
  'length',
  'hd',
  'tl',
  'element',
  'tuple_size',
  'byte_size',
  'bit_size',
  'binary_part',
  'not',
  'xor',
  '==',
  '/=',
  '=:=',
  '=/=',
  '<',
  '>=',
  '>',
  '=<',
  'is_integer',
  'is_float',
  'is_number',
  'is_atom',
  'is_boolean',
  'is_list',
  'is_tuple',
  'is_binary',
  'is_bitstring',
  'is_function',
  'is_pid',
  'is_port',
  'is_reference',
  'is_map',
  'get',
  'map_size',
  'map_get',
  'is_map_key',
  'badfield',
  'novalue',
  'is_exported',
] as const;

/** Index of the atom that a pattern has for the whole object. */
export const OBJECT_ATOM: number = wellKnownAtoms.indexOf('$_');
/** Index of the atom that a pattern has for all variables. */
export const VARIABLES_ATOM: number = wellKnownAtoms.indexOf('$$');
/** Index of the atom that stands behind the last key of a table. */
export const END_OF_TABLE_ATOM: number = wellKnownAtoms.indexOf('$end_of_table');
/** Index of the atom of the message that comes with a table. */
export const TRANSFER_ATOM: number = wellKnownAtoms.indexOf('ETS-TRANSFER');
/** Index of the atom that is the name of a machine that is not distributed. */
export const LOCAL_NODE_ATOM: number = wellKnownAtoms.indexOf('nonode@nohost');
