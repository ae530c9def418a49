// Whether the result of a match specification has the key of the object that it matches, as far as can be seen from the
// specification (`db_match_keeps_key` in OTP's `erl_db_util.c`).
import * as L from '../generated/layout';
import { equalExact } from '../terms/compare';
import { arityOf, elementOf, headOf, isAtom, isCons, isMap, isSmall, isTuple, makeAtom, smallValue, tailOf } from '../terms/term';
import { variableNumber } from './match-compile';

/** True if an expression has the value that a pattern has matched. Nesting is as deep as the pattern's. */
function isSame(pattern: u32, expression: u32, constant: bool): bool {
  while (isCons(pattern) && isCons(expression)) {
    if (!isSame(headOf(pattern), headOf(expression), constant)) return false;
    pattern = tailOf(pattern);
    expression = tailOf(expression);
  }
  if (pattern == makeAtom(L.Atom__) || isMap(pattern)) return false;
  if (variableNumber(pattern) >= 0) return !constant && pattern == expression;
  if (isTuple(expression) && !constant) {
    // {const, Term}, or a tuple in a tuple.
    if (arityOf(expression) == 2 && elementOf(expression, 0) == makeAtom(L.Atom_const))
      return isSame(pattern, elementOf(expression, 1), true);
    if (arityOf(expression) != 1 || !isTuple(elementOf(expression, 0))) return false;
    expression = elementOf(expression, 0);
  }
  if (isTuple(pattern)) {
    if (!isTuple(expression) || arityOf(expression) != arityOf(pattern)) return false;
    for (let i: u32 = 0; i < arityOf(pattern); i++) if (!isSame(elementOf(pattern, i), elementOf(expression, i), constant)) return false;
    return true;
  }
  return !isCons(pattern) && (!isAtom(expression) || constant || pattern == expression) && equalExact(pattern, expression);
}

/** `{element, Position, '$_'}`. */
function isElementOfObject(expression: u32, position: u32): bool {
  return (
    isTuple(expression) &&
    arityOf(expression) == 3 &&
    elementOf(expression, 0) == makeAtom(L.Atom_element) &&
    isSmall(elementOf(expression, 1)) &&
    (smallValue(elementOf(expression, 1)) as u32) == position &&
    elementOf(expression, 2) == makeAtom(L.OBJECT_ATOM)
  );
}

function clauseKeepsKey(clause: u32, position: u32): bool {
  const body = elementOf(clause, 2);
  if (tailOf(body) != L.TermTag_nil) return false;
  const expression = headOf(body);
  if (expression == makeAtom(L.OBJECT_ATOM)) return true;
  if (!isTuple(expression)) return false;
  const head = elementOf(clause, 0);
  const constant = arityOf(expression) == 2 && elementOf(expression, 0) == makeAtom(L.Atom_const);
  if (!constant && arityOf(expression) != 1) return false;
  const tuple = elementOf(expression, constant ? 1 : 0);
  if (!isTuple(tuple) || arityOf(tuple) < position) return false;
  const key = elementOf(tuple, position - 1);
  if (!constant && isElementOfObject(key, position)) return isTuple(head);
  return isTuple(head) && arityOf(head) >= position && isSame(elementOf(head, position - 1), key, constant);
}

/** True if all clauses of a specification, which has been compiled, keep the key at a position. */
export function keepsKeys(specification: u32, position: u32): bool {
  for (; isCons(specification); specification = tailOf(specification)) if (!clauseKeepsKey(headOf(specification), position)) return false;
  return true;
}
