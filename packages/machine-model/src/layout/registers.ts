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
  /** Why the last function returned 0: a `TrapReason`. */
  trapReason: 0x24,
  /** Stack pointer that belongs to it. */
  trapSp: 0x28,
  /** TrapReason.call: table index of the function to enter. */
  trapFunction: 0x2c,
  /** TrapReason.exception: site number of the failing instruction, 0 when a return address on the stack tells it. */
  trapSite: 0x30,
  /** TrapReason.exception: class (an ExceptionClass). */
  exceptionClass: 0x34,
  /** TrapReason.exception: reason, a term. */
  exceptionReason: 0x38,
  /** TrapReason.exception: arguments of the failing BIF or clause (a list), or 0. */
  exceptionArguments: 0x3c,
  /** TrapReason.exception: identity of the failing BIF: its index in `bifs`, or one of the identities after it, or 0. */
  exceptionBif: 0x40,
  /** Address of the array of function information words, one per table index. */
  functionInfo: 0x44,
  /** Address of the array of catch handlers: return addresses by catch tag id. */
  catchTable: 0x48,
  /** Address of the array of atom text pointers, by atom index. */
  atomTable: 0x4c,
  /** 1 when a collection was asked for at the next function entry. */
  collectSoon: 0x50,
  /** A `ForcedCollections`. */
  forcedCollections: 0x54,
  /** Reductions that were left when `collectSoon` emptied the counter. */
  savedReductions: 0x58,
  /** TrapReason.exception: the frame at trapSp belongs to the function of the site (1) or to its caller (0). */
  trapOwnsFrame: 0x5c,
  /** TrapReason.call: bytes of stack that the function needs beyond STACK_RESERVE. */
  trapFrame: 0x60,
  /**
   * TrapReason.exception: the raw stack trace to go on with when an exception is raised again, or 0. It is a tuple of
   * the class (a small integer), a binary of words, the arguments (a list), and `exceptionInfo` (a map or a small integer). The words: failing BIF or
   * 0, whether there are arguments, site number or 0, return addresses. In place of the binary there is
   * the list that `erlang:raise/3` was given.
   */
  exceptionTrace: 0x64,
  /** TrapReason.exception: what the stack trace says of the error: a map, 1 for a BIF that failed, or 0 for nothing. */
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
  /** Frames of a stack trace, at most: `system_flag(backtrace_depth, …)`. */
  traceDepth: 0x80,
  /** 1 where 0.0 and -0.0 are different terms, as since OTP 27. */
  signedZeros: 0x84,
  /** Reductions that the running process was given last. */
  granted: 0x88,
  /** The release of OTP whose behaviour the machine has. */
  otpRelease: 0x8c,
  /** 1 where OTP's error handler is asked for functions that are not loaded, as its code server runs. */
  asksErrorHandler: 0x90,
  /** Name of this node, an atom: `nonode@nohost` while it is not distributed. */
  nodeName: 0xa4,
  /** Its creation, which tells nodes apart that had the name one after the other; 0 while it is not distributed. */
  nodeCreation: 0xa8,
  /**
   * Where the running process finds the receivers of what it sends: `processTable` and its last index, or a table without processes
   * while tracing has to see what is sent.
   */
  receiverTable: 0x94,
  receiverMask: 0x98,
  /** 1 once messages have been traced, or have had tokens: tracing is told of those that are taken out of mailboxes. */
  tellsTaken: 0x9c,
  /** The Context whose slice tracing was told of, or whose receivers are hidden; 0 for none. */
  tracedSlice: 0xa0,
  /** The return address of frames of tracing, which stack traces leave out; 0 before there are any. */
  tracingAddress: 0xac,
  /** Site of a call in tail position of a BIF that looks at the stack of its own process, until that returns; 0 in other calls. */
  callSite: 0xb0,
} as const;

/** What the machine counts of itself, in the low page too: addresses. */
export const MachineCounter = {
  /** Collections (u64). */
  collections: 0xb8,
  /** Bytes that they have reclaimed (u64). */
  reclaimed: 0xc0,
  /** Slices (u64). */
  slices: 0xc8,
  /** Reductions of all processes that there were, but for the present slice (u64). */
  reductions: 0xd0,
  /** Bytes of the blocks of binaries (u32). */
  binaryBytes: 0xd8,
} as const;

/** Address of `x[0]`; the X registers of the running process, one word each, are saved here around calls of the kernel. */
export const X_REGISTERS = 0x1000;

/** Number of X registers (OTP's MAX_REG, `erts/emulator/beam/erl_vm.h`, without the internal ones). */
export const X_REGISTER_COUNT = 1024;

/** Scratch area of the low page: operands of an instruction that are too many for parameters, until its kernel function returns. */
export const SCRATCH = 0x2000;

/** Words of it. */
export const SCRATCH_WORDS = 1024;

/** In the scratch area: the atoms that a signal of another node refers to by their numbers, or that one for it does. */
export const ATOM_REFERENCES: number = SCRATCH + 0x400;

/** Atoms that one signal can refer to (OTP's `ERTS_MAX_INTERNAL_ATOM_CACHE_ENTRIES`). */
export const MOST_ATOM_REFERENCES = 255;

/**
 * Bytes that remember, for an instruction that looks a key up, where in the tuple of keys it was last: the byte
 * offset from the tuple, 0 if nowhere. Instructions may share one.
 */
export const KEY_HINTS = 0x3000;

/** Number of them, a prime. */
export const KEY_HINT_COUNT = 4079;

/** Address of a word that is 0, the header of an empty tuple. */
export const EMPTY_TUPLE = 0x3ffc;

/** Address of the first byte after the low page, where the kernel's static data begins. */
export const KERNEL_DATA = 0x10000;

/** Where tests have the machine collect though there is no need. */
export const ForcedCollections = {
  none: 0,
  /** At every allocation. */
  always: 1,
  /** At random, by the seed of the schedule. */
  random: 2,
} as const;

/** What another node can do, as far as signals for it depend on that: bits of what `encodeSignal` of the kernel is told. */
export const PeerAbility = {
  /** It takes messages that name their sender (`DFLAG_SEND_SENDER`). */
  sendSender: 1,
  /** It takes reasons of exit signals as payloads (`DFLAG_EXIT_PAYLOAD`). */
  exitPayload: 2,
  /** It confirms that links were taken back (`DFLAG_UNLINK_ID`). */
  unlinkId: 4,
  /** It keeps atoms by numbers (`DFLAG_DIST_HDR_ATOM_CACHE`). */
  atomReferences: 8,
} as const;
