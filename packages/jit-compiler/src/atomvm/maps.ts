import { Opcode } from '@beamline/beam-file';
import { free, type NativeRegister, ptr } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import { AtomTerm } from './default-atoms.js';
import { putElement } from './terms.js';
import type { Translation, Value } from './translation.js';
import type { Translators } from './translator.js';

/** What `term_find_map_pos` gives for no position. */
const NOT_FOUND = -1;
const NO_MEMORY = -2;
/** Words of a map: its keys, a tuple, then the values. */
const KEYS = 1;
const VALUES = 2;
const WORD_BYTES = 4;

/** The position of a key, which is given away. The map stays. */
function position(t: Translation, map: Value, key: Value): NativeRegister {
  const b = t.backend;
  const found = b.callPrimitive('term_find_map_pos', ['ctx', map, t.give(key)]);
  t.raiseIf(['(int)', found, '==', NO_MEMORY], AtomTerm.outOfMemory);
  return found;
}

/** How many pairs a map has. */
function size(t: Translation, map: Value): NativeRegister {
  const b = t.backend;
  const keys = b.getArrayElement(free(t.address(t.copy(map))), KEYS);
  return b.shiftRight(free(b.getArrayElement(free(t.address(keys)), 0)), TermTag.arityShift);
}

function putAssociations(t: Translation): void {
  const b = t.backend;
  const [live, length] = [t.number(3), t.number(4)];
  const map = t.source(1);
  const added = b.copyToNativeRegister(0);
  for (let i = 0; i < length; i += 2) {
    const found = position(t, map, t.source(5 + i));
    b.ifBlock(['(int)', free(found), '==', NOT_FOUND], () => b.add(added, 1));
  }
  // The keys are shared if none is new.
  const words = size(t, map);
  b.ifElseBlock(
    [added, '==', 0],
    () => b.add(words, VALUES),
    () => {
      b.add(words, added);
      b.shiftLeft(words, 1);
      b.add(words, VALUES + 1);
    },
  );
  t.trim(live);
  const kept = t.ensureWith(map, free(words), live);
  const pairs = b.callPrimitive('malloc', ['ctx', 'jit_state', length * WORD_BYTES]);
  t.handleErrorIf([pairs, '==', 0]);
  for (let i = 0; i < length; i++) putElement(t, t.source(5 + i), pairs, i);
  const made = b.callPrimitive('put_map_assoc', ['ctx', 'jit_state', t.give(kept), free(added), length / 2, pairs]);
  t.release(b.callPrimitive('free', [free(pairs)]));
  t.handleErrorIf([made, '==', 0]);
  t.store(made, t.target(2));
}

function putExactly(t: Translation): void {
  const b = t.backend;
  const [live, length] = [t.number(3), t.number(4)];
  const map = t.source(1);
  for (let i = 0; i < length; i += 2) {
    const found = position(t, map, t.source(5 + i));
    t.raiseIf(['(int)', free(found), '==', NOT_FOUND], AtomTerm.badarg);
  }
  const words = size(t, map);
  b.add(words, VALUES);
  t.trim(live);
  const kept = t.ensureWith(map, free(words), live);
  const copy = t.address(b.callPrimitive('term_copy_map', ['ctx', kept]));
  for (let i = 0; i < length; i += 2) {
    const found = position(t, kept, t.source(5 + i));
    const value = t.register(t.source(6 + i));
    b.moveToArrayElement(free(value), copy, free(found), VALUES);
  }
  t.release(kept);
  b.or(copy, TermTag.boxed);
  t.store(copy, t.target(2));
}

function hasFields(t: Translation): void {
  const map = t.source(1);
  for (let i = 0; i < t.number(2); i++) {
    const found = position(t, map, t.source(3 + i));
    t.failIf(['(int)', free(found), '==', NOT_FOUND], t.number(0));
  }
  t.release(map);
}

function getElements(t: Translation): void {
  const b = t.backend;
  // A copy, since one of the targets may be the register that the map is in.
  const map = t.register(t.source(1));
  for (let i = 0; i < t.number(2); i += 2) {
    const found = position(t, map, t.source(3 + i));
    t.failIf(['(int)', found, '==', NOT_FOUND], t.number(0));
    const address = b.and(map, ~TermTag.primaryMask);
    b.shiftLeft(found, 2);
    b.add(address, free(found));
    t.store(ptr(address, VALUES), t.target(4 + i));
  }
  b.freeNativeRegisters([map]);
}

/** Maps. */
export function mapTranslators(): Translators {
  return {
    [Opcode.put_map_assoc]: putAssociations,
    [Opcode.put_map_exact]: putExactly,
    [Opcode.has_map_fields]: hasFields,
    [Opcode.get_map_elements]: getElements,
  };
}
