// Match specifications are compiled to programs (see `match-program.ts`). Nesting costs memory, not native stack.
import * as L from '../generated/layout';
import { findGuard } from '../generated/match-guards';
import { matchError } from '../host';
import { writePairs } from '../maps/map';
import { sizeOfMap } from '../maps/map-shape';
import { growBlock, grownCapacity } from '../memory/blocks';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeCons, makePair } from '../terms/construct';
import {
  arityOf,
  atomText,
  elementOf,
  floatOf,
  headerOf,
  headOf,
  isAtom,
  isCons,
  isFloat,
  isImmediate,
  isMap,
  isTuple,
  listLength,
  makeAtom,
  tailOf,
} from '../terms/term';
import {
  OP_ACTION,
  OP_AND_ALSO,
  OP_BODY,
  OP_CALL,
  OP_CONS,
  OP_EXACT,
  OP_FLOAT,
  OP_GUARD,
  OP_IMMEDIATE,
  OP_LOAD,
  OP_MAKE_CONS,
  OP_MAKE_MAP,
  OP_MAKE_TUPLE,
  OP_MAP,
  OP_MAP_VALUE,
  OP_OR_ELSE,
  OP_POP,
  OP_PUSH_CONSTANT,
  OP_PUSH_OBJECT,
  OP_PUSH_VARIABLE,
  OP_PUSH_VARIABLES,
  OP_RETURN,
  OP_SAME,
  OP_TUPLE,
  PROGRAM_BYTES,
  PROGRAM_FOREIGN,
  PROGRAM_REGISTERS,
  PROGRAM_STACK,
  ROOT_REGISTER,
} from './match-program';
import { findAction, isAllowedForMessages, isAllowedInGuard, mayHave } from './trace-actions';

// What is wrong with a match specification: what `matchError` of the host says. Some are about a term.
const ERROR_NO_LIST: u32 = 0;
const ERROR_NO_PROPER_LIST: u32 = 1;
const ERROR_NO_CLAUSE: u32 = 2;
const ERROR_NO_EXPRESSION_LIST: u32 = 3;
const ERROR_NO_BODY: u32 = 4;
const ERROR_NO_PROPER_EXPRESSION_LIST: u32 = 5;
const ERROR_UNBOUND: u32 = 6;
const ERROR_FUNCTION: u32 = 7;
const ERROR_NO_CALL: u32 = 8;
const ERROR_NO_ARGUMENTS: u32 = 9;
const ERROR_CONST: u32 = 10;
const ERROR_SELF: u32 = 11;
const ERROR_VARIABLE_KEY: u32 = 12;
const ERROR_UNDERSCORE_KEY: u32 = 13;
const ERROR_ACTION_IN_GUARD: u32 = 14;
const ERROR_ACTION_ARGUMENTS: u32 = 15;
const ERROR_ACTION_OF_CALLS: u32 = 16;
const ERROR_HEAD: u32 = 17;
const ERROR_HEAD_TAIL: u32 = 18;

/** What a specification is for: the objects of tables, calls, or messages. */
export const MATCH_TABLE: u32 = 0;
export const MATCH_CALL: u32 = 1;
export const MATCH_MESSAGE: u32 = 2;
let purpose: u32 = MATCH_TABLE;
let inBody: bool = false;
const ANYTHING: u32 = makeAtom(L.Atom__);
let failed: bool = false;

/** True if errors are collected. */
let collecting: bool = false;

/** The errors of the last specification that was compiled with `collecting`, last one first: `{error, Text}`. */
export let errors: u32 = L.TermTag_nil;

function report(kind: u32, term: u32): void {
  failed = true;
  if (collecting) errors = makeCons(makePair(makeAtom(L.Atom_error), matchError(kind, term)), errors);
}

/** Number of a variable like $1, -1 for any other term (`db_is_variable` of OTP, with its 32-bit numbers). */
export function variableNumber(term: u32): i32 {
  if (!isAtom(term)) return -1;
  const text = atomText(term);
  const length = load<u32>(text);
  if (length < 2 || load<u8>(text, 4) != 36) return -1;
  if (load<u8>(text, 5) == 48) return length == 2 ? 0 : -1;
  let number: i32 = 0;
  for (let i: u32 = 1; i < length; i++) {
    const digit = (load<u8>(text + i, 4) as i32) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number < 0 ? -1 : number;
}

// Work that remains: pairs of what to do and with what, as a stack.
let tasks: u32 = 0;
let taskBytes: u32 = 0;
let taskCapacity: u32 = 0;

function later(task: u32, operand: u32): void {
  if (taskBytes + 8 > taskCapacity) {
    tasks = growBlock(tasks, taskCapacity, taskBytes);
    taskCapacity = grownCapacity(taskCapacity);
  }
  store<u32>(tasks + taskBytes, task);
  store<u32>(tasks + taskBytes, operand, 4);
  taskBytes += 8;
}

/**
 * True if a pattern has a variable, `_` or a map, so that it is not just a term to compare with; with `orZero` also if it
 * has 0.0 or -0.0, which are `=:=`, but as patterns are not the same.
 */
export function isPattern(term: u32, orZero: bool): bool {
  const base = taskBytes;
  let found = false;
  later(0, term);
  while (taskBytes > base) {
    taskBytes -= 8;
    term = load<u32>(tasks + taskBytes, 4);
    if (found) continue;
    for (; isCons(term); term = tailOf(term)) later(0, headOf(term));
    if (isTuple(term)) for (let i: u32 = 0; i < arityOf(term); i++) later(0, elementOf(term, i));
    else if (isMap(term) || term == ANYTHING || variableNumber(term) >= 0 || (orZero && isFloat(term) && floatOf(term) == 0)) found = true;
  }
  return found;
}

/** True for an expression that is its own value: no tuple, variable or map is in it. */
function isConstant(term: u32): bool {
  const base = taskBytes;
  let constant = true;
  later(0, term);
  while (taskBytes > base) {
    taskBytes -= 8;
    term = load<u32>(tasks + taskBytes, 4);
    if (!constant) continue;
    for (; isCons(term); term = tailOf(term)) later(0, headOf(term));
    if (isTuple(term) || isMap(term) || term == makeAtom(L.OBJECT_ATOM) || term == makeAtom(L.VARIABLES_ATOM) || variableNumber(term) >= 0)
      constant = false;
  }
  return constant;
}

let code: u32 = 0;
let codeBytes: u32 = 0;
let codeCapacity: u32 = 0;

function emit(word: u32): void {
  if (codeBytes + 4 > codeCapacity) {
    code = growBlock(code, codeCapacity, codeBytes);
    codeCapacity = grownCapacity(codeCapacity);
  }
  store<u32>(code + codeBytes, word);
  codeBytes += 4;
}

function emit2(a: u32, b: u32): void {
  emit(a);
  emit(b);
}

function emit4(a: u32, b: u32, c: u32, d: u32): void {
  emit2(a, b);
  emit2(c, d);
}

// Variables of the clause: pairs of number and register.
let variables: u32 = 0;
let variableBytes: u32 = 0;
let variableCapacity: u32 = 0;
let registers: u32 = 0;
let mostRegisters: u32 = 0;

/** Words on the stack. */
let depth: u32 = 0;
let mostDepth: u32 = 0;

/** Register of a variable, 0 if it is not bound. */
function registerOf(number: i32): u32 {
  for (let i: u32 = 0; i < variableBytes; i += 8) if (load<i32>(variables + i) == number) return load<u32>(variables + i, 4);
  return 0;
}

/** A variable gets a register; the variables are kept in the order of their numbers. */
function bind(number: i32, register: u32): void {
  if (variableBytes + 8 > variableCapacity) {
    variables = growBlock(variables, variableCapacity, variableBytes);
    variableCapacity = grownCapacity(variableCapacity);
  }
  let at = variables + variableBytes;
  for (; at > variables && load<i32>(at - 8) > number; at -= 8) store<u64>(at, load<u64>(at - 8));
  store<i32>(at, number);
  store<u32>(at, register, 4);
  variableBytes += 8;
}

function newRegister(): u32 {
  registers++;
  mostRegisters = max(mostRegisters, registers);
  return registers - 1;
}

/** The pattern of what is in a place. Patterns of compound terms are left for later, with a register that holds the term. */
function compilePlace(pattern: u32, register: u32, offset: u32): void {
  if (pattern == ANYTHING) return;
  const number = variableNumber(pattern);
  if (number >= 0) {
    const known = registerOf(number);
    const target = known != 0 ? known : newRegister();
    emit4(known != 0 ? OP_SAME : OP_LOAD, register, offset, target);
    if (known == 0) bind(number, target);
  } else if (isImmediate(pattern)) {
    emit4(OP_IMMEDIATE, register, offset, pattern);
  } else if (isFloat(pattern)) {
    emit4(OP_FLOAT, register, offset, pattern);
  } else if (!isPattern(pattern, true)) {
    emit4(OP_EXACT, register, offset, pattern);
  } else {
    const target = newRegister();
    emit4(OP_LOAD, register, offset, target);
    later(target, pattern);
  }
}

function compileHead(head: u32): void {
  compilePlace(head, ROOT_REGISTER, 0);
  while (taskBytes > 0 && !failed) {
    taskBytes -= 8;
    const register = load<u32>(tasks + taskBytes);
    const pattern = load<u32>(tasks + taskBytes, 4);
    if (isCons(pattern)) {
      emit2(OP_CONS, register);
      compilePlace(headOf(pattern), register, 3);
      compilePlace(tailOf(pattern), register, -1);
    } else if (isTuple(pattern)) {
      emit2(OP_TUPLE, register);
      emit(headerOf(pattern));
      for (let i: u32 = 0; i < arityOf(pattern); i++) compilePlace(elementOf(pattern, i), register, 2 + (i << 2));
    } else {
      emit2(OP_MAP, register);
      compileMapPattern(pattern, register);
    }
  }
  taskBytes = 0;
}

function compileMapPattern(pattern: u32, register: u32): void {
  const size = sizeOfMap(pattern);
  const pairs = allocateTemporary(size << 3);
  writePairs(pattern, pairs);
  for (let i: u32 = 0; i < size && !failed; i++) {
    const key = load<u32>(pairs + (i << 3));
    if (key == ANYTHING || variableNumber(key) >= 0) {
      report(key == ANYTHING ? ERROR_UNDERSCORE_KEY : ERROR_VARIABLE_KEY, L.TermTag_nil);
      break;
    }
    const value = newRegister();
    emit4(OP_MAP_VALUE, register, key, value);
    compilePlace(load<u32>(pairs + (i << 3), 4), value, 0);
  }
  freeTemporary(pairs);
}

// What there is to do of an expression: instructions, by their numbers, and these.
const TASK_EXPRESSION: u32 = 0x100;
const TASK_LABEL: u32 = 0x101;

// Labels: for each the last place in the code that wants its offset, where the one before stands; 0 for none.
let labels: u32 = 0;
let labelBytes: u32 = 0;
let labelCapacity: u32 = 0;

function newLabel(): u32 {
  if (labelBytes + 4 > labelCapacity) {
    labels = growBlock(labels, labelCapacity, labelBytes);
    labelCapacity = grownCapacity(labelCapacity);
  }
  store<u32>(labels + labelBytes, 0);
  labelBytes += 4;
  return labelBytes - 4;
}

function setLabel(label: u32): void {
  let at = load<u32>(labels + label);
  while (at != 0) {
    const before = load<u32>(code + at);
    store<u32>(code + at, codeBytes);
    at = before;
  }
}

function pushed(): void {
  depth++;
  mostDepth = max(mostDepth, depth);
}

function pushConstant(term: u32): void {
  emit2(OP_PUSH_CONSTANT, term);
  pushed();
}

function pushVariables(): void {
  emit2(OP_PUSH_VARIABLES, variableBytes >> 3);
  for (let i: u32 = 0; i < variableBytes; i += 8) emit(load<u32>(variables + i, 4));
  pushed();
}

/** Elements of a tuple from `first` on, last one first. */
function laterElements(tuple: u32, first: u32): void {
  for (let i = first; i < arityOf(tuple); i++) later(TASK_EXPRESSION, elementOf(tuple, i));
}

/** A call or a special form: a tuple that begins with an atom. */
function compileCall(tuple: u32): void {
  const name = elementOf(tuple, 0);
  const atom = name >> L.TermTag_atomShift;
  const count = arityOf(tuple) - 1;
  if (atom == L.Atom_const) {
    if (count != 1) report(ERROR_CONST, tuple);
    pushConstant(count == 1 ? elementOf(tuple, 1) : name);
    return;
  }
  if (atom == L.Atom_and || atom == L.Atom_or || atom == L.Atom_andalso || atom == L.Atom_orelse) {
    if (count == 0) {
      report(ERROR_NO_ARGUMENTS, tuple);
      pushConstant(name);
      return;
    }
    if (atom == L.Atom_andalso || atom == L.Atom_orelse) {
      const label = newLabel();
      later(TASK_LABEL, label);
      for (let i = count; i >= 1; i--) {
        if (i < count) later(atom == L.Atom_andalso ? OP_AND_ALSO : OP_OR_ELSE, label);
        later(TASK_EXPRESSION, elementOf(tuple, i));
      }
      return;
    }
    // A single one must be a boolean too.
    const guard = (findGuard(atom, 2, 0) << 2) | 2;
    if (count == 1) pushConstant(makeAtom(atom == L.Atom_and ? L.Atom_true : L.Atom_false));
    for (let i: u32 = 1; i < max<u32>(count, 2); i++) later(OP_CALL, guard);
    laterElements(tuple, 1);
    return;
  }
  const action = purpose == MATCH_TABLE ? -1 : findAction(atom);
  if (action >= 0) {
    if (!inBody && !isAllowedInGuard(action)) report(ERROR_ACTION_IN_GUARD, tuple);
    else if (!mayHave(action, count)) report(ERROR_ACTION_ARGUMENTS, tuple);
    else if (purpose == MATCH_MESSAGE && !isAllowedForMessages(action)) report(ERROR_ACTION_OF_CALLS, tuple);
    later(OP_ACTION, (action << 2) | count);
    laterElements(tuple, 1);
    return;
  }
  const guard = findGuard(atom, count, load<u32>(L.MachineRegister_otpRelease));
  if (guard < 0 || (atom == L.Atom_self && count != 0)) {
    report(atom == L.Atom_self ? ERROR_SELF : ERROR_FUNCTION, tuple);
    pushConstant(name);
    return;
  }
  later(OP_CALL, (guard << 2) | count);
  laterElements(tuple, 1);
}

function compileTuple(tuple: u32): void {
  if (arityOf(tuple) == 1 && isTuple(elementOf(tuple, 0))) {
    const inner = elementOf(tuple, 0);
    later(OP_MAKE_TUPLE, arityOf(inner));
    laterElements(inner, 0);
  } else if (arityOf(tuple) > 0 && isAtom(elementOf(tuple, 0)) && variableNumber(elementOf(tuple, 0)) < 0) {
    compileCall(tuple);
  } else {
    report(ERROR_NO_CALL, tuple);
    pushConstant(L.TermTag_nil);
  }
}

function compileList(list: u32): void {
  if (isConstant(list)) {
    pushConstant(list);
    return;
  }
  // Tasks come in the opposite order: the calls of cons, the tail, the elements from the last one on.
  let rest = list;
  for (; isCons(rest); rest = tailOf(rest)) later(OP_MAKE_CONS, 0);
  later(TASK_EXPRESSION, rest);
  const base = taskBytes;
  for (rest = list; isCons(rest); rest = tailOf(rest)) later(TASK_EXPRESSION, headOf(rest));
  for (let low = base, high = taskBytes - 8; low < high; high -= 8) {
    const swap = load<u64>(tasks + low);
    store<u64>(tasks + low, load<u64>(tasks + high));
    store<u64>(tasks + high, swap);
    low += 8;
  }
}

function compileMap(map: u32): void {
  const size = sizeOfMap(map);
  const pairs = allocateTemporary(size << 3);
  writePairs(map, pairs);
  later(OP_MAKE_MAP, size);
  for (let i: u32 = 0; i < size; i++) later(TASK_EXPRESSION, load<u32>(pairs + (i << 3)));
  for (let i: u32 = 0; i < size; i++) later(TASK_EXPRESSION, load<u32>(pairs + (i << 3), 4));
  freeTemporary(pairs);
}

/** One step of an expression. */
function compileTerm(term: u32): void {
  if (isTuple(term)) {
    compileTuple(term);
  } else if (isCons(term)) {
    compileList(term);
  } else if (isMap(term)) {
    compileMap(term);
  } else if (term == makeAtom(L.OBJECT_ATOM)) {
    emit(OP_PUSH_OBJECT);
    pushed();
  } else if (term == makeAtom(L.VARIABLES_ATOM)) {
    pushVariables();
  } else {
    const number = variableNumber(term);
    const register = number < 0 ? 0 : registerOf(number);
    if (number >= 0 && register == 0) report(ERROR_UNBOUND, term);
    if (register == 0) {
      pushConstant(term);
      return;
    }
    emit2(OP_PUSH_VARIABLE, register);
    pushed();
  }
}

function compileExpression(term: u32): void {
  compileTerm(term);
  while (taskBytes > 0) {
    taskBytes -= 8;
    const task = load<u32>(tasks + taskBytes);
    const operand = load<u32>(tasks + taskBytes, 4);
    switch (task) {
      case TASK_EXPRESSION:
        compileTerm(operand);
        break;
      case TASK_LABEL:
        setLabel(operand);
        break;
      case OP_AND_ALSO:
      case OP_OR_ELSE:
        emit2(task, load<u32>(labels + operand));
        store<u32>(labels + operand, codeBytes - 4);
        depth--;
        break;
      case OP_CALL:
      case OP_ACTION:
        emit(task);
        emit2(operand >> 2, operand & 3);
        depth -= operand & 3;
        pushed();
        break;
      case OP_MAKE_CONS:
        emit(OP_MAKE_CONS);
        depth--;
        break;
      default:
        // A tuple or a map with that many elements.
        emit2(task, operand);
        depth -= task == OP_MAKE_MAP ? operand << 1 : operand;
        pushed();
    }
  }
}

function compileClause(clause: u32): void {
  variableBytes = 0;
  registers = ROOT_REGISTER + 1;
  labelBytes = 0;
  depth = 0;
  const start = codeBytes;
  emit(0);
  inBody = false;
  const head = elementOf(clause, 0);
  if (purpose != MATCH_TABLE && !isCons(head) && head != L.TermTag_nil && head != ANYTHING && variableNumber(head) < 0) {
    report(ERROR_HEAD, L.TermTag_nil);
    return;
  }
  if (purpose != MATCH_TABLE && isCons(head) && listLength(head) < 0) {
    report(ERROR_HEAD_TAIL, head);
    return;
  }
  compileHead(head);
  if (failed) return;
  let list = elementOf(clause, 1);
  if (!isCons(list) && list != L.TermTag_nil) {
    report(ERROR_NO_EXPRESSION_LIST, L.TermTag_nil);
  } else {
    for (; isCons(list); list = tailOf(list)) {
      compileExpression(headOf(list));
      emit(OP_GUARD);
      depth--;
    }
    if (list != L.TermTag_nil) report(ERROR_NO_PROPER_EXPRESSION_LIST, L.TermTag_nil);
  }
  emit(OP_BODY);
  inBody = true;
  list = elementOf(clause, 2);
  if (list == L.TermTag_nil && purpose != MATCH_TABLE) {
    pushConstant(makeAtom(L.Atom_true));
    emit(OP_RETURN);
    store<u32>(code + start, codeBytes);
    return;
  }
  if (!isCons(list)) {
    report(ERROR_NO_BODY, L.TermTag_nil);
    return;
  }
  while (true) {
    compileExpression(headOf(list));
    list = tailOf(list);
    if (!isCons(list)) break;
    emit(OP_POP);
    depth--;
  }
  if (list != L.TermTag_nil) report(ERROR_NO_PROPER_EXPRESSION_LIST, L.TermTag_nil);
  emit(OP_RETURN);
  store<u32>(code + start, codeBytes);
}

/** Compiles a specification; the program is there until the next one is compiled. 0 if something is wrong with it. */
export function compileMatch(specification: u32, collectErrors: bool, what: u32 = MATCH_TABLE): u32 {
  failed = false;
  purpose = what;
  collecting = collectErrors;
  errors = L.TermTag_nil;
  codeBytes = 0;
  taskBytes = 0;
  mostRegisters = ROOT_REGISTER + 1;
  mostDepth = 0;
  emit4(0, 0, 0, 0);
  let list = specification;
  if (!isCons(list)) report(ERROR_NO_LIST, L.TermTag_nil);
  for (let rest = list; isCons(rest); rest = tailOf(rest)) {
    if (!isTuple(headOf(rest)) || arityOf(headOf(rest)) != 3) {
      report(ERROR_NO_CLAUSE, L.TermTag_nil);
      break;
    }
    if (!isCons(tailOf(rest)) && tailOf(rest) != L.TermTag_nil) report(ERROR_NO_PROPER_LIST, L.TermTag_nil);
  }
  for (; isCons(list) && !failed; list = tailOf(list)) compileClause(headOf(list));
  if (failed) return 0;
  store<u32>(code, codeBytes, PROGRAM_BYTES);
  store<u32>(code, mostRegisters << 2, PROGRAM_REGISTERS);
  store<u32>(code, mostDepth << 2, PROGRAM_STACK);
  store<u32>(code, 0, PROGRAM_FOREIGN);
  return code;
}
