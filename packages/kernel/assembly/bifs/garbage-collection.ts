// Collections that a program asks for.

import { failBifFor } from '../execution/raise';
import { getX, setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { collectOrPutOff, collectOther } from '../memory/collector';
import { currentContext } from '../memory/heap';
import { deliver } from '../processes/mailbox';
import { processOf } from '../processes/process';
import { makeTriple } from '../terms/construct';
import { arityOf, elementOf, headOf, isAtom, isCons, isPid, isTuple, makeAtom, makeBoolean, tailOf } from '../terms/term';
import { badarg1, badarg2 } from './arguments';
import { isAlive, resumeWith } from './signals';

/** @bif erlang:garbage_collect/0 */
export function erlang_garbage_collect_0(sp: u32): u32 {
  const done = makeAtom(L.Atom_true);
  return collectOrPutOff(sp, 0, true) ? resumeWith(sp, done) : done;
}

// Collections.

/** Collects the heap of a process, as soon as it may: false if there is none. */
function collectProcess(sp: u32, pid: u32, all: bool): bool {
  const context = processOf(pid >> 4);
  if (!isAlive(context)) return false;
  if (context == currentContext()) collectOther(context, sp, 1, all);
  else if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) == 0)
    collectOther(context, 0, load<u32>(context + L.ContextOffset_savedLive), all);
  return true;
}

/** @bif erlang:garbage_collect/1 inErlang */
export function erlang_garbage_collect_1(sp: u32, pid: u32): u32 {
  setX(0, L.TermTag_nil);
  return isPid(pid) ? makeBoolean(collectProcess(sp, pid, true)) : badarg1(sp, L.Bif_erlang_garbage_collect_1, pid);
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
  // What is needed afterwards is kept in X while the process itself is collected.
  setX(0, request == 0 ? L.TermTag_nil : elementOf(request, 1));
  const done = collectProcess(sp, pid, all);
  if (request == 0) return makeBoolean(done);
  deliver(currentContext(), makeTriple(makeAtom(L.Atom_garbage_collect), getX(0), makeBoolean(done)));
  return makeAtom(L.Atom_async);
}

/**
 * `erts_internal:garbage_collect/1`: minor or major, of oneself.
 *
 * @bif erts_internal:garbage_collect/1
 */
export function erts_internal_garbage_collect_1(sp: u32, kind: u32): u32 {
  if (!isAtom(kind)) return badarg1(sp, L.Bif_erts_internal_garbage_collect_1, kind);
  collectOther(currentContext(), sp, 0, kind != makeAtom(L.Atom_minor));
  return makeAtom(L.Atom_true);
}
