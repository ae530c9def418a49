import { type Bif, bifIndex, bifs, guardBifIndex } from '@beamline/machine-model';
import { type ErlangValue, toTerm, toValue } from '../terms/values.js';
import type { HostNative, HostNatives } from './arguments.js';
import { binaryNatives } from './binaries.js';
import { calendarNatives } from './calendar.js';
import { checksumNatives } from './checksums.js';
import { codeNatives } from './code.js';
import { externalTermNatives } from './external-terms.js';
import { fileNatives } from './files.js';
import { functionNatives } from './functions.js';
import { identifierNatives } from './identifiers.js';
import { mathNatives, numberNatives } from './numbers.js';
import { packetNatives } from './packets.js';
import { processNatives } from './processes.js';
import { systemNatives } from './system.js';
import { textNatives } from './texts.js';
import { timeNatives } from './times.js';
import { unicodeNatives } from './unicode.js';

const implementations: HostNatives = {
  ...timeNatives,
  ...calendarNatives,
  ...numberNatives,
  ...mathNatives,
  ...textNatives,
  ...binaryNatives,
  ...checksumNatives,
  ...unicodeNatives,
  ...externalTermNatives,
  ...functionNatives,
  ...fileNatives,
  ...identifierNatives,
  ...packetNatives,
  ...processNatives,
  ...systemNatives,
  ...codeNatives,
};

/** The host's native functions by their index in `bifs`; undefined for those of the kernel. */
const hostNatives: readonly (HostNative | undefined)[] = bifs.map((native) => {
  if (native.kernelName !== undefined || native.module === '') return undefined;
  const implementation = implementations[`${native.module}:${native.name}/${native.arity}`];
  if (implementation === undefined) throw new Error(`${native.module}:${native.name}/${native.arity} has no implementation`);
  return implementation;
});

/** A function written in JavaScript that Erlang code calls. A promise has its process wait; what it throws is raised. */
export type UserNative = (...args: ErlangValue[]) => ErlangValue | Promise<ErlangValue>;

/** The native functions of a machine by their numbers: the built-in ones, then its user's. */
export interface NativeTable {
  readonly functions: readonly Bif[];
  readonly implementations: readonly (HostNative | undefined)[];
  /** Number of a function, -1 if it is none. */
  index(module: string, name: string, arity: number): number;
}

/**
 * The native functions of a machine with its user's, which are named `module:function/arity`. Throws RangeError for a name
 * that is none, or is a built-in one's.
 */
export function nativeTable(user: Readonly<Record<string, UserNative>>): NativeTable {
  const functions = [...bifs];
  const implementations = [...hostNatives];
  const own = new Map<string, number>();
  for (const [text, implementation] of Object.entries(user)) {
    const [, module, name, arity] = /^([^:]+):(.+)\/(\d{1,3})$/.exec(text) ?? [];
    if (module === undefined || name === undefined || Number(arity) > 255) throw new RangeError(`${text} is no module:function/arity`);
    if (bifIndex(module, name, Number(arity)) >= 0 || guardBifIndex(module, name, Number(arity)) >= 0)
      throw new RangeError(`${text} is built in`);
    own.set(text, functions.length);
    functions.push({ module, name, arity: Number(arity) });
    implementations.push((args) => {
      const result = implementation(...args.map(toValue));
      return result instanceof Promise ? result.then((value: ErlangValue) => toTerm(value)) : toTerm(result);
    });
  }
  return {
    functions,
    implementations,
    index: (module, name, arity) => own.get(`${module}:${name}/${arity}`) ?? bifIndex(module, name, arity),
  };
}
