/** The engine stopped code that went wrong: a fault of the machine or of a file that was made to break it. The process that ran has ended. */
export class EngineTrapError extends Error {
  override readonly name: string = 'EngineTrapError';

  constructor(
    /** The engine's own words. */
    readonly trap: string,
    /** The Erlang function in which it happened, as far as it is known. */
    readonly functionName: string | undefined,
    /** The error of the engine. */
    override readonly cause: WebAssembly.RuntimeError,
  ) {
    super(`the engine stopped ${functionName ?? 'a process'}: ${trap}`);
  }
}

/** `at module.module:function/arity (wasm:…`, as V8 writes the names of a module and of its functions. */
const NAMED_FRAME = /^\s*at (?:(.+)\.)?(\1:[^\s(]*\/\d+)(?: resumed| part \d+| from part to part)? \(wasm:/;

/** The innermost Erlang function in the stack of an error of the engine, which tells names if the module has them. */
export function trappedFunction(error: Error): string | undefined {
  for (const line of (error.stack ?? '').split('\n')) {
    const name = NAMED_FRAME.exec(line)?.[2];
    if (name !== undefined) return name;
  }
  return undefined;
}
