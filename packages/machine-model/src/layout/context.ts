/**
 * What a process has in memory: its Context and its messages. Offsets named after AtomVM are those of its wasm32 build
 * (`src/libAtomVM/context.h`, `jit.h`).
 */

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
  /** First byte after the stack area. */
  stackEnd: 0xa8,
  /** What to do when the process runs next: an `TrapReason`. */
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
  /** Raw stack trace of the exit: see `exceptionTrace`. Of a BIF that is going to fail (`failBif`) the `exceptionInfo`. */
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
  /** Most words of the heap, 0 for no limit: the low half. */
  maxHeapWords: 0x1c8,
  /** BIF that an asynchronous call is of. */
  asyncBif: 0x1cc,
  /** Number of the receive marker that is reserved next. */
  nextMarker: 0x1d0,
  /** Least size of the young heap, in bytes. */
  minHeapBytes: 0x1d4,
  /** Other flags of the process, a map; 0 if none was ever set. */
  options: 0x1d8,
  /** First table that the process owns, or 0: an address. */
  tables: 0x1dc,
  /** The last priority message of the mailbox, after which the next one goes; or 0. */
  lastPriority: 0x1e0,
  /** Bytes of blocks that `refc` binaries may still bring to the old heap before all is collected. */
  oldBinaryRoom: 0x1e4,
  /** What a BIF that has paused goes on with, a block; or 0. Until then the heap of the process stays where it is. */
  paused: 0x1e8,
  /** The high half of the most words of the heap: a limit that no heap comes to. */
  maxHeapWordsHigh: 0x1ec,
  /** The token of sequential tracing, a tuple; 0 if it has none. */
  traceToken: 0x1f0,
  /** Start and first free byte of the young heap that was full when its collection was put off, 0 without one: the young heap is a fragment then. */
  fullStart: 0x1f4,
  fullTop: 0x1f8,
  /** A collection that is put off (1) or under way (a block): while it is, the process does not run; or 0. */
  collection: 0x1fc,
  /** A move of the stack that is under way: where it goes, a block, or 0; how many bytes that has; up to which address the old one is copied. */
  movedStack: 0x200,
  movedStackBytes: 0x204,
  movedStackAt: 0x208,
  /** Site of the call in tail position of a BIF that waits for the host or hibernates; 0 for a call that has a return address on the stack. */
  callSite: 0x20c,
  /** Size of a Context. */
  size: 0x210,
} as const;

/** Byte offsets in the block that a native which has paused goes on with: `paused` of the Context. */
export const PausedNativeOffset = {
  /** Where its native frames are kept, as binaryen's Asyncify wants it: the end of what is used, the end of the block. */
  frames: 0,
  /** Number of the BIF. */
  bif: 8,
  /** Its temporary blocks, a list. */
  temporaries: 12,
  /** 1 if a collection is wanted. */
  collect: 16,
  /** The site of its call in tail position, to which its failure belongs; or 0. */
  site: 20,
  /** Its work stacks, after which come its module variables and frames. */
  stacks: 24,
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
  /** The host is told of its end, as it has resources of the host. */
  ownsResources: 128,
  /** A mailbox whose messages are signals to another node. */
  connection: 8192,
  /** Tracing is told of what becomes of it: its start, its end, links, names. */
  tracedLife: 256,
  /** Tracing is told of messages that come. */
  tracedReceive: 512,
  /** Tracing is told of messages that it sends, or these carry a token. */
  tracedSend: 1024,
  /** Tracing is told when it runs and when not. */
  tracedRunning: 2048,
  /** Tracing is told of its collections. */
  tracedCollections: 4096,
  /** Any of those that concern a slice. */
  tracedSlices: 3072,
  /** Tracing is told when it can run again, and is put into the run queue. */
  tracedQueueing: 16384,
} as const;

/** Reductions of a slice (OTP's CONTEXT_REDS). */
export const SLICE_REDUCTIONS = 4000;

/** Receive markers that a process has, and bytes of each. */
export const RECEIVE_MARKERS = 4;

export const RECEIVE_MARKER_BYTES = 16;

/** Offsets in AtomVM's JITState (`src/libAtomVM/jit.h`). */
export const JitStateOffset = { module: 0, continuation: 4, remainingReductions: 8 } as const;

/**
 * Byte offsets in a message. In its first words it is a heap fragment: when the message is received the process takes it as
 * one.
 */
export const MessageOffset = {
  /** Next message in the mailbox, or 0. */
  next: 0,
  /** Bytes after the header of a fragment, all of which are used: `capacity` and `used`. */
  capacity: 4,
  used: 8,
  /** The message, a term. */
  term: 12,
  /** First `refc` binary in it, or 0. */
  binaries: 16,
  /** The token of sequential tracing, if `used` has the flag `MESSAGE_TOKEN_FLAG`. */
  token: 20,
  /** The data of the term. */
  data: 24,
} as const;

/** Bit of `used` of a message in a mailbox that carries a token of sequential tracing. */
export const MESSAGE_TOKEN_FLAG = 0x80000000;

/** What tracing is told of a process, apart from messages. */
export const TraceEvent = {
  exit: 0,
  link: 1,
  unlink: 2,
  gettingLinked: 3,
  gettingUnlinked: 4,
  register: 5,
  unregister: 6,
  scheduledIn: 7,
  scheduledOut: 8,
  minorStart: 9,
  minorEnd: 10,
  majorStart: 11,
  majorEnd: 12,
  /** A collection that is done in steps goes on, and is left again. */
  collectionResumed: 13,
  collectionLeft: 14,
  /** It has been put into the run queue. */
  queued: 15,
} as const;
