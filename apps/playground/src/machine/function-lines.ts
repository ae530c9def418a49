import { type BeamFile, functionsOf, Opcode, readBeamFile } from '@beamline/beam-file';
import type { LineUse } from '../editor/line-marks.js';
import type { Place, Program } from './program.js';

/** Where functions begin in the source, by `module:function/arity`. */
export type FunctionLines = ReadonlyMap<string, number>;

/** Where the functions of a program begin. */
export function functionLines({ modules }: Program): FunctionLines {
  const lines = new Map<string, number>();
  for (const { name, bytes } of modules) {
    const beam = readBeamFile(bytes);
    for (const { name: atom, arity, start } of functionsOf(beam.code))
      lines.set(`${name}:${beam.atoms[atom] ?? ''}/${arity}`, headLine(beam, start));
  }
  return lines;
}

/** The line in front of the `func_info` of a function; 0 if there is none. */
function headLine({ code, lines }: BeamFile, start: number): number {
  for (let i = start; i < code.length && code.opcodes[i] !== Opcode.func_info; i++)
    if (code.opcodes[i] === Opcode.line) return lines?.lines[code.values[code.operandStart[i] ?? 0] ?? 0]?.line ?? 0;
  return 0;
}

/** How many processes are in each line. What is entering a function is where that begins. */
export function lineUsesOf(places: readonly Place[], heads: FunctionLines): LineUse[] {
  const uses = new Map<number, LineUse>();
  for (const place of places) {
    const line = place.line > 0 ? place.line : (heads.get(`${place.module}:${place.function}/${place.arity}`) ?? 0);
    if (line === 0) continue;
    const before = uses.get(line);
    uses.set(line, { line, active: place.active + (before?.active ?? 0), waiting: place.waiting + (before?.waiting ?? 0) });
  }
  return [...uses.values()];
}
