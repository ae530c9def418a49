import { type BeamFile, type Code, OperandKind as K, Opcode } from '@beamline/beam-file';
import { fixture } from './fixtures.js';

/** An operand: kind and value. */
export type Operand = readonly [kind: number, value: number];
export type Instruction = readonly [opcode: number, ...operands: Operand[]];

/** Names in the files made here, from index 1; their numbers are the atoms'. */
const atoms = [
  '',
  'crafted',
  'f',
  'erlang',
  'self',
  'hd',
  'element',
  'lists',
  'reverse',
  'nowhere',
  '-f/0-fun-0-',
  'binary_part',
  'integer',
  'length',
];

/** A file with the function `f/0`, entry label 2, whose code is given; `tail` is after it. Label 3 is free for it. */
export function crafted(body: readonly Instruction[]): BeamFile {
  const all: Instruction[] = [
    [Opcode.label, [K.untagged, 1]],
    [Opcode.func_info, [K.atom, 1], [K.atom, 2], [K.untagged, 0]],
    [Opcode.label, [K.untagged, 2]],
    ...body,
    [Opcode.int_code_end],
  ];
  const kinds: number[] = [];
  const values: number[] = [];
  const operandStart: number[] = [];
  for (const [, ...operands] of all) {
    operandStart.push(kinds.length);
    for (const [kind, value] of operands) {
      kinds.push(kind);
      values.push(value);
    }
  }
  operandStart.push(kinds.length);
  const code: Code = {
    instructionSet: 0,
    maxOpcode: 184,
    labelCount: 4,
    functionCount: 1,
    length: all.length,
    opcodes: Uint8Array.from(all, ([opcode]) => opcode),
    offsets: Uint32Array.from(all, (_, i) => 10 * i),
    operandStart: Uint32Array.from(operandStart),
    kinds: Uint8Array.from(kinds),
    values: Int32Array.from(values),
    types: new Int32Array(kinds.length),
    bigs: [],
  };
  return {
    ...fixture('control'),
    module: 'crafted',
    atoms,
    code,
    imports: [
      { module: 3, function: 4, arity: 0 },
      { module: 3, function: 5, arity: 1 },
      { module: 3, function: 6, arity: 2 },
      { module: 7, function: 8, arity: 1 },
      { module: 9, function: 9, arity: 0 },
      { module: 3, function: 11, arity: 3 },
      { module: 3, function: 13, arity: 1 },
    ],
    exports: [{ function: 2, arity: 0, label: 2 }],
    lambdas: [{ function: 10, arity: 0, label: 2, index: 0, numFree: 0, oldUniq: 0 }],
    literals: [],
    types: [],
    lines: undefined,
  };
}

/** Imports of the crafted files, by number. */
export const Imported = { self: 0, hd: 1, element: 2, reverse: 3, unknown: 4, binaryPart: 5, length: 6 } as const;

/** Atom `integer` of the crafted files. */
export const INTEGER_ATOM = 12;
