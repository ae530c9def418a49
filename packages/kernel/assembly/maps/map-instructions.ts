// `put_map_assoc` and `put_map_exact`: their pairs are in the scratch area. In a guard they return 0 when they
// fail, in a body they raise.

import { raiseWithValue } from '../execution/raise';
import * as L from '../generated/layout';
import { isMap } from '../terms/term';
import { missingKey, putPairs, updatePairs } from './map';

export function putMapAssoc(map: u32, count: u32): u32 {
  return putPairs(map, L.SCRATCH, count);
}

export function putMapExact(map: u32, count: u32): u32 {
  return updatePairs(map, L.SCRATCH, count);
}

export function putMapAssocInBody(map: u32, count: u32, sp: u32, site: u32): u32 {
  const result = putMapAssoc(map, count);
  return result != 0 ? result : raiseWithValue(sp, site, L.Atom_badmap, map);
}

export function putMapExactInBody(map: u32, count: u32, sp: u32, site: u32): u32 {
  const result = putMapExact(map, count);
  if (result != 0) return result;
  if (!isMap(map)) return raiseWithValue(sp, site, L.Atom_badmap, map);
  return raiseWithValue(sp, site, L.Atom_badkey, missingKey(map, L.SCRATCH, count));
}
