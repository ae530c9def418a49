// Match specifications apart from tables: compiled ones, lists of terms, and the test of one.

import { badarg1, badarg3 } from '../../bifs/arguments';
import { reverseInPlace } from '../../bifs/lists';
import * as L from '../../generated/layout';
import { traceAction } from '../../host';
import { spendReductions } from '../../memory/heap';
import { makeCons, makePair, makeTuple, setElement } from '../../terms/construct';
import { headOf, isCons, listLength, makeAtom, makeBoolean, tailOf } from '../../terms/term';
import { compileMatch, errors, MATCH_CALL, MATCH_TABLE } from '../match-compile';
import { isMatchHandle, makeMatchHandle, programOf } from '../match-handle';
import { runMatch, startMatch } from '../match-run';

/** @bif ets:match_spec_compile/1 */
export function ets_match_spec_compile_1(sp: u32, specification: u32): u32 {
  const handle = makeMatchHandle(specification);
  return handle != 0 ? handle : badarg1(sp, L.Bif_ets_match_spec_compile_1, specification);
}

/** @bif ets:is_compiled_ms/1 */
export function ets_is_compiled_ms_1(sp: u32, term: u32): u32 {
  return makeBoolean(isMatchHandle(term));
}

/**
 * `match_spec_run_r/3`: the results for a list of terms, last one first, in front of a list.
 *
 * @bif ets:match_spec_run_r/3
 */
export function ets_match_spec_run_r_3(sp: u32, list: u32, handle: u32, results: u32): u32 {
  if (!isMatchHandle(handle)) return badarg3(sp, L.Bif_ets_match_spec_run_r_3, list, handle, results);
  startMatch(programOf(handle), false);
  let count: u32 = 0;
  let all = results;
  let rest = list;
  for (; isCons(rest); rest = tailOf(rest)) {
    const result = runMatch(headOf(rest));
    if (result != 0) all = makeCons(result, all);
    count++;
  }
  spendReductions(count);
  return rest == L.TermTag_nil ? all : badarg3(sp, L.Bif_ets_match_spec_run_r_3, list, handle, results);
}

/** Not actions: what the host is told before a specification is tested, and after it, whether a clause has matched. */
const ACTION_BEGIN_TEST: u32 = 100;
const ACTION_END_TEST: u32 = 101;

/**
 * `match_spec_test/3`.
 *
 * @bif erlang:match_spec_test/3
 */
export function erlang_match_spec_test_3(sp: u32, term: u32, specification: u32, what: u32): u32 {
  const isTrace = what == makeAtom(L.Atom_trace) && listLength(term) >= 0;
  if (what != makeAtom(L.Atom_table) && !isTrace) return badarg3(sp, L.Bif_erlang_match_spec_test_3, term, specification, what);
  const program = compileMatch(specification, true, isTrace ? MATCH_CALL : MATCH_TABLE);
  if (program != 0 && isTrace) {
    startMatch(program, false);
    traceAction(ACTION_BEGIN_TEST, 0, 0, 0, 0);
    return traceAction(ACTION_END_TEST, 1, makeBoolean(runMatch(term) != 0), 0, 0);
  }
  if (program == 0) return makePair(makeAtom(L.Atom_error), reverseInPlace(errors));
  startMatch(program, false);
  const result = runMatch(term);
  const answer = makeTuple(4);
  setElement(answer, 0, makeAtom(L.Atom_ok));
  setElement(answer, 1, result != 0 ? result : makeAtom(L.Atom_false));
  setElement(answer, 2, L.TermTag_nil);
  setElement(answer, 3, L.TermTag_nil);
  return answer;
}
