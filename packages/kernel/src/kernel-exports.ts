/** What the kernel imports under the module name `host`. Terms and addresses are 32-bit words. */
export interface KernelHost {
  /** Milliseconds of a monotonic clock. */
  now(): number;
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
  /** A message has come for the process of a Context, which waits. */
  wake(context: number): void;
}

/** What the host calls of the kernel. All arguments and results are 32-bit words unless said otherwise. */
export interface KernelExports {
  allocateBlock(bytes: number): number;
  freeBlock(block: number): void;
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
  failNative(sp: number, atom: number, native: number, arity: number): number;
  createProcess(entry: number, live: number, heapBytes: number): number;
  destroyProcess(context: number): void;
  /** Runs a process until it ends or the clock passes `until`; answers an `Event`. */
  run(context: number, until: number): number;
  setNativeDepth(bytes: number): void;
}
