import { BeamFileError } from '@beamline/beam-file';
import {
  CompiledChunkError,
  CompileError,
  EngineTrapError,
  ErlangError,
  HaltedError,
  LinkError,
  LoadError,
  OptionError,
  StoppedError,
  SystemLimitError,
  TermConversionError,
} from '@beamline/runtime-core';
import { isError } from '../is-error.js';

/** An error on its way to another thread. */
export interface WireError {
  /** The name of its class; another one's if that is not known here. */
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** The number under which the other side keeps it, if it does. */
  readonly kept?: number | undefined;
  /** Its own properties beside these, encoded. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The errors that stay of their classes. */
const classes: Readonly<Record<string, { readonly prototype: object }>> = {
  BeamFileError,
  CompiledChunkError,
  CompileError,
  EngineTrapError,
  Error,
  ErlangError,
  HaltedError,
  LinkError,
  LoadError,
  OptionError,
  RangeError,
  StoppedError,
  SystemLimitError,
  TermConversionError,
  TypeError,
};

const STANDARD: ReadonlySet<string> = new Set(['message', 'stack']);

/** An error as data. What is no error becomes one. */
export function encodeError(thrown: unknown, encode: (value: unknown) => unknown): WireError {
  if (!isError(thrown)) return { type: 'Error', message: textOf(thrown), stack: undefined, fields: {} };
  const fields: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(thrown)) {
    if (!STANDARD.has(name)) fields[name] = encodeField((thrown as unknown as Readonly<Record<string, unknown>>)[name], encode);
  }
  return { type: classOf(thrown), message: thrown.message, stack: thrown.stack, fields };
}

/** Made again, it is of the same class and has the same fields. */
export function decodeError({ type, message, stack, fields }: WireError, decode: (value: unknown) => unknown): Error {
  const error = new Error(message);
  Object.setPrototypeOf(error, classes[type]?.prototype ?? Error.prototype);
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(error, name, { value, writable: true, configurable: true, enumerable: false });
  };
  define('stack', stack);
  for (const [name, value] of Object.entries(fields)) define(name, decodeField(value, decode));
  return error;
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something was thrown that cannot be shown';
  }
}

/** The nearest class that is known. */
function classOf(error: Error): string {
  for (let prototype: unknown = Object.getPrototypeOf(error); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    for (const [name, known] of Object.entries(classes)) if (known.prototype === prototype) return name;
  }
  return 'Error';
}

/** How an error is told from other fields. */
interface WrappedError {
  readonly wiredError: WireError;
}

function encodeField(value: unknown, encode: (value: unknown) => unknown): unknown {
  const encoded = encode(value);
  if (encoded !== value || !isError(value)) return isCloneable(encoded) ? encoded : undefined;
  return { wiredError: encodeError(value, encode) } satisfies WrappedError;
}

function decodeField(value: unknown, decode: (value: unknown) => unknown): unknown {
  if (typeof value === 'object' && value !== null && 'wiredError' in value) return decodeError((value as WrappedError).wiredError, decode);
  return decode(value);
}

/** True for data; a field of the user's error may be anything. */
function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
