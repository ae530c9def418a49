import { ErlangError, terms } from '@beamline/runtime-core';

/** What OTP's C code calls the ways to fail. */
type Tag = 'badarg' | 'notsup' | 'error';

const encoder = new TextEncoder();

/**
 * Fails as the C code of OTP's `crypto` does, for its module to translate.
 * @param argument - number of the argument that is wrong, from 0; −1 for none
 * @param file - the file of OTP in C that has the text; there is no line
 */
export function fail(tag: Tag, file: string, argument: number, text: string): never {
  const characters = terms.list([...encoder.encode(text)].map(terms.integer));
  const place = {
    kind: 'map' as const,
    pairs: [
      [terms.atom('c_function_arg_num'), terms.integer(argument)] as const,
      [terms.atom('c_file_name'), terms.characters(file)] as const,
      [terms.atom('c_file_line_num'), terms.integer(0)] as const,
    ],
  };
  throw new ErlangError('error', terms.tuple(terms.atom(tag), place, characters), []);
}

/** Fails with `badarg` alone. */
export function badarg(): never {
  throw new ErlangError('error', terms.atom('badarg'), []);
}

/** Fails with `notsup` alone. */
export function notsup(): never {
  throw new ErlangError('error', terms.atom('notsup'), []);
}
