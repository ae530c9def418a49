// Compiled match specifications as terms: magic references, whose blocks hold the program and the terms that it needs.
import * as L from '../generated/layout';
import { binariesOfCopy, copyTerm, sizeOfCopy } from '../terms/copy-term';
import { isMagicReference, magicData, newMagicReference } from '../terms/magic-references';
import { compileMatch } from './match-compile';
import { PROGRAM_BYTES, PROGRAM_FOREIGN } from './match-program';

export function isMatchHandle(term: u32): bool {
  return isMagicReference(term, L.MagicKind_matchProgram);
}

/** The program of a handle. */
export function programOf(handle: u32): u32 {
  return magicData(handle);
}

/** A handle for a specification; 0 if something is wrong with that. */
export function makeMatchHandle(specification: u32): u32 {
  // Compiled twice: to see how large the program is, then from the copy of the specification that it is to refer to.
  let program = compileMatch(specification, false);
  if (program == 0) return 0;
  const bytes = load<u32>(program, PROGRAM_BYTES);
  const handle = newMagicReference(bytes + sizeOfCopy(specification), L.MagicKind_matchProgram);
  const data = magicData(handle);
  const copy = copyTerm(specification, data + bytes);
  store<u32>(data - L.BinaryBlockOffset_data, binariesOfCopy(), L.BinaryBlockOffset_binaries);
  program = compileMatch(copy, false);
  store<u32>(program, 1, PROGRAM_FOREIGN);
  memory.copy(data, program, bytes);
  return handle;
}
