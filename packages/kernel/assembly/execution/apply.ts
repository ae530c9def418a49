// `apply` with module and function known at run time: a small cache before the host's table.
import * as L from '../generated/layout';
import { exportSlot } from '../host';
import { isAtom } from '../terms/term';

/** Entries of the cache: module, name, arity, slot. */
const ENTRIES: u32 = 256;
const cache: u32 = memory.data(4096) as u32;

/** Table index to call for `apply(Module, Name, Arguments)`; 0 when module or name is not an atom. */
export function applyTarget(module: u32, name: u32, arity: u32): u32 {
  if (!isAtom(module) || !isAtom(name)) return 0;
  const hash = ((module * 31 + name) >> L.TermTag_atomShift) * 31 + arity;
  const entry = cache + ((hash & (ENTRIES - 1)) << 4);
  if (load<u32>(entry) == module && load<u32>(entry, 4) == name && load<u32>(entry, 8) == arity) return load<u32>(entry, 12);
  const slot = exportSlot(module, name, arity);
  store<u32>(entry, module);
  store<u32>(entry, name, 4);
  store<u32>(entry, arity, 8);
  store<u32>(entry, slot, 12);
  return slot;
}
