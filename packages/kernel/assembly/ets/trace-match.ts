// Match specifications of tracing, which the host keeps: blocks with the program and the terms that it needs.
import { releaseBinaries } from '../binaries/binary-blocks';
import { allocateBlock, freeBlock } from '../memory/blocks';
import { binariesOfCopy, copyTerm, sizeOfCopy } from '../terms/copy-term';
import { compileMatch } from './match-compile';
import { PROGRAM_BYTES, PROGRAM_FOREIGN } from './match-program';
import { runMatch, startMatch } from './match-run';

/** A block with the program of a specification for calls (1) or messages (2); 0 if something is wrong with that. */
export function compileTraceMatch(specification: u32, purpose: u32): u32 {
  // Compiled twice: to see how large the program is, then from the copy of the specification that it is to refer to.
  let program = compileMatch(specification, false, purpose);
  if (program == 0) return 0;
  const bytes = load<u32>(program, PROGRAM_BYTES);
  const block = allocateBlock(BINARIES_BYTES + bytes + sizeOfCopy(specification));
  const copy = copyTerm(specification, block + BINARIES_BYTES + bytes);
  store<u32>(block, binariesOfCopy());
  program = compileMatch(copy, false, purpose);
  store<u32>(program, 1, PROGRAM_FOREIGN);
  memory.copy(block + BINARIES_BYTES, program, bytes);
  return block;
}

/** Bytes in front of the program, whose first word is the first `refc` binary of its terms. */
const BINARIES_BYTES: u32 = 8;

/** Runs such a program on a list of arguments: 0 if no clause matches. */
export function runTraceMatch(block: u32, list: u32): u32 {
  startMatch(block + BINARIES_BYTES, false);
  return runMatch(list);
}

/** Gives up such a block. */
export function freeTraceMatch(block: u32): void {
  releaseBinaries(load<u32>(block));
  freeBlock(block);
}
