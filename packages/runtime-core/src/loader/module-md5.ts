import type { BeamFile } from '@beamline/beam-file';
import { md5Final, md5Init, md5Update } from './md5.js';

/** Chunks that make a module what it is, in this order (`md5_chunks/0` in `lib/stdlib/src/beam_lib.erl`). */
const CHUNKS = ['Atom', 'AtU8', 'Code', 'StrT', 'ImpT', 'ExpT', 'FunT', 'LitT', 'Meta'] as const;
/** Bytes of an entry of `FunT`, of which the last four are a number that does not count. */
const FUN_ENTRY = 24;

/** Those that have been asked for: when a program starts, few of many modules are. */
const known = new WeakMap<BeamFile, Uint8Array>();

/** MD5 of a module, 16 bytes, as in `beam_lib:md5/1` and the funs of the module. */
export function moduleMd5(beam: BeamFile): Uint8Array {
  const before = known.get(beam);
  if (before !== undefined) return before;
  const md5 = digest(beam);
  known.set(beam, md5);
  return md5;
}

function digest(beam: BeamFile): Uint8Array {
  let state = md5Init();
  for (const name of CHUNKS) {
    const chunk = beam.chunks.get(name);
    if (chunk === undefined) continue;
    const bytes = chunk.slice();
    if (name === 'FunT') for (let at = 4 + FUN_ENTRY; at <= bytes.length; at += FUN_ENTRY) bytes.fill(0, at - 4, at);
    state = md5Update(state, bytes);
  }
  return md5Final(state);
}
