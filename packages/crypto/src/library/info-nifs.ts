import { type Nif, terms } from '@beamline/runtime-core';
import { atomName } from '../terms/arguments.js';
import { badarg } from '../terms/failures.js';

/** What does the work, and its version: a number as OpenSSL has it, `0xMNN00PP0`. */
const NAME = 'noble';
const NUMBER = 0x20400000;
const TEXT = 'noble 2.4.0';

/** What the library is. */
export const infoNifs: Readonly<Record<string, Nif>> = {
  'info_lib/0': () => terms.list([terms.tuple(terms.textBinary(NAME), terms.integer(NUMBER), terms.textBinary(TEXT))]),
  'info_nif/0': () => ({
    kind: 'map',
    pairs: [
      [terms.atom('compile_type'), terms.atom('normal')],
      [terms.atom('link_type'), terms.atom('static')],
      [terms.atom('cryptolib_version_compiled'), terms.characters(TEXT)],
      [terms.atom('cryptolib_version_linked'), terms.characters(TEXT)],
      [terms.atom('fips_provider_available'), terms.atom('false')],
    ],
  }),
  'info_fips/0': () => terms.atom('not_supported'),
  'enable_fips_mode_nif/1': ([enable]) => {
    const wanted = atomName(enable);
    return wanted === 'true' || wanted === 'false' ? terms.boolean(wanted === 'false') : badarg();
  },
};
