// Resources of the host as terms: magic references whose blocks have nothing but a number. When no term refers to one any more, its
// block is released as any other, and the host is told.
import * as L from '../generated/layout';
import { magicData, newMagicReference, shareMagicReference } from './magic-references';

/**
 * A reference of the running process to the resource with a number. `block` is what other references to it hold, or 0 if it is new. The
 * block of a new one is in the reference.
 */
export function referToResource(number: u32, block: u32): u32 {
  if (block != 0) return shareMagicReference(block, L.MagicKind_resource, block + L.BinaryBlockOffset_data);
  const reference = newMagicReference(L.RESOURCE_WORDS << 2, L.MagicKind_resource);
  const words = magicData(reference);
  store<u32>(words - L.BinaryBlockOffset_data, (number << 1) | L.RESOURCE_FLAG, L.BinaryBlockOffset_binaries);
  const box = reference - L.TermTag_boxed;
  store<u32>(words, load<u32>(box, L.MagicReferenceOffset_low));
  store<u32>(words, load<u32>(box, L.MagicReferenceOffset_middle), 4);
  store<u32>(words, load<u32>(box, L.MagicReferenceOffset_high), 8);
  return reference;
}
