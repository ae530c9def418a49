// What the kernel asks of the machine that hosts it, under the import module `host`.

/** Milliseconds of a monotonic clock. */
// @ts-ignore: decorator
@external('host', 'now')
export declare function now(): f64;

/** Milliseconds since 1970, UTC. */
// @ts-ignore: decorator
@external('host', 'systemTime')
export declare function systemTime(): f64;

/** An operation of `integer.ts` on integers of any size: the result, or 0 if it is too large. */
// @ts-ignore: decorator
@external('host', 'bigBinary')
export declare function bigBinary(operation: i32, a: u32, b: u32): u32;

/** The nearest float of an integer of any size, NaN beyond the range of floats. */
// @ts-ignore: decorator
@external('host', 'bigToFloat')
export declare function bigToFloat(a: u32): f64;

/** The stack trace, a list, of a raw one: see `exceptionTrace` of the layout. */
// @ts-ignore: decorator
@external('host', 'stacktrace')
export declare function stacktrace(trace: u32): u32;

/** Table index through which a function is called, loaded or not. Arguments: two atoms and a number. */
// @ts-ignore: decorator
@external('host', 'exportSlot')
export declare function exportSlot(module: u32, name: u32, arity: i32): u32;

/** What a loaded module says of one of its native records: a tuple of definition and fields, see `native-records.ts`; 0 if there is none. */
// @ts-ignore: decorator
@external('host', 'recordDefinition')
export declare function recordDefinition(module: u32, name: u32): u32;

/** Writes the module, then index and old uniq of a fun of code, or name and arity of an external one, to the scratch area; 1 for a fun of code. */
// @ts-ignore: decorator
@external('host', 'funHash')
export declare function funHash(identity: i32): u32;

/** What `fun_info` tells of a fun's description, by its identity and an atom; 0 if there is no such thing. */
// @ts-ignore: decorator
@external('host', 'funInfo')
export declare function funInfo(identity: i32, item: u32): u32;

/** Decimal digits of an integer beyond 64 bits: a list, or a binary if `asBinary`. */
// @ts-ignore: decorator
@external('host', 'integerText')
export declare function integerText(integer: u32, asBinary: i32): u32;

/** Text, a list of characters, of what is wrong with a match specification: see `match-compile.ts`. Some of it is about a term. */
// @ts-ignore: decorator
@external('host', 'matchError')
export declare function matchError(kind: u32, term: u32): u32;

/** A message has come for a mailbox of the host. */
// @ts-ignore: decorator
@external('host', 'received')
export declare function received(context: u32): void;

/** A process that the host watches has ended with a `TrapReason`: the host reads what it wants and frees it. */
// @ts-ignore: decorator
@external('host', 'ended')
export declare function ended(context: u32, trap: u32): void;

/** No term refers to a resource of the host any more, by its number. The host must not call the kernel now. */
// @ts-ignore: decorator
@external('host', 'released')
export declare function released(resource: u32): void;

/** A process with the flag `ownsResources` has ended, by its number. The host must not call the kernel now. */
// @ts-ignore: decorator
@external('host', 'ownerEnded')
export declare function ownerEnded(number: u32): void;

/** A process that nobody watches has ended by an error or throw; the reason as others are told it. */
// @ts-ignore: decorator
@external('host', 'crashed')
export declare function crashed(context: u32, reason: u32): void;

/** A process calls what nobody has loaded. True if the host looks for its module and will resume the process. */
// @ts-ignore: decorator
@external('host', 'loadsModule')
export declare function loadsModule(context: u32, slot: u32): bool;

/** More memory is wanted than there may be: throws, which breaks off the slice of the running process. */
// @ts-ignore: decorator
@external('host', 'outOfMemory')
export declare function outOfMemory(): void;

/**
 * A process calls a function that there is not. Table index of its own error handler's `undefined_function/3`, with module and
 * name of the function in the scratch area; 0 if it has none of its own.
 */
// @ts-ignore: decorator
@external('host', 'errorHandler')
export declare function errorHandler(context: u32, slot: u32): u32;
