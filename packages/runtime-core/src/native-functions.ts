import { nativeFunctions } from '@beamline/jit-backend';
import type { HostNative, HostNatives } from './natives/arguments.js';
import { binaryNatives } from './natives/binaries.js';
import { calendarNatives } from './natives/calendar.js';
import { checksumNatives } from './natives/checksums.js';
import { codeNatives } from './natives/code.js';
import { externalTermNatives } from './natives/external-terms.js';
import { functionNatives } from './natives/functions.js';
import { mathNatives, numberNatives } from './natives/numbers.js';
import { processNatives } from './natives/processes.js';
import { systemNatives } from './natives/system.js';
import { textNatives } from './natives/texts.js';
import { timeNatives } from './natives/times.js';
import { unicodeNatives } from './natives/unicode.js';

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
  ...processNatives,
  ...systemNatives,
  ...codeNatives,
};

/** The host's native functions by their index in `nativeFunctions`; undefined for those of the kernel. */
export const hostNatives: readonly (HostNative | undefined)[] = nativeFunctions.map((native) => {
  if (native.kernelName !== undefined || native.module === '') return undefined;
  const implementation = implementations[`${native.module}:${native.name}/${native.arity}`];
  if (implementation === undefined) throw new Error(`${native.module}:${native.name}/${native.arity} has no implementation`);
  return implementation;
});
