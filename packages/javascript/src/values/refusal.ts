import type { Term } from '@beamline/beam-file';
import { ErlangError, terms } from '@beamline/runtime-core';

/** The error `badarg`. */
export function badarg(): never {
  throw new ErlangError('error', terms.atom('badarg'), []);
}

/** The error `{bad_value, Term}`, for a term that has no counterpart in JavaScript. */
export function badValue(term: Term): never {
  throw new ErlangError('error', terms.tuple(terms.atom('bad_value'), term), []);
}

/** The error `{not_granted, What}`. */
export function notGranted(what: string): never {
  throw new ErlangError('error', terms.tuple(terms.atom('not_granted'), terms.textBinary(what)), []);
}
