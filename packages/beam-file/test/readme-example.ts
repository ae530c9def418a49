import { readFileSync } from 'node:fs';
import { disassemble, Opcode, OperandKind, readBeamFile } from '@beamline/beam-file';

const beam = readBeamFile(readFileSync('test/fixtures/otp25/small.beam'));

/** Which functions of other modules the module calls, e.g. `erlang:list_to_binary/1`. */
export const calls: string[] = [];
const { code } = beam;
for (let i = 0; i < code.length; i++) {
  if (code.opcodes[i] !== Opcode.call_ext) continue;
  const k = (code.operandStart[i] ?? 0) + 1; // Operands of call_ext: arity, index of the import.
  const target = code.kinds[k] === OperandKind.untagged ? beam.imports[code.values[k] ?? 0] : undefined;
  if (target) calls.push(`${beam.atoms[target.module]}:${beam.atoms[target.function]}/${target.arity}`);
}

/** The listing that `erlc -S` would print. */
export const listing: string = disassemble(beam);
