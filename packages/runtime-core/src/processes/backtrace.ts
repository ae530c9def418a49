import { formatAtom } from '@beamline/beam-file';
import { BOTTOM_RETURN_ADDRESS, ContextOffset, TermTag } from '@beamline/machine-model';
import { displayedTerm } from '../terms/displayed-term.js';
import type { StackFrame } from './erlang-error.js';
import type { DumpParts } from './process-dump.js';

function address(word: number): string {
  return `0x${(word >>> 0).toString(16).padStart(16, '0')}`;
}

function place(word: number, frame: StackFrame | undefined): string {
  const name = word === BOTTOM_RETURN_ADDRESS ? '<terminate process normally>' : '<unknown>';
  if (frame === undefined) return `${address(word)} (${name})`;
  return `${address(word)} (${formatAtom(frame.module)}:${formatAtom(frame.function)}/${frame.arity} + 0)`;
}

/**
 * The stack of a process as OTP writes it (`erts_stack_dump`): where it is, and for each frame above that its return address and Y registers.
 * Addresses are those of the machine.
 *
 * @param frame - the function that the process is about to enter; undefined where it goes on in the innermost frame
 */
export function backtrace(context: number, frame: StackFrame | undefined, { memory, reader, processes, traces }: DumpParts): string {
  const start = processes.stackPointer(context);
  // Without a frame in which it is elsewhere it goes on where its own frame says.
  const inside = frame === undefined ? memory.load(start) : 0;
  const lines: string[] = [`Program counter: ${place(inside, frame ?? traces.frameAt(inside))}`];
  const end = memory.load(context + ContextOffset.stackEnd) >>> 0;
  for (let at = frame === undefined ? start + 4 : start, y = 0; at < end; at += 4) {
    const word = memory.load(at);
    if ((word & TermTag.primaryMask) === 0) {
      lines.push('', `${address(at)} Return addr ${place(word, traces.frameAt(word))}`);
      y = 0;
    } else {
      const isCatch = (word & TermTag.catchMask) === TermTag.catchTag;
      lines.push(`y(${y++})     ${isCatch ? `Catch ${address(word)}` : displayedTerm(reader.read(word))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
