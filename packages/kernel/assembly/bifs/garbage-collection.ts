// Collections that a program asks for.

import { failBifFor } from '../execution/raise';
import { resumeWith } from '../execution/slices';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { collectOrPutOff, collectOther } from '../memory/collector';
import { currentContext } from '../memory/heap';
import { deliver } from '../processes/mailbox';
import { processOf } from '../processes/process';
import { makeTriple } from '../terms/construct';
import { arityOf, elementOf, headOf, isAtom, isCons, isPid, isTuple, makeAtom, makeBoolean, tailOf } from '../terms/term';
import { badarg1, badarg2 } from './arguments';
import { isAlive } from './signals';

/** Collects the running process, with `all` everything; the BIF returns a value when that is done. */
function collectRunning(sp: u32, all: bool, value: u32): u32 {
  return collectOrPutOff(sp, 0, all) ? resumeWith(sp, value) : value;
}

/** Collects the heap of another process, with `all` everything, as soon as it may: false if there is none. */
function collectProcess(context: u32, all: bool): bool {
  if (!isAlive(context)) return false;
  if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) == 0) collectOther(context, all);
  return true;
}

/** @bif erlang:garbage_collect/0 inErlang */
export function erlang_garbage_collect_0(sp: u32): u32 {
  return collectRunning(sp, true, makeAtom(L.Atom_true));
}

/** @bif erlang:garbage_collect/1 inErlang */
export function erlang_garbage_collect_1(sp: u32, pid: u32): u32 {
  if (!isPid(pid)) return badarg1(sp, L.Bif_erlang_garbage_collect_1, pid);
  const context = processOf(pid >> 4);
  return context == currentContext() ? collectRunning(sp, true, makeAtom(L.Atom_true)) : makeBoolean(collectProcess(context, true));
}

/**
 * `garbage_collect/2`: with `{async, Id}` the answer is a message `{garbage_collect, Id, Result}`.
 *
 * @bif erlang:garbage_collect/2 inErlang
 */
export function erlang_garbage_collect_2(sp: u32, pid: u32, options: u32): u32 {
  let request: u32 = 0;
  let isKind = true;
  let all = true;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    const option = headOf(rest);
    if (!isTuple(option) || arityOf(option) != 2) break;
    if (elementOf(option, 0) == makeAtom(L.Atom_async)) request = option;
    else if (elementOf(option, 0) == makeAtom(L.Atom_type)) {
      all = elementOf(option, 1) == makeAtom(L.Atom_major);
      isKind = all || elementOf(option, 1) == makeAtom(L.Atom_minor);
    } else break;
  }
  if (rest != L.TermTag_nil) {
    setX(0, pid);
    setX(1, options);
    return failBifFor(sp, L.Atom_badarg, L.Atom_bad_option, L.Bif_erlang_garbage_collect_2, 2);
  }
  if (!isPid(pid) || !isKind) return badarg2(sp, L.Bif_erlang_garbage_collect_2, pid, options);
  const context = processOf(pid >> 4);
  const isOwn = context == currentContext();
  const done = makeBoolean(isOwn || collectProcess(context, all));
  let answer = done;
  if (request != 0) {
    deliver(currentContext(), makeTriple(makeAtom(L.Atom_garbage_collect), elementOf(request, 1), done));
    answer = makeAtom(L.Atom_async);
  }
  return isOwn ? collectRunning(sp, all, answer) : answer;
}

/**
 * `erts_internal:garbage_collect/1`: minor or major, of oneself.
 *
 * @bif erts_internal:garbage_collect/1
 */
export function erts_internal_garbage_collect_1(sp: u32, kind: u32): u32 {
  if (!isAtom(kind)) return badarg1(sp, L.Bif_erts_internal_garbage_collect_1, kind);
  return collectRunning(sp, kind != makeAtom(L.Atom_minor), makeAtom(L.Atom_true));
}
