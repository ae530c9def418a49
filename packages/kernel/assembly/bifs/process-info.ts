// What programs ask of processes often enough to matter. The rest is the host's.
import { setX2 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { hostBif } from '../host';
import { currentContext } from '../memory/heap';
import { processOf } from '../processes/process';
import { priorityName } from '../processes/process-limits';
import { makePair } from '../terms/construct';
import { isPid, makeAtom, makeBoolean, makeSmall } from '../terms/term';
import { isAlive } from './signals';

/** @bif erlang:process_info/2 looksAtCaller */
export function erlang_process_info_2(sp: u32, pid: u32, item: u32): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  const value: u32 = isAlive(context) ? frequentItem(context, item) : 0;
  if (value != 0) {
    // It is only for who looks at it.
    store<u32>(L.MachineRegister_callSite, 0);
    return makePair(item, value);
  }
  setX2(pid, item);
  return hostBif(L.Bif_erlang_process_info_2, sp);
}

/** The value of an item; 0 for one that the host is asked for. */
function frequentItem(context: u32, item: u32): u32 {
  if (item == makeAtom(L.Atom_message_queue_len)) return makeSmall(load<u32>(context + L.ContextOffset_messageCount));
  if (item == makeAtom(L.Atom_registered_name)) return load<u32>(context + L.ContextOffset_name);
  if (item == makeAtom(L.Atom_group_leader)) return load<u32>(context + L.ContextOffset_groupLeader);
  if (item == makeAtom(L.Atom_priority)) return priorityName(load<u32>(context + L.ContextOffset_priority));
  if (item == makeAtom(L.Atom_trap_exit)) return makeBoolean((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_trapExit) != 0);
  return item == makeAtom(L.Atom_status) && context == currentContext() ? makeAtom(L.Atom_running) : 0;
}
