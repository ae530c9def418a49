import { type ErlangError, formatFrame } from './erlang-error.js';

/** What is known of where a call came from: an error whose stack is read only if the call fails. */
export interface CallSite {
  readonly stack?: string | undefined;
}

/** A frame of WebAssembly: from there on it is the machine that called. */
const MACHINE_FRAME = /\bwasm(:\/\/|-function)/;

/** The lines of a stack that are frames, as V8 writes them (`    at f (file:1:2)`) or as others do (`f@file:1:2`). */
function frameLines(stack: string | undefined): string[] {
  return (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) || /^[^\s]*@.*:\d+:\d+$/.test(line));
}

/** What an error in JavaScript tells of itself; nothing of what is no error, or does not let itself be looked at. */
function thrown(cause: unknown): { readonly text: string; readonly stack: string } {
  try {
    if (cause instanceof Error) return { text: ` (${cause.name}: ${cause.message})`, stack: String(cause.stack) };
  } catch {
    // Anything can be thrown, also what throws when it is looked at.
  }
  return { text: '', stack: '' };
}

/**
 * Gives an error one stack: the frames of the JavaScript that has thrown, if some has, those of Erlang, and those of the JavaScript that
 * called, innermost first, in the form that the engine's own stacks have.
 */
export function joinStacks(error: ErlangError, caller: CallSite): void {
  const outer = frameLines(caller.stack).slice(1);
  const { text, stack: innerStack } = thrown(error.cause);
  const inner = frameLines(innerStack);
  const end = inner.findIndex((line) => MACHINE_FRAME.test(line));
  const isV8 = [...inner, ...outer].every((line) => /^\s+at /.test(line));
  const own = error.stacktrace.map((frame) => {
    const { file, line } = frame;
    if (isV8) return `    at ${formatFrame(frame).replace(/ \((.*), line (\d+)\)$/, ' ($1:$2)')}`;
    const { file: _, line: __, ...rest } = frame;
    return `${formatFrame(rest)}@${file ?? ''}:${line ?? 0}:1`;
  });
  const [headline = ''] = error.message.split('\n');
  const stack = [`${error.name}: ${headline}${text}`, ...(end < 0 ? inner : inner.slice(0, end)), ...own, ...outer].join('\n');
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
}
