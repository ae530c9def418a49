// Runs the programs of match specifications (see `match-program.ts`). An object that does not match costs no memory.
import * as L from '../generated/layout';
import { callGuard } from '../generated/match-guards';
import { traceAction } from '../host';
import { mapFind } from '../maps/map';
import { mapFromPairs } from '../maps/map-building';
import { allocateBlock, freeBlock } from '../memory/blocks';
import { freeSinceMark, markHeap } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { equalExact } from '../terms/compare';
import { makeCons, makeTuple, setElement } from '../terms/construct';
import { copyToHeap } from '../terms/copy-term';
import { headerOf, isBoxed, isCons, isFloat, isMap, makeAtom } from '../terms/term';
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
  OP_SAME,
  OP_TUPLE,
  PROGRAM_BYTES,
  PROGRAM_CLAUSES,
  PROGRAM_FOREIGN,
  PROGRAM_REGISTERS,
  PROGRAM_STACK,
} from './match-program';
import { copyObject } from './object';

/** A word for the object, the registers, the stack. */
let area: u32 = 0;
let areaCapacity: u32 = 0;
let program: u32 = 0;
let stack: u32 = 0;
let foreign: bool = false;

/** True if the objects lie in a table: what goes into a result is copied. */
let inTable: bool = false;

/** Makes a program the one that `runMatch` runs. */
export function startMatch(address: u32, objectsInTable: bool): void {
  program = address;
  foreign = load<u32>(address, PROGRAM_FOREIGN) != 0;
  inTable = objectsInTable;
  const registers = load<u32>(address, PROGRAM_REGISTERS);
  const need: u32 = 4 + registers + load<u32>(address, PROGRAM_STACK);
  if (need > areaCapacity) {
    const larger = allocateBlock(need * 2);
    freeBlock(area);
    area = larger;
    areaCapacity = need * 2;
  }
  stack = area + 4 + registers;
  store<u32>(area, area, 4);
}

// @ts-ignore: decorator
@inline
function register(number: u32): u32 {
  return load<u32>(area + 4 + (number << 2));
}

// @ts-ignore: decorator
@inline
function setRegister(number: u32, value: u32): void {
  store<u32>(area + 4 + (number << 2), value);
}

/** What is in the place that the operands at `pc` tell. */
// @ts-ignore: decorator
@inline
function place(pc: u32): u32 {
  return load<u32>(register(load<u32>(pc, 4)) + load<u32>(pc, 8));
}

/** A result's part that lies in a table or not. */
// @ts-ignore: decorator
@inline
function own(term: u32): u32 {
  return inTable ? copyToHeap(term) : term;
}

/** A tuple of the words from `sp` down. */
function tupleOfStack(sp: u32, arity: u32): u32 {
  const tuple = makeTuple(arity);
  for (let i: u32 = 0; i < arity; i++) setElement(tuple, i, load<u32>(sp - 4 - (i << 2)));
  return tuple;
}

/** A map of the words from `sp` down: keys, then values. */
function mapOfStack(sp: u32, size: u32): u32 {
  const pairs = allocateTemporary(size << 3);
  // Of two keys that are the same the later one counts.
  for (let i: u32 = 0; i < size; i++) {
    store<u32>(pairs + (i << 3), load<u32>(sp - 4 - (i << 2)));
    store<u32>(pairs + (i << 3), load<u32>(sp - 4 - ((i + size) << 2)), 4);
  }
  const map = mapFromPairs(pairs, size);
  freeTemporary(pairs);
  return map;
}

/** A list of what the registers hold that operands tell. */
function listOfRegisters(operands: u32, count: u32, copied: bool): u32 {
  let list: u32 = L.TermTag_nil;
  for (let i: i32 = (count as i32) - 1; i >= 0; i--) {
    const term = register(load<u32>(operands + (i << 2)));
    list = makeCons(copied ? own(term) : term, list);
  }
  return list;
}

/** Runs the program on an object: the result of the first clause that matches, or 0. */
export function runMatch(object: u32): u32 {
  store<u32>(area, object);
  const end = program + load<u32>(program, PROGRAM_BYTES);
  let clause = program + PROGRAM_CLAUSES;
  markHeap();
  while (clause < end) {
    const result = runClause(object, clause + 4);
    if (result != 0) return result;
    freeSinceMark();
    clause = program + load<u32>(clause);
  }
  return 0;
}

function runClause(object: u32, pc: u32): u32 {
  const exit = makeAtom(L.Atom_EXIT);
  let sp = stack;
  let inBody = false;
  while (true) {
    switch (load<u32>(pc)) {
      case OP_TUPLE: {
        const term = register(load<u32>(pc, 4));
        if (!isBoxed(term) || headerOf(term) != load<u32>(pc, 8)) return 0;
        pc += 12;
        break;
      }
      case OP_CONS:
        if (!isCons(register(load<u32>(pc, 4)))) return 0;
        pc += 8;
        break;
      case OP_MAP:
        if (!isMap(register(load<u32>(pc, 4)))) return 0;
        pc += 8;
        break;
      case OP_MAP_VALUE: {
        const found = mapFind(register(load<u32>(pc, 4)), load<u32>(pc, 8));
        if (found == 0) return 0;
        setRegister(load<u32>(pc, 12), found);
        pc += 16;
        break;
      }
      case OP_LOAD:
        setRegister(load<u32>(pc, 12), place(pc));
        pc += 16;
        break;
      case OP_SAME:
        if (!equalExact(place(pc), register(load<u32>(pc, 12)))) return 0;
        pc += 16;
        break;
      case OP_IMMEDIATE:
        if (place(pc) != load<u32>(pc, 12)) return 0;
        pc += 16;
        break;
      case OP_FLOAT: {
        const term = place(pc);
        if (!isFloat(term) || load<u64>(term + 2) != load<u64>(load<u32>(pc, 12) + 2)) return 0;
        pc += 16;
        break;
      }
      case OP_EXACT:
        if (!equalExact(place(pc), load<u32>(pc, 12))) return 0;
        pc += 16;
        break;
      case OP_PUSH_CONSTANT: {
        const term = load<u32>(pc, 4);
        store<u32>(sp, inBody && foreign ? copyToHeap(term) : term);
        sp += 4;
        pc += 8;
        break;
      }
      case OP_PUSH_VARIABLE: {
        const term = register(load<u32>(pc, 4));
        store<u32>(sp, inBody ? own(term) : term);
        sp += 4;
        pc += 8;
        break;
      }
      case OP_PUSH_OBJECT:
        store<u32>(sp, inBody && inTable ? copyObject(object - L.TermTag_boxed) : object);
        sp += 4;
        pc += 4;
        break;
      case OP_PUSH_VARIABLES: {
        const count = load<u32>(pc, 4);
        store<u32>(sp, listOfRegisters(pc + 8, count, inBody));
        sp += 4;
        pc += 8 + (count << 2);
        break;
      }
      case OP_MAKE_TUPLE: {
        const arity = load<u32>(pc, 4);
        const tuple = tupleOfStack(sp, arity);
        sp -= arity << 2;
        store<u32>(sp, tuple);
        sp += 4;
        pc += 8;
        break;
      }
      case OP_MAKE_CONS:
        sp -= 4;
        store<u32>(sp - 4, makeCons(load<u32>(sp - 4), load<u32>(sp)));
        pc += 4;
        break;
      case OP_MAKE_MAP: {
        const size = load<u32>(pc, 4);
        const map = mapOfStack(sp, size);
        sp -= size << 3;
        store<u32>(sp, map);
        sp += 4;
        pc += 8;
        break;
      }
      case OP_CALL: {
        const result = callGuard(load<u32>(pc, 4), load<u32>(sp - 4), load<u32>(sp - 8), load<u32>(sp - 12));
        if (result == 0 && !inBody) return 0;
        sp -= load<u32>(pc, 8) << 2;
        store<u32>(sp, result != 0 ? result : exit);
        sp += 4;
        pc += 12;
        break;
      }
      case OP_ACTION: {
        const result = traceAction(load<u32>(pc, 4), load<u32>(pc, 8), load<u32>(sp - 4), load<u32>(sp - 8), load<u32>(sp - 12));
        if (result == 0 && !inBody) return 0;
        sp -= load<u32>(pc, 8) << 2;
        store<u32>(sp, result != 0 ? result : exit);
        sp += 4;
        pc += 12;
        break;
      }
      case OP_AND_ALSO:
      case OP_OR_ELSE: {
        const stops = makeAtom(load<u32>(pc) == OP_AND_ALSO ? L.Atom_false : L.Atom_true);
        const term = load<u32>(sp - 4);
        if (term != stops && term != makeAtom(load<u32>(pc) == OP_AND_ALSO ? L.Atom_true : L.Atom_false)) {
          if (!inBody) return 0;
          store<u32>(sp - 4, exit);
          pc = program + load<u32>(pc, 4);
        } else if (term == stops) {
          pc = program + load<u32>(pc, 4);
        } else {
          sp -= 4;
          pc += 8;
        }
        break;
      }
      case OP_GUARD:
        sp -= 4;
        if (load<u32>(sp) != makeAtom(L.Atom_true)) return 0;
        pc += 4;
        break;
      case OP_BODY:
        inBody = true;
        pc += 4;
        break;
      case OP_POP:
        sp -= 4;
        pc += 4;
        break;
      default:
        return load<u32>(sp - 4);
    }
  }
}
