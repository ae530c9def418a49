import type { Term } from '@beamline/beam-file';
import { MAXIMUM_ATOM_LENGTH } from '../terms/atom-table.js';
import { atom, binary, characters, textBinary } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf, textOf } from './arguments.js';
import { type BifContext, BifFailure, type HostBifs } from './bif-context.js';

/** Most bytes of an atom in UTF-8. */
const LONGEST_UTF8: number = 4 * MAXIMUM_ATOM_LENGTH;
/** Bytes that are decoded at a time. */
const PIECE = 0x10000;

function newAtom(name: string): Term {
  if ([...name].length > MAXIMUM_ATOM_LENGTH) throw new BifFailure('system_limit');
  return atom(name);
}

function existingAtom(name: string, context: BifContext): Term {
  return context.hasAtom(name) ? atom(name) : badarg();
}

/** An encoding of atoms: latin1, or utf8 for its two names. */
function encoding(term: Term | undefined): 'latin1' | 'utf8' {
  if (term?.kind !== 'atom') return badarg();
  if (term.name === 'latin1') return 'latin1';
  return term.name === 'utf8' || term.name === 'unicode' ? 'utf8' : badarg();
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of an atom; fails with `tooLong` if it is longer than one. */
function decode(term: Term | undefined, from: Term | undefined, tooLong: 'badarg' | 'system_limit'): string {
  const bytes = bytesOf(term);
  if (encoding(from) === 'latin1') {
    if (bytes.length > MAXIMUM_ATOM_LENGTH) throw new BifFailure(tooLong);
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
  }
  try {
    if (bytes.length <= LONGEST_UTF8) return decoder.decode(bytes);
    // Too long for an atom: it is only looked at whether it is text, piece by piece.
    const checker = new TextDecoder('utf-8', { fatal: true });
    for (let at = 0; at < bytes.length; at += PIECE) checker.decode(bytes.subarray(at, at + PIECE), { stream: true });
    checker.decode();
  } catch {
    return badarg();
  }
  throw new BifFailure(tooLong);
}

function encodeAtom(name: string, to: 'latin1' | 'utf8'): Term {
  if (to === 'utf8') return textBinary(name);
  const codes = [...name].map((character) => character.codePointAt(0) ?? 0);
  return codes.some((code) => code > 255) ? badarg() : binary(Uint8Array.from(codes));
}

/** Atoms and their texts. */
export const textBifs: HostBifs = {
  'erlang:atom_to_list/1': ([term]) => characters(atomOf(term)),
  'erlang:atom_to_binary/2': ([term, to]) => encodeAtom(atomOf(term), encoding(to)),
  'erlang:atom_to_binary/1': ([term]) => encodeAtom(atomOf(term), 'utf8'),
  'erlang:binary_to_atom/1': ([term]) => newAtom(decode(term, atom('utf8'), 'system_limit')),
  'erlang:binary_to_existing_atom/1': ([term], context) => existingAtom(decode(term, atom('utf8'), 'badarg'), context),
  'erlang:list_to_atom/1': ([term]) => newAtom(textOf(term)),
  'erlang:list_to_existing_atom/1': ([term], context) => existingAtom(textOf(term), context),
  'erlang:binary_to_atom/2': ([term, from]) => newAtom(decode(term, from, 'system_limit')),
  'erlang:binary_to_existing_atom/2': ([term, from], context) => existingAtom(decode(term, from, 'badarg'), context),
};
