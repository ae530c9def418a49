// Room on the heap, by a collection if need be.
import * as L from '../generated/layout';
import { collect } from './collector';

/**
 * Makes sure that `bytes` bytes can be allocated by bumping heapTop; may collect, with the first
 * `live` X registers and the stack from `sp` as roots.
 */
// @ts-ignore: decorator
@inline
export function reserve(sp: u32, bytes: u32, live: u32): void {
  if (load<u32>(L.MachineRegister_heapTop) + bytes > load<u32>(L.MachineRegister_heapLimit)) collect(sp, bytes, live);
}
