// The results of a selection: a list, in the order in which they come.
import * as L from '../../generated/layout';
import { makeCons } from '../../terms/construct';
import { headOf, isCons, tailOf } from '../../terms/term';

// Results: a list, in the order in which they come.
export let first: u32 = L.TermTag_nil;
let last: u32 = 0;
export let count: u32 = 0;

export function startResults(): void {
  first = L.TermTag_nil;
  last = 0;
  count = 0;
}

export function addResult(term: u32): void {
  const cell = makeCons(term, L.TermTag_nil);
  if (last == 0) first = cell;
  else store<u32>(last - L.TermTag_cons, cell);
  last = cell;
  count++;
}

/** The elements of a list in the opposite order. */
export function reversed(list: u32): u32 {
  let result: u32 = L.TermTag_nil;
  for (; isCons(list); list = tailOf(list)) result = makeCons(headOf(list), result);
  return result;
}

// A part of the results at a time. A continuation has the form that `ets:repair_continuation/2` expects: of a hash table
// {Table, Bucket, Limit, Program, Rest, LengthOfRest}, of an ordered one {Table, LastKey, Range, Limit, Program, [], Down, 0}.

/** Takes the results after the first `limit` ones away; returns them. */
export function cutResults(limit: u32): u32 {
  let cell = first;
  for (let i: u32 = 1; i < limit; i++) cell = tailOf(cell);
  const rest = tailOf(cell);
  store<u32>(cell - L.TermTag_cons, L.TermTag_nil);
  return rest;
}
