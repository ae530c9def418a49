import { type Nif, terms } from '@beamline/runtime-core';
import { notsup } from '../terms/failures.js';

/** Functions on engines of OpenSSL, of which there are none. */
const ENGINE_FUNCTIONS = [
  'engine_by_id_nif/1',
  'engine_init_nif/1',
  'engine_free_nif/1',
  'engine_load_dynamic_nif/0',
  'engine_ctrl_cmd_strings_nif/3',
  'engine_add_nif/1',
  'engine_remove_nif/1',
  'engine_register_nif/2',
  'engine_unregister_nif/2',
  'engine_get_first_nif/0',
  'engine_get_next_nif/1',
  'engine_get_id_nif/1',
  'engine_get_name_nif/1',
  'engine_get_all_methods_nif/0',
  'ensure_engine_loaded_nif/2',
];

/** The module of OTP 25 makes the error of the atom itself. */
const answer: Nif = (_, { otpRelease }) => (otpRelease < 26 ? terms.atom('notsup') : notsup());

/** Engines of OpenSSL: as where it was built without. */
export const engineNifs: Readonly<Record<string, Nif>> = Object.fromEntries(ENGINE_FUNCTIONS.map((name) => [name, answer]));
