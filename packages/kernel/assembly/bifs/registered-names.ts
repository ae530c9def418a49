// Registered names.
import { failBifFor } from '../execution/raise';
import { setX2 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { traced } from '../host';
import { contextOf, identifierOf, isPidOrPort } from '../processes/process';
import { nameProcess, nextName, processNamed, unnameProcess } from '../processes/registered-names';
import { makeCons } from '../terms/construct';
import { isAtom, makeAtom } from '../terms/term';
import { badarg1 } from './arguments';
import { isAlive } from './signals';

// Names.

/** @bif erlang:register/2 */
export function erlang_register_2(sp: u32, name: u32, identifier: u32): u32 {
  const context: u32 = isPidOrPort(identifier) ? contextOf(identifier) : 0;
  let cause: u32 = 0;
  if (!isAtom(name) || name == makeAtom(L.Atom_undefined) || !isPidOrPort(identifier)) cause = L.Atom_none;
  else if (!isAlive(context)) cause = L.Atom_notalive;
  else if (load<u32>(context + L.ContextOffset_name) != 0) cause = L.Atom_registered_name;
  else if (processNamed(name) != 0) cause = L.Atom_none;
  if (cause != 0) {
    setX2(name, identifier);
    return failBifFor(sp, L.Atom_badarg, cause, L.Bif_erlang_register_2, 2);
  }
  nameProcess(context, name);
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0) traced(L.TraceEvent_register, context, name);
  return makeAtom(L.Atom_true);
}

/** @bif erlang:unregister/1 */
export function erlang_unregister_1(sp: u32, name: u32): u32 {
  const context: u32 = isAtom(name) ? processNamed(name) : 0;
  if (context == 0) return badarg1(sp, L.Bif_erlang_unregister_1, name);
  unnameProcess(context);
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0) traced(L.TraceEvent_unregister, context, name);
  return makeAtom(L.Atom_true);
}

/** @bif erlang:whereis/1 */
export function erlang_whereis_1(sp: u32, name: u32): u32 {
  if (!isAtom(name)) return badarg1(sp, L.Bif_erlang_whereis_1, name);
  const context = processNamed(name);
  return context == 0 ? makeAtom(L.Atom_undefined) : identifierOf(context);
}

/** @bif erlang:registered/0 */
export function erlang_registered_0(sp: u32): u32 {
  let list: u32 = L.TermTag_nil;
  for (let name = nextName(0); name != 0; name = nextName(name)) list = makeCons(name, list);
  return list;
}
