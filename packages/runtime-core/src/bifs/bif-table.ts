import { MAX_ARITY } from '@beamline/beam-file';
import { bifIndex, bifs, guardBifIndex } from '@beamline/machine-model';
import { HOST_FUN_MODULE, HOST_FUN_NAME } from '../terms/host-fun-term.js';
import type { UserNative } from '../terms/values.js';
import type { HostBif, HostBifs } from './bif-context.js';
import type { BifNames } from './bif-names.js';
import { calendarBifs } from './calendar.js';
import { codeBifs } from './code.js';
import { distributionBifs } from './distribution.js';
import { driverBifs } from './drivers.js';
import { dtraceBifs } from './dtrace.js';
import { emulatorBifs } from './emulator.js';
import { environmentBifs } from './environment.js';
import { fileBifs } from './files.js';
import { functionBifs } from './functions.js';
import { identifierBifs } from './identifiers.js';
import { lateBifs } from './late-bifs.js';
import { memoryBifs } from './memory.js';
import { numberBifs } from './numbers.js';
import { packetBifs } from './packets.js';
import { portBifs } from './ports.js';
import { processBifs } from './processes.js';
import { randomBytesBifs } from './random-bytes.js';
import { socketBifs } from './sockets.js';
import { standInBifs } from './stand-ins.js';
import { statisticsBifs } from './statistics.js';
import { systemBifs } from './system.js';
import { terminalBifs } from './terminal.js';
import { tracingBifs } from './tracing.js';
import { zlibBifs } from './zlib.js';

const implementations: HostBifs = {
  ...calendarBifs,
  ...numberBifs,
  ...functionBifs,
  ...fileBifs,
  ...identifierBifs,
  ...packetBifs,
  ...portBifs,
  ...terminalBifs,
  ...processBifs,
  ...randomBytesBifs,
  ...lateBifs,
  ...systemBifs,
  ...memoryBifs,
  ...statisticsBifs,
  ...codeBifs,
  ...standInBifs,
  ...tracingBifs,
  ...dtraceBifs,
  ...distributionBifs,
  ...driverBifs,
  ...emulatorBifs,
  ...environmentBifs,
  ...socketBifs,
  ...zlibBifs,
};

/** The host's BIFs by their index in `bifs`; undefined for those of which the kernel has all. */
const hostBifs: readonly (HostBif | undefined)[] = bifs.map((bif) => {
  if (bif.module === '') return undefined;
  const implementation = implementations[`${bif.module}:${bif.name}/${bif.arity}`];
  if (implementation === undefined && bif.kernelName === undefined)
    throw new Error(`${bif.module}:${bif.name}/${bif.arity} has no implementation`);
  return implementation;
});

/** Modules that there are without a file, since the machine has BIFs of them. */
export const BIF_MODULES: ReadonlySet<string> = new Set(bifs.slice(1).map(({ module }) => module));

/** BIFs that stand in for functions of OTP's own modules until it is started: `module:function/arity`. */
export const STAND_INS: ReadonlySet<string> = new Set(Object.keys(standInBifs));

/** Those of them that are functions of `application`, until its controller is loaded. */
export const APPLICATION_STAND_INS: ReadonlySet<string> = new Set([...STAND_INS].filter((name) => name.startsWith('application:')));

/** The BIFs of a machine: the built-in ones, then its user's. */
export interface BifTable extends BifNames {
  /** Host BIFs by their numbers; undefined for those of the kernel and of the user. */
  readonly implementations: readonly (HostBif | undefined)[];
  /** The user's functions by their numbers; of funs of JavaScript, each of which is a function of its own, there is none. */
  readonly natives: ReadonlyMap<number, UserNative>;
  /** Adds a function that no name leads to, such as a NIF; returns its number. */
  add(module: string, name: string, arity: number, implementation: HostBif): number;
}

/**
 * The BIFs of a machine with its user's functions, which are named `module:function/arity`. Throws RangeError for a malformed
 * name, and for that of a built-in function.
 */
export function bifTable(user: Readonly<Record<string, UserNative>>): BifTable {
  const functions = [...bifs];
  const implementations = [...hostBifs];
  const own = new Map<string, number>();
  const natives = new Map<number, UserNative>();
  const hostFuns = new Map<number, number>();
  for (const [text, implementation] of Object.entries(user)) {
    const [, module, name, arity] = /^([^:]+):(.+)\/(\d{1,3})$/.exec(text) ?? [];
    if (module === undefined || name === undefined || Number(arity) > MAX_ARITY)
      throw new RangeError(`natives: ${JSON.stringify(text)} is not of the form module:function/arity`);
    if (bifIndex(module, name, Number(arity)) >= 0 || guardBifIndex(module, name, Number(arity)) >= 0)
      throw new RangeError(`natives: ${text} is built in and cannot be replaced`);
    own.set(text, functions.length);
    natives.set(functions.length, implementation);
    functions.push({ module, name, arity: Number(arity) });
  }
  return {
    functions,
    implementations,
    natives,
    index: (module, name, arity) => own.get(`${module}:${name}/${arity}`) ?? bifIndex(module, name, arity),
    add: (module, name, arity, implementation) => {
      const number = functions.push({ module, name, arity }) - 1;
      implementations[number] = implementation;
      return number;
    },
    hostFun: (arity) => {
      let number = hostFuns.get(arity);
      if (number === undefined) {
        number = functions.push({ module: HOST_FUN_MODULE, name: HOST_FUN_NAME, arity }) - 1;
        hostFuns.set(arity, number);
      }
      return number;
    },
  };
}
