import { formatTerm, type Term } from '@beamline/beam-file';
import { atomName, elements, tupleElements } from '../terms/arguments.js';
import { fail } from '../terms/failures.js';

const FILE = 'api_ng.c';

const PADDINGS = ['undefined', 'none', 'zero', 'random', 'pkcs_padding'] as const;

/** What fills the last block; `undefined` leaves out what is left of it. */
type Padding = (typeof PADDINGS)[number];

/** What a cipher is to do. */
export interface CipherOptions {
  readonly encrypts: boolean;
  readonly padding: Padding;
}

/** The flag, or the options, that tell what a cipher is to do: an argument by its number. */
export function cipherOptions(term: Term | undefined, argument: number): CipherOptions {
  const flag = atomName(term);
  if (flag === 'true') return { encrypts: true, padding: 'undefined' };
  if (flag === 'false' || flag === 'undefined') return { encrypts: false, padding: 'undefined' };
  const options = elements(term) ?? fail('badarg', FILE, argument, 'Options are not a boolean or a proper list');
  // Without the option OTP encrypts.
  let encrypts: boolean | undefined;
  let padding: Padding | undefined;
  for (const option of options) {
    const pair = tupleElements(option);
    if (pair?.length !== 2) return fail('badarg', FILE, argument, 'Options must be a property list!');
    const [tag, value] = pair;
    const name = atomName(tag);
    if (name === 'encrypt') {
      if (encrypts !== undefined) return fail('badarg', FILE, argument, "'encrypt' option is present more than once!");
      const given = atomName(value);
      if (given !== 'true' && given !== 'false' && given !== 'undefined')
        return fail('badarg', FILE, argument, "The 'encrypt' option must be a boolean!");
      encrypts = given === 'true';
    } else if (name === 'padding') {
      if (padding !== undefined) return fail('badarg', FILE, argument, "The 'padding' option must not be present more than once!");
      const given = atomName(value);
      padding = PADDINGS.find((each) => each === given) ?? fail('badarg', FILE, argument, "Bad 'padding' option value");
    } else {
      const text = tag === undefined ? '' : (shownCharacters(tag) ?? formatTerm(tag));
      return fail('badarg', FILE, argument, `Bad tag in option: ${text}`);
    }
  }
  return { encrypts: encrypts ?? true, padding: padding ?? 'undefined' };
}

/** A list of printable characters as OTP shows it. */
function shownCharacters(term: Term): string | undefined {
  const codes = elements(term)?.map((each) => (each.kind === 'integer' && each.value >= 32 && each.value < 127 ? Number(each.value) : 0));
  return codes === undefined || codes.length === 0 || codes.includes(0) ? undefined : JSON.stringify(String.fromCharCode(...codes));
}
