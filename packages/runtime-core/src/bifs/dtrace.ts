import { atom, boolean, NIL } from '../terms/plain-terms.js';
import { atomOf, badarg } from './arguments.js';
import type { HostBifs } from './bif-context.js';

const UNDEFINED = atom('undefined');

/** Tags of DTrace, which there is not. */
export const dtraceBifs: HostBifs = {
  'erlang:dt_put_tag/1': () => UNDEFINED,
  'erlang:dt_get_tag/0': () => UNDEFINED,
  'erlang:dt_get_tag_data/0': () => UNDEFINED,
  'erlang:dt_prepend_vm_tag_data/1': ([data]) => data ?? NIL,
  'erlang:dt_append_vm_tag_data/1': ([data]) => data ?? NIL,
  'erlang:dt_spread_tag/1': ([flag]) => boolean(atomOf(flag) === 'true' || atomOf(flag) === 'false' || badarg()),
  'erlang:dt_restore_tag/1': ([tag]) => (tag?.kind === 'atom' && tag.name === 'true' ? atom('true') : badarg()),
};
