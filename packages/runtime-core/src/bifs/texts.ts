import type { Term } from '@beamline/beam-file';
import { MAXIMUM_ATOM_LENGTH } from '../terms/atom-table.js';
import { ByteBuffer } from '../terms/byte-buffer.js';
import { atom, binary, characters, textBinary } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf, textOf } from './arguments.js';
import { type BifContext, BifFailure, type HostBifs } from './bif-context.js';

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

function decode(term: Term | undefined, from: Term | undefined): string {
  const bytes = bytesOf(term);
  if (encoding(from) === 'latin1') {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return badarg();
  }
}

function encodeAtom(name: string, to: 'latin1' | 'utf8'): Term {
  if (to === 'utf8') return textBinary(name);
  const bytes = new ByteBuffer();
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 255) return badarg();
    bytes.byte(code);
  }
  return binary(bytes.finish());
}

/** Atoms and their texts. */
export const textBifs: HostBifs = {
  'erlang:atom_to_list/1': ([term]) => characters(atomOf(term)),
  'erlang:atom_to_binary/2': ([term, to]) => encodeAtom(atomOf(term), encoding(to)),
  'erlang:atom_to_binary/1': ([term]) => encodeAtom(atomOf(term), 'utf8'),
  'erlang:binary_to_atom/1': ([term]) => newAtom(decode(term, atom('utf8'))),
  'erlang:binary_to_existing_atom/1': ([term], context) => existingAtom(decode(term, atom('utf8')), context),
  'erlang:list_to_atom/1': ([term]) => newAtom(textOf(term)),
  'erlang:list_to_existing_atom/1': ([term], context) => existingAtom(textOf(term), context),
  'erlang:binary_to_atom/2': ([term, from]) => newAtom(decode(term, from)),
  'erlang:binary_to_existing_atom/2': ([term, from], context) => existingAtom(decode(term, from), context),
};
