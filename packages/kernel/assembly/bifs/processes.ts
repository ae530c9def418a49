// BIFs on processes: links, monitors, aliases, exit signals, names, and what makes one rest.

import { connectionOf, control, isExternalPid, signal } from '../distribution/connections';
import { GROUP_LEADER } from '../distribution/operations';
import { functionTarget } from '../execution/apply';
import { failBifFor } from '../execution/raise';
import { resumeWith } from '../execution/slices';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { currentContext, spendReductions } from '../memory/heap';
import { adoptMessage, deliver, makeMessage } from '../processes/mailbox';
import { pidOf, processOf } from '../processes/process';
import { resume, suspend, suspends } from '../processes/suspensions';
import { makeCons, makePair } from '../terms/construct';
import {
  arityOf,
  elementOf,
  headOf,
  isAtom,
  isCons,
  isImmediate,
  isPid,
  isPositiveWord,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  makeSmall,
  smallValue,
  tailOf,
} from '../terms/term';
import { badarg1, badarg2, badarg3 } from './arguments';
import { isAlive } from './signals';

/** @bif erlang:processes/0 */
export function erlang_processes_0(sp: u32): u32 {
  const table = load<u32>(L.MachineRegister_processTable);
  let list: u32 = L.TermTag_nil;
  for (let i = load<u32>(L.MachineRegister_processCapacity); i > 0; i--) {
    const context = load<u32>(table + ((i - 1) << 2));
    if (isAlive(context) && (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) == 0)
      list = makeCons(pidOf(context), list);
  }
  return list;
}

// Group leaders.

/** @bif erlang:group_leader/0 */
export function erlang_group_leader_0(sp: u32): u32 {
  const context = currentContext();
  const leader = load<u32>(context + L.ContextOffset_groupLeader);
  return leader == 0 ? pidOf(context) : leader;
}

/** @bif erlang:group_leader/2 inErlang */
export function erlang_group_leader_2(sp: u32, leader: u32, pid: u32): u32 {
  if (!isPid(leader) && !isExternalPid(leader)) return badarg2(sp, L.Bif_erlang_group_leader_2, leader, pid);
  if (isExternalPid(pid)) {
    const away = connectionOf(pid);
    if (away != 0) signal(away, control(GROUP_LEADER, leader, pid));
    return makeAtom(L.Atom_true);
  }
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  if (context == 0) return badarg2(sp, L.Bif_erlang_group_leader_2, leader, pid);
  setGroupLeader(context, leader);
  return makeAtom(L.Atom_true);
}

/** Sets the group leader of a process, a pid of any node. */
export function setGroupLeader(context: u32, leader: u32): void {
  if (isImmediate(leader)) {
    store<u32>(context + L.ContextOffset_groupLeader, leader);
    return;
  }
  const message = makeMessage(leader);
  store<u32>(context + L.ContextOffset_groupLeader, load<u32>(message, L.MessageOffset_term));
  adoptMessage(context, message);
}

// Resting.

/**
 * `yield/0`: others run first.
 *
 * @bif erlang:yield/0
 */
export function erlang_yield_0(sp: u32): u32 {
  return resumeWith(sp, makeAtom(L.Atom_true));
}

/**
 * Rests with as small a heap as can be until there is a message; keeps the stack, unlike `hibernate/3` (OTP 28).
 *
 * @bif erlang:hibernate/0
 */
export function erlang_hibernate_0(sp: u32): u32 {
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_hibernating);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapFunction, 0);
  store<u32>(L.MachineRegister_trapSite, 0);
  return 0;
}

/**
 * `hibernate/3`: forgets the stack and goes on with a function when there is a message.
 *
 * @bif erlang:hibernate/3
 */
export function erlang_hibernate_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  let count: u32 = 0;
  let rest = list;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (count > 255) break;
    count++;
  }
  if (!isAtom(module) || !isAtom(name) || rest != L.TermTag_nil || count > 255)
    return badarg3(sp, L.Bif_erlang_hibernate_3, module, name, list);
  rest = list;
  for (let i: u32 = 0; i < count; i++) {
    setX(i, headOf(rest));
    rest = tailOf(rest);
  }
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_hibernating);
  store<u32>(L.MachineRegister_trapSp, sp);
  store<u32>(L.MachineRegister_trapFunction, functionTarget(module, name, count));
  return 0;
}

/** Suspends a process; the atom of the failure, 0 if it is done. */
function suspendProcess(pid: u32, unlessSuspending: bool): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  if (!isAlive(context) || context == currentContext()) return L.Atom_badarg;
  if (unlessSuspending && suspends(currentContext(), context)) return L.Atom_false;
  suspend(currentContext(), context);
  return 0;
}

/** @bif erlang:suspend_process/1 inErlang */
export function erlang_suspend_process_1(sp: u32, pid: u32): u32 {
  return suspendProcess(pid, false) == 0 ? makeAtom(L.Atom_true) : badarg1(sp, L.Bif_erlang_suspend_process_1, pid);
}

/** Suspends a process as the options say; true or false, or 0 for an argument that is wrong, which `suspendProblem` tells. */
function suspendAs(pid: u32, options: u32): u32 {
  let unless = false;
  let asynchronous = false;
  let answer: u32 = L.TermTag_nil;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    const option = headOf(rest);
    if (option == makeAtom(L.Atom_unless_suspending)) unless = true;
    else if (option == makeAtom(L.Atom_asynchronous)) asynchronous = true;
    else if (isTuple(option) && arityOf(option) == 2 && elementOf(option, 0) == makeAtom(L.Atom_asynchronous)) {
      asynchronous = true;
      answer = makeCons(elementOf(option, 1), answer);
    } else break;
  }
  suspendProblem = rest == L.TermTag_nil ? L.Atom_badarg : L.Atom_badopt;
  const result: u32 = rest == L.TermTag_nil ? suspendProcess(pid, unless) : L.Atom_badarg;
  if (result == L.Atom_badarg && !(asynchronous && rest == L.TermTag_nil && isPid(pid) && processOf(pid >> 4) == 0)) return 0;
  for (; isCons(answer); answer = tailOf(answer)) {
    deliver(currentContext(), makePair(headOf(answer), makeAtom(result == L.Atom_badarg ? L.Atom_exited : L.Atom_suspended)));
  }
  return makeBoolean(result != L.Atom_false);
}

let suspendProblem: u32 = 0;

/** @bif erlang:suspend_process/2 inErlang */
export function erlang_suspend_process_2(sp: u32, pid: u32, options: u32): u32 {
  const result = suspendAs(pid, options);
  if (result != 0) return result;
  if (suspendProblem != L.Atom_badopt) return badarg2(sp, L.Bif_erlang_suspend_process_2, pid, options);
  setX(0, pid);
  setX(1, options);
  return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, L.Bif_erlang_suspend_process_2, 2);
}

/**
 * `erts_internal:suspend_process/2`: its errors are values.
 *
 * @bif erts_internal:suspend_process/2
 */
export function erts_internal_suspend_process_2(sp: u32, pid: u32, options: u32): u32 {
  const result = suspendAs(pid, options);
  return result != 0 ? result : makeAtom(suspendProblem);
}

/** @bif erlang:resume_process/1 */
export function erlang_resume_process_1(sp: u32, pid: u32): u32 {
  const context: u32 = isPid(pid) ? processOf(pid >> 4) : 0;
  if (context == 0 || !resume(currentContext(), context)) return badarg1(sp, L.Bif_erlang_resume_process_1, pid);
  return makeAtom(L.Atom_true);
}

/**
 * `bump_reductions/1`.
 *
 * @bif erlang:bump_reductions/1
 */
export function erlang_bump_reductions_1(sp: u32, count: u32): u32 {
  if (!isPositiveWord(count) && count != makeSmall(0)) return badarg1(sp, L.Bif_erlang_bump_reductions_1, count);
  spendReductions(isSmall(count) ? smallValue(count) : u32.MAX_VALUE);
  return makeAtom(L.Atom_true);
}
