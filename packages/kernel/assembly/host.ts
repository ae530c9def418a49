// What the kernel asks of the machine that hosts it, under the import module `host`.

/** Milliseconds of a monotonic clock. */
// @ts-ignore: decorator
@external('host', 'now')
export declare function now(): f64;

/** Milliseconds since 1970, UTC. */
// @ts-ignore: decorator
@external('host', 'systemTime')
export declare function systemTime(): f64;

/** A new block that describes a frame of stack traces, see `TraceFrameOffset` of the layout; 0 if there is none for the key. */
// @ts-ignore: decorator
@external('host', 'describeFrame')
export declare function describeFrame(key: u32): u32;

/** Calls what the host has of a BIF, by its index, with the arguments in X; its result, a term, or 0 when the process waits or fails. */
// @ts-ignore: decorator
@external('host', 'hostBif')
export declare function hostBif(bif: u32, sp: u32): u32;

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

/**
 * As `funHash`, and after those three words the index of a fun of code in its module's table of funs, and the MD5 of the
 * module; the index before them is that of the external term format.
 */
// @ts-ignore: decorator
@external('host', 'describeFun')
export declare function describeFun(identity: i32): u32;

/**
 * Writes entry and identity of a fun of code, whose module need not be loaded, to the scratch area: by module, number of
 * arguments, address of the module's MD5, index, index in the table of funs, old uniq, and number of free variables.
 */
// @ts-ignore: decorator
@external('host', 'funOfModule')
export declare function funOfModule(module: u32, arity: u32, md5: u32, index: u32, oldIndex: i32, oldUniq: i32, free: u32): void;

/** The term `fun Module:Function/Arity`. */
// @ts-ignore: decorator
@external('host', 'exportFun')
export declare function exportFun(module: u32, name: u32, arity: u32): u32;

/** True if there is a function that other modules can call. */
// @ts-ignore: decorator
@external('host', 'isExported')
export declare function isExported(module: u32, name: u32, arity: u32): bool;

/**
 * The atom with a text in memory, in UTF-8 or Latin-1; it is made if that is allowed. 0 if the text is none of an atom, or there
 * is no such atom; 1 if there are too many.
 */
// @ts-ignore: decorator
@external('host', 'atomOfText')
export declare function atomOfText(at: u32, bytes: u32, isLatin1: bool, mayMake: bool): u32;

/** Writes the text of a float, by a format of `FloatFormat` and its number of digits, to memory; its bytes, 0 for more than 255. */
// @ts-ignore: decorator
@external('host', 'floatText')
export declare function floatText(value: f64, format: u32, digits: i32, to: u32): u32;

/** The float of a text of digits in memory, infinite if it is too great. */
// @ts-ignore: decorator
@external('host', 'textFloat')
export declare function textFloat(at: u32, bytes: u32): f64;

/** Compresses bytes (RFC 1950) by a level from 1 to 9; their number, or 0 if they are not fewer than `room`. */
// @ts-ignore: decorator
@external('host', 'deflate')
export declare function deflate(at: u32, bytes: u32, level: u32, to: u32, room: u32): u32;

/**
 * Inflates bytes (RFC 1950), which may have others after them, to `size` bytes; there must be room for one more. How many were
 * taken, 0 if they are damaged or do not give as many.
 */
// @ts-ignore: decorator
@external('host', 'inflate')
export declare function inflate(at: u32, bytes: u32, to: u32, size: u32): u32;

/** What `fun_info` tells of a fun's description, by its identity and an atom; 0 if there is no such thing. */
// @ts-ignore: decorator
@external('host', 'funInfo')
export declare function funInfo(identity: i32, item: u32): u32;

/** Text, a list of characters, of what is wrong with a match specification: see `match-compile.ts`. Some of it is about a term. */
// @ts-ignore: decorator
@external('host', 'matchError')
export declare function matchError(kind: u32, term: u32): u32;

/**
 * A process with the flag `tracedSend` sends a message; `isKnown` unless there is nobody to get it. The token of sequential tracing that
 * it is to carry, 0 for none.
 */
// @ts-ignore: decorator
@external('host', 'sent')
export declare function sent(to: u32, message: u32, isKnown: bool): u32;

/** A message, by its address, comes for a process with the flag `tracedReceive`. */
// @ts-ignore: decorator
@external('host', 'comes')
export declare function comes(context: u32, message: u32): void;

/** The running process has taken a message, by its address, out of its mailbox, which carries a token or 0: see `tellsTaken`. */
// @ts-ignore: decorator
@external('host', 'tookMessage')
export declare function tookMessage(message: u32, token: u32): void;

/** A process with the flag `tracedLife` has made another one, that will call a function (module, name, list of arguments). */
// @ts-ignore: decorator
@external('host', 'spawned')
export declare function spawned(parent: u32, child: u32, module: u32, name: u32, list: u32, isLinked: bool): void;

/** Something that tracing wants to know has happened to a process: a `TraceEvent`, and a term that belongs to it. */
// @ts-ignore: decorator
@external('host', 'traced')
export declare function traced(event: u32, context: u32, term: u32): void;

/** An action of a match specification of tracing, by its number; its value, or 0 if it fails. */
// @ts-ignore: decorator
@external('host', 'traceAction')
export declare function traceAction(action: u32, count: u32, a: u32, b: u32, c: u32): u32;

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

/**
 * Of the place in the table of a fun that came without its module, where the fun follows its arguments: 1 if the module is there in another version,
 * without the fun; otherwise the table index of a function that stands for it in stack traces. 0 for any other place.
 */
// @ts-ignore: decorator
@external('host', 'foreignFun')
export declare function foreignFun(slot: u32): u32;

/** More memory is wanted than there may be: has some freed by `freePart`, or throws, which breaks off the slice of the running process. */
// @ts-ignore: decorator
@external('host', 'outOfMemory')
export declare function outOfMemory(): void;

/**
 * A process calls a function that there is not. Table index of its own error handler's `undefined_function/3`, with module and
 * name of the function in the scratch area, or for a fun that of `undefined_lambda/3`, and 0 in place of the name; 0 if it has none of its own.
 */
// @ts-ignore: decorator
@external('host', 'errorHandler')
export declare function errorHandler(context: u32, slot: u32): u32;

/**
 * The Context of the connection to a node, by its name, which is not this one's. If there is none it is about to be made where `connects` is true, and
 * signals wait for it. 0 if there is none and none is made: this node may not be distributed.
 */
// @ts-ignore: decorator
@external('host', 'connection')
export declare function connection(node: u32, connects: bool): u32;

/** Table index of the function in OTP's own module that has the name of a BIF; 0 if that module is not loaded. */
// @ts-ignore: decorator
@external('host', 'ownFunction')
export declare function ownFunction(bif: u32): u32;
