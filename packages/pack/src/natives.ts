import { bifIndex, guardBifIndex } from '@beamline/machine-model';
import type { FunctionName } from './facts.js';

/** Functions of OTP's `application` that the machine has for programs without applications; with `application_controller` OTP's own are used. */
const APPLICATION = 'application';

/** True for a function that the machine has itself: the one of the module's file is never called. */
export function isNative({ module, name, arity }: FunctionName, hasApplications: boolean): boolean {
  if (module === APPLICATION && hasApplications) return false;
  return bifIndex(module, name, arity) > 0 || guardBifIndex(module, name, arity) >= 0;
}
