import { Opcode } from '@beamline/beam-file';
import { free, type NativeRegister } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import type { Target, Translation, Value } from './translation.js';
import type { Translators } from './translator.js';

/** Words of a cons. */
const TAIL = 0;
const HEAD = 1;
/** The first free variable of a fun. */
const FUN_VARIABLES = 3;

/** Stores an element of the array at an address to a register of the machine. */
function storeElement(t: Translation, address: NativeRegister, index: number, target: Target): void {
  t.backend.moveArrayElement(address, index, target.kind === 'ptr' ? free(target) : target);
}

/** Writes the elements of the list of operands into what has been allocated, and stores the term. */
function fill(t: Translation, made: NativeRegister, list: number, first: number, target: () => Target): void {
  const b = t.backend;
  const address = t.address(made);
  const count = t.number(list);
  for (let i = 0; i < count; i++) {
    const element = t.source(list + 1 + i);
    putElement(t, element, address, first + i);
  }
  b.or(address, TermTag.boxed);
  t.store(address, target());
}

/** Stores a value, which is given away, as an element. */
export function putElement(t: Translation, value: Value, address: NativeRegister, index: number): void {
  t.backend.moveToArrayElement(t.give(value), address, index);
}

function getElement(t: Translation, index: number, target: Target): void {
  const address = t.address(t.register(t.source(0)));
  storeElement(t, address, index, target);
  t.backend.freeNativeRegisters([address]);
}

/** Moves, lists, tuples and funs. */
export function termTranslators(): Translators {
  return {
    [Opcode.move]: (t) => t.store(t.source(0), t.target(1)),
    [Opcode.swap]: (t) => {
      const b = t.backend;
      const [left, right] = [t.target(0), t.target(1)];
      const kept = t.copy(left);
      b.moveToVmRegister(right, left.kind === 'ptr' ? free(left) : left);
      t.store(kept, right);
    },
    [Opcode.get_list]: (t) => {
      const address = t.address(t.register(t.source(0)));
      storeElement(t, address, HEAD, t.target(1));
      storeElement(t, address, TAIL, t.target(2));
      t.backend.freeNativeRegisters([address]);
    },
    [Opcode.get_hd]: (t) => getElement(t, HEAD, t.target(1)),
    [Opcode.get_tl]: (t) => getElement(t, TAIL, t.target(1)),
    [Opcode.get_tuple_element]: (t) => getElement(t, t.number(1) + 1, t.target(2)),
    [Opcode.set_tuple_element]: (t) => {
      const element = t.source(0);
      const address = t.address(t.register(t.source(1)));
      putElement(t, element, address, t.number(2) + 1);
      t.backend.freeNativeRegisters([address]);
    },
    [Opcode.put_list]: (t) => {
      const [head, tail] = [t.source(0), t.source(1)];
      t.store(t.backend.callPrimitive('put_list', ['ctx', t.give(head), t.give(tail)]), t.target(2));
    },
    [Opcode.put_tuple2]: (t) => {
      const made = t.backend.callPrimitive('term_alloc_tuple', ['ctx', t.number(1)]);
      fill(t, made, 1, 1, () => t.target(0));
    },
    [Opcode.make_fun3]: (t) => {
      const made = t.backend.callPrimitive('term_alloc_fun', ['ctx', 'jit_state', t.number(0), t.number(2)]);
      fill(t, made, 2, FUN_VARIABLES, () => t.target(1));
    },
    [Opcode.update_record]: (t) => {
      const b = t.backend;
      const [size, updates] = [t.number(1), t.number(4)];
      const source = t.address(t.register(t.source(2)));
      const copy = t.address(b.callPrimitive('term_alloc_tuple', ['ctx', size]));
      const changed = new Set<number>();
      for (let i = 5; i < 5 + updates; i += 2) changed.add(t.number(i));
      for (let i = 1; i <= size; i++) {
        if (!changed.has(i)) b.moveToArrayElement(free(b.getArrayElement(source, i)), copy, i);
      }
      b.freeNativeRegisters([source]);
      for (let i = 5; i < 5 + updates; i += 2) putElement(t, t.source(i + 1), copy, t.number(i));
      b.or(copy, TermTag.boxed);
      t.store(copy, t.target(3));
    },
  };
}
