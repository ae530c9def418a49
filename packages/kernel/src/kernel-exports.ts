/** What the kernel imports under the module name `host`. Terms and addresses are 32-bit words. */
export interface KernelHost {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Milliseconds since 1970, UTC. */
  systemTime(): number;
  /** An operation (see `integer.ts` of the kernel) on integers of any size; 0 when the result is too large. */
  bigBinary(operation: number, a: number, b: number): number;
  /** Nearest float of a wide integer, NaN beyond the range of floats. */
  bigToFloat(a: number): number;
  /** The stack trace, a list, of a raw one. */
  stacktrace(trace: number): number;
  /** Table index through which `Module:Name/Arity` is called. */
  exportSlot(module: number, name: number, arity: number): number;
  /** Writes what the hash of a fun needs to the scratch area (see `host.ts` of the kernel); 1 for a fun of code. */
  funHash(identity: number): number;
  /** What `fun_info` tells under an atom, a term; 0 if there is no such thing. */
  funInfo(identity: number, item: number): number;
  /** Decimal digits of a wide integer: a list, or a binary if `asBinary` is not 0. */
  integerText(integer: number, asBinary: number): number;
  /** The definition of a native record, by the names of its module and the record: a term, 0 if there is none. */
  recordDefinition(module: number, name: number): number;
  /** A message has come for a mailbox of the host, a Context. */
  received(context: number): void;
  /** Text, a list of characters, of what is wrong with a match specification, by a number; `term` is what it is about, or nil. */
  matchError(kind: number, term: number): number;
  /** A watched process has ended with a `TrapReason`: the host frees it. */
  ended(context: number, trap: number): void;
  /** A process that nobody watches has ended by an error or throw; the reason as others are told it, a term. */
  crashed(context: number, reason: number): void;
  /** More memory is wanted than there may be: it must throw, which breaks off the slice of the running process. */
  outOfMemory(): void;
  /** A process calls a function that is not loaded, by its table index: 1 if the host looks for it and unblocks the process then. */
  loadsModule(context: number, slot: number): number;
}

/** What the host calls of the kernel. All arguments and results are 32-bit words unless said otherwise. */
export interface KernelExports {
  allocateBlock(bytes: number): number;
  freeBlock(block: number): void;
  /** Sets how many bytes all blocks may take. */
  setMemoryLimit(bytes: number): void;
  /** Bytes that all blocks take. */
  usedBytes(): number;
  /** Bytes on the heap of the running process, without a collection. */
  allocateNoCollect(bytes: number): number;
  /** The map of `count` pairs of words, key and value, from an address on; a later pair counts more. */
  mapFromPairs(pairs: number, count: number): number;
  /** A map with a key at a value. */
  mapPut(map: number, key: number, value: number): number;
  /** A map without a key. */
  mapRemove(map: number, key: number): number;
  /** Address of the value of a key, 0 if the map has no such key. */
  mapFind(map: number, key: number): number;
  /** The hash by which large maps order their keys. */
  hashTerm(term: number): number;
  collect(sp: number, need: number, live: number): void;
  compareTerms(a: number, b: number): number;
  equalExact(a: number, b: number): number;
  /** A new bitstring of so many bits, on the heap of the running process; where to write it is in `binaryBase`. 0 if it is too large. */
  bsInit(bits: bigint): number;
  /** A native function fails: class (an `ExceptionClass`) and reason of the exception; its arguments are in X. */
  failNativeWith(sp: number, exceptionClass: number, reason: number, native: number, arity: number): number;
  /** A process that will enter a function, not yet started: its Context, 0 if there are too many. */
  createProcess(entry: number, live: number, heapBytes: number): number;
  /** Takes back a process that was never started. */
  destroyProcess(context: number): void;
  /** Has a process run when its turn comes, unless it is suspended. */
  makeRunnable(context: number): void;
  /** Frees a watched process that has ended. */
  freeProcess(context: number): void;
  /** Context of the process with a number, 0 if there is none. */
  processOf(number: number): number;
  /** Context of the process with a registered name, an atom; 0 if there is none. */
  processNamed(name: number): number;
  /** Gives a process a registered name, an atom, that no other has. */
  nameProcess(context: number, name: number): void;
  /** Number of processes. */
  processes(): number;
  setProcessLimit(count: number): void;
  processLimit(): number;
  /** Number of processes that can run. */
  runnableCount(): number;
  /** Sends a copy of a term to a process. */
  deliver(context: number, term: number): void;
  /** Collects a process: the running one with the stack from `sp`, another one as it rests. */
  collectOther(context: number, sp: number, live: number): void;
  /** Copies what a process has of an area's terms to its own heap. It does not run. */
  collectLeaving(context: number, area: number): void;
  /** Runs processes until none can run or the clock passes `until`; answers how many can. */
  runProcesses(until: number): number;
  /** When the next timer is due on the host's clock, infinite if there is none. */
  nextTimer(): number;
  /** Has a blocked process go on with a `TrapReason`. */
  unblock(context: number, event: number): void;
  /** After an error of the engine: the running process ends with a reason. Its Context, 0 if none ran. */
  abandonRunning(reason: number): number;
  /** Sends a message to a pid, name or alias; 0 if it is none. */
  send(to: number, message: number): number;
  /** Has a process end with a reason, a term. */
  setExitSignal(context: number, reason: number): void;
  /** Frees the first message of a mailbox of the host. */
  dropMessage(context: number): void;
  /** Ends a mailbox of the host. */
  closeMailbox(context: number): void;
  /** The process at the other end of a link or monitor in a list of a Context, 0 if there is none. */
  otherProcess(half: number): number;
  /** The name that a monitor was set by, an atom, or 0. */
  monitoredName(half: number): number;
  /** Frees the terms that were made with a Context that is no process's. */
  clearArea(context: number): void;
  setNativeDepth(bytes: number): void;
}
