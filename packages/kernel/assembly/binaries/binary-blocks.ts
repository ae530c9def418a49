// The counted blocks of `refc` binaries.
import * as L from '../generated/layout';
import { released } from '../host';
import { freeBlock } from '../memory/blocks';
import { tagOf } from '../terms/term';

/** Address of the data of a heap or `refc` binary. */
// @ts-ignore: decorator
@inline
export function dataOf(t: u32): u32 {
  return tagOf(t) == L.HeaderTag_heapBinary
    ? t - 2 + L.BINARY_DATA_OFFSET
    : load<u32>(t - 2 + L.RefcBinaryOffset_block) + L.BinaryBlockOffset_data;
}

/** Gives up a reference to a block. */
export function releaseBlock(block: u32): void {
  const references = load<u32>(block) - 1;
  if (references == 0) {
    const binaries = load<u32>(block, L.BinaryBlockOffset_binaries);
    if ((binaries & L.RESOURCE_FLAG) != 0) released(binaries >> 1);
    else releaseBinaries(binaries);
    const bytes = L.BinaryBlockOffset_data + load<u32>(block, L.BinaryBlockOffset_capacity);
    store<u32>(L.MachineCounter_binaryBytes, load<u32>(L.MachineCounter_binaryBytes) - bytes);
    freeBlock(block);
  } else {
    store<u32>(block, references);
  }
}

/** Gives up the references of a list of `refc` binaries. */
export function releaseBinaries(box: u32): void {
  for (; box != 0; box = load<u32>(box, L.RefcBinaryOffset_next)) releaseBlock(load<u32>(box, L.RefcBinaryOffset_block));
}

/** True if a header of a bitstring or match context has a term at its end and plain numbers before. */
// @ts-ignore: decorator
@inline
export function hasParent(header: u32): bool {
  const tag = header & L.TermTag_headerMask;
  return tag == L.HeaderTag_subBinary || tag == L.HeaderTag_matchContext;
}
