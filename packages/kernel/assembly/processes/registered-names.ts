// Registered names: the process of each atom that is one.
import * as L from '../generated/layout';
import { allocateBlock, freeBlock } from '../memory/blocks';

/** Contexts by the index of the atom. */
let table: u32 = 0;
let capacity: u32 = 0;

/** Context of the process with a registered name, an atom; 0 if there is none. */
export function processNamed(name: u32): u32 {
  const index = name >> L.TermTag_atomShift;
  return index < capacity ? load<u32>(table + (index << 2)) : 0;
}

/** Gives a process a name that no process has; it has none yet. */
export function nameProcess(context: u32, name: u32): void {
  const index = name >> L.TermTag_atomShift;
  if (index >= capacity) {
    const larger = max<u32>(capacity * 2, (index + 256) & ~255);
    const block = allocateBlock(larger << 2);
    memory.copy(block, table, capacity << 2);
    memory.fill(block + (capacity << 2), 0, (larger - capacity) << 2);
    freeBlock(table);
    table = block;
    capacity = larger;
  }
  store<u32>(table + (index << 2), context);
  store<u32>(context + L.ContextOffset_name, name);
}

/** Takes the name of a process, if it has one. */
export function unnameProcess(context: u32): void {
  const name = load<u32>(context + L.ContextOffset_name);
  if (name == 0) return;
  store<u32>(table + ((name >> L.TermTag_atomShift) << 2), 0);
  store<u32>(context + L.ContextOffset_name, 0);
}

/** The next registered name after an atom, in their order; 0 if there is none. Begins with 0. */
export function nextName(after: u32): u32 {
  for (let index: u32 = after == 0 ? 0 : (after >> L.TermTag_atomShift) + 1; index < capacity; index++) {
    const context = load<u32>(table + (index << 2));
    if (context != 0) return load<u32>(context + L.ContextOffset_name);
  }
  return 0;
}
