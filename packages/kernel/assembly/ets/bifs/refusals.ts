// How the BIFs of the module `ets` fail: what is wrong with the table or the operation is the cause of the `error_info`.

import { badarg1, badarg2, badarg3, badarg4 } from '../../bifs/arguments';
import * as L from '../../generated/layout';
import { makeAtom } from '../../terms/term';
import { takeBlame } from '../table';

/** Puts what was blamed into the error that has been raised. */
function explain(): u32 {
  const cause = takeBlame();
  if (cause != 0) store<u32>(L.MachineRegister_exceptionInfo, makeAtom(cause));
  return 0;
}

export function refuse1(sp: u32, bif: u32, a: u32): u32 {
  badarg1(sp, bif, a);
  return explain();
}

export function refuse2(sp: u32, bif: u32, a: u32, b: u32): u32 {
  badarg2(sp, bif, a, b);
  return explain();
}

export function refuse3(sp: u32, bif: u32, a: u32, b: u32, c: u32): u32 {
  badarg3(sp, bif, a, b, c);
  return explain();
}

export function refuse4(sp: u32, bif: u32, a: u32, b: u32, c: u32, d: u32): u32 {
  badarg4(sp, bif, a, b, c, d);
  return explain();
}
