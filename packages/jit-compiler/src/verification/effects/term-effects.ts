import { OperandKind } from '@beamline/beam-file';
import { FunOffset } from '@beamline/machine-model';
import type { Effect, Effects, EffectsByName } from '../effects.js';
import { Guard } from '../guards.js';
import { ANY_TERM, Fact, ORIGIN, tupleOf } from '../value-facts.js';

/** `step`: how many operands there are for each key. */
function readsMap(e: Effects, k: number, step: number): void {
  for (let n = 0; n < (e.code.values[k + 2] ?? 0); n += step) e.state.value(k + 3 + n);
  if ((e.state.value(k + 1) & Fact.map) !== 0) return;
  e.guards |= Guard.map;
  e.state.learn(k + 1, Fact.map);
}

const guardBif: Effect = (e, k, i) => {
  e.readAll(i, (e.code.operandStart[i + 1] ?? 0) - 1);
  if (!e.takesNoHeap(e.code.values[k + 1] ?? 0)) e.state.loseHeap();
};

const collectingBif: Effect = (e, _, i) => {
  e.readAll(i, (e.code.operandStart[i + 1] ?? 0) - 1);
  e.state.loseHeap();
};

const takesFromCons: Effect = (e, k) => {
  e.state.set(k + 1, Fact.set | (e.cons(k) & ORIGIN));
};

const updatesMap: Effect = (e, k) => {
  e.ownedList(k + 5, e.code.values[k + 4] ?? 0, 1);
  e.state.owned(k + 1);
  e.state.loseHeap();
};

/** Instructions on terms other than bitstrings. */
export const termEffects: EffectsByName = {
  move: (e, k) => {
    const facts = e.state.value(k);
    e.state.set(k + 1, facts);
  },
  get_tuple_element: (e, k, i) => {
    e.state.set(k + 2, Fact.set | (e.element(k, i) & ORIGIN));
  },
  put_tuple2: (e, k) => {
    const count = e.code.values[k + 1] ?? 0;
    e.state.takeHeap(4 * (count + 1));
    e.state.set(k, (tupleOf(count) & ~ANY_TERM) | e.builtOf(k + 2, count));
  },
  get_list: (e, k) => {
    const own = e.cons(k) & ORIGIN;
    e.state.set(k + 1, Fact.set | own);
    e.state.set(k + 2, Fact.set | own);
  },
  put_list: (e, k) => {
    e.state.takeHeap(8);
    e.state.set(k + 2, Fact.cons | e.builtOf(k, 2));
  },
  test_arity: (e, k) => {
    e.tuple(k + 1, 0);
  },
  make_fun2: (e, k) => {
    e.state.requireX(e.module.beam.lambdas[e.code.values[k] ?? 0]?.numFree ?? 0, true);
    e.state.loseHeap();
    e.state.setX(0, ANY_TERM);
  },
  gc_bif2: (e, k) => {
    e.arithmetic(k);
  },
  bif1: guardBif,
  bif2: guardBif,
  bif3: guardBif,
  get_map_elements: (e, k) => {
    readsMap(e, k, 2);
  },
  has_map_fields: (e, k) => {
    readsMap(e, k, 1);
  },
  make_fun3: (e, k) => {
    e.ownedList(k + 3, e.code.values[k + 2] ?? 0, 1);
    e.state.takeHeap(FunOffset.free + 4 * (e.code.values[k + 2] ?? 0));
    e.state.set(k + 1, ANY_TERM);
  },
  swap: (e, k) => {
    const first = e.state.value(k);
    e.state.set(k, e.state.value(k + 1));
    e.state.set(k + 1, first);
  },
  get_hd: takesFromCons,
  get_tl: takesFromCons,
  set_tuple_element: (e, k) => {
    e.state.owned(k);
    if ((e.state.value(k + 1) & Fact.fresh) === 0) throw e.state.error('a tuple that may be shared is updated in place');
    e.tuple(k + 1, (e.code.values[k + 2] ?? 0) + 1);
  },
  update_record: (e, k) => {
    e.ownedList(k + 6, Math.max(0, (e.code.values[k + 4] ?? 0) - 1), 2);
    e.state.owned(k + 2);
    e.tuple(k + 2, e.code.values[k + 1] ?? 0);
    e.state.takeHeap(4 * ((e.code.values[k + 1] ?? 0) + 1));
    e.state.set(k + 3, tupleOf(e.code.values[k + 1] ?? 0));
  },
  fmove: (e, k) => {
    if (e.code.kinds[k + 1] !== OperandKind.floatRegister) {
      e.state.takeHeap(12);
      e.state.set(k + 1, ANY_TERM | Fact.float);
    } else if ((e.state.value(k) & Fact.float) === 0) {
      e.guards |= Guard.float;
      e.state.learn(k, Fact.float);
    }
  },
  fconv: (e, k) => {
    e.state.value(k);
  },
  select_tuple_arity: (e, k) => {
    e.tuple(k, 0);
  },
  gc_bif1: collectingBif,
  gc_bif3: collectingBif,
  bif0: (e, k) => {
    if (!e.takesNoHeap(e.code.values[k] ?? 0)) e.state.loseHeap();
    e.state.set(k + 1, ANY_TERM);
  },
  put_map_assoc: updatesMap,
  put_map_exact: updatesMap,
  put_record: (e, k) => {
    e.state.owned(k + 2);
    e.ownedList(k + 6, e.code.values[k + 5] ?? 0, 1);
    e.state.loseHeap();
    e.state.set(k + 3, ANY_TERM);
  },
  get_record_elements: (e, k) => {
    e.state.value(k + 1);
  },
  get_record_field: (e, k) => {
    e.state.value(k + 1);
    e.state.owned(k + 2);
    e.state.owned(k + 3);
    e.state.loseHeap();
  },
};
