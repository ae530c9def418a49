import { encodeExternalTerm, type Term, writeChunks, writeLiteralTable } from '@beamline/beam-file';

/** Label, `func_info`, label, `move` of literal 0 to X register 0, `return`, `int_code_end`: the code of a function of no arguments. */
const CODE: readonly number[] = [0x01, 0x10, 0x02, 0x12, 0x22, 0x00, 0x01, 0x20, 0x40, 0x47, 0x00, 0x03, 0x13, 0x03];

/** Size of the rest of the header, instruction set, highest opcode, labels and one, functions. */
const HEADER: readonly number[] = [16, 0, 64, 3, 1];

/** The file of a module with one function, of no arguments, that returns a term. */
export function constantModule(module: string, name: string, term: Term): Uint8Array<ArrayBuffer> {
  const atoms = [module, name].flatMap((atom) => [atom.length, ...new TextEncoder().encode(atom)]);
  return writeChunks([
    ['AtU8', Uint8Array.from([...words(2), ...atoms])],
    ['Code', Uint8Array.from([...words(...HEADER), ...CODE])],
    ['StrT', new Uint8Array(0)],
    ['ImpT', Uint8Array.from(words(0))],
    // Its name is the second atom, its entry the second label.
    ['ExpT', Uint8Array.from(words(1, 2, 0, 2))],
    ['LitU', writeLiteralTable([encodeExternalTerm(term)])],
  ]);
}

function words(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}
