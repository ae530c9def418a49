import { type Code, Opcode } from '@beamline/beam-file';
import type { FunctionContext } from '../function/function-context.js';
import type { ModuleContext } from '../module/module-context.js';
import { binaryConstructionInstructions } from './binaries/binary-construction.js';
import { binaryMatchingInstructions } from './binaries/binary-matching.js';
import { bsMatchInstructions } from './binaries/bs-match.js';
import { legacyBinaryInstructions } from './binaries/legacy-binary-construction.js';
import { callInstructions } from './control/calls.js';
import { errorInstructions } from './control/errors.js';
import { exceptionInstructions } from './control/exceptions.js';
import { receiveInstructions } from './control/receive.js';
import { selectionInstructions } from './control/selections.js';
import { structureInstructions } from './control/structure.js';
import type { CallTranslator, ConditionTranslator, FrameEffect, InstructionGroup, InstructionRow, Translator } from './instruction.js';
import { bifInstructions } from './integers/guard-bifs.js';
import { comparisonInstructions } from './terms/comparisons.js';
import { floatInstructions } from './terms/floats.js';
import { dataInstructions, frameInstructions } from './terms/heap-instructions.js';
import { mapInstructions } from './terms/maps.js';
import { recordInstructions } from './terms/native-records.js';
import { typeTestInstructions } from './terms/type-tests.js';

/** Every instruction that is supported. Groups with the same title are one row of the README's table. */
export const instructionGroups: readonly InstructionGroup[] = [
  structureInstructions,
  callInstructions,
  frameInstructions,
  dataInstructions,
  mapInstructions,
  selectionInstructions,
  comparisonInstructions,
  typeTestInstructions,
  bifInstructions,
  receiveInstructions,
  floatInstructions,
  binaryConstructionInstructions,
  binaryMatchingInstructions,
  bsMatchInstructions,
  legacyBinaryInstructions,
  recordInstructions,
  errorInstructions,
  exceptionInstructions,
];

function unexpected(f: FunctionContext): never {
  throw f.malformed('this instruction must not stand here');
}

function unsupported(f: FunctionContext): never {
  throw f.module.error('unsupported-instruction', 'this instruction is not supported', f.info, f.instruction);
}

/** A row with all of its columns: objects of one shape, so that looking one up in a loop stays quick. */
export class Instruction {
  readonly kind: InstructionRow['kind'];
  readonly kernel: readonly string[];
  readonly kernelOf: ((module: ModuleContext, k: number) => readonly string[]) | undefined;
  readonly destinations: readonly number[] | undefined;
  /** `destinations` as bits. */
  readonly destinationBits: number;
  readonly endsWithDestination: boolean;
  readonly liveBefore: ((live: number, first: number, second: number) => number) | undefined;
  readonly frame: FrameEffect;
  readonly heldRegisters: ((code: Code, instruction: number) => number) | undefined;
  readonly keepsHeap: boolean;
  readonly tabular: boolean;
  readonly step: Translator;
  readonly condition: ConditionTranslator;
  readonly second: ConditionTranslator;
  readonly otherwise: ConditionTranslator;
  readonly select: Translator;
  readonly compare: ConditionTranslator;
  readonly jump: Translator;
  readonly call: CallTranslator;
  readonly exit: Translator;

  constructor(row: InstructionRow) {
    this.kind = row.kind;
    this.kernel = row.kernel ?? [];
    this.kernelOf = row.kernelOf;
    this.destinations = row.destinations;
    this.destinationBits = this.destinations?.reduce((bits, position) => bits | (1 << position), 0) ?? 0;
    this.endsWithDestination = row.endsWithDestination === true;
    this.liveBefore = row.liveBefore;
    this.frame = row.frame ?? 'none';
    this.heldRegisters = row.heldRegisters;
    this.keepsHeap = 'keepsHeap' in row && row.keepsHeap === true;
    this.tabular = 'tabular' in row && row.tabular;
    this.step = 'step' in row ? row.step : unexpected;
    this.condition = 'condition' in row ? row.condition : unexpected;
    this.second = 'second' in row ? row.second : unexpected;
    this.otherwise = 'otherwise' in row ? row.otherwise : unexpected;
    this.select = 'select' in row ? row.select : unexpected;
    this.compare = 'compare' in row ? row.compare : unexpected;
    this.jump = 'jump' in row ? row.jump : unexpected;
    this.call = 'call' in row ? row.call : unexpected;
    this.exit = 'exit' in row ? row.exit : unexpected;
  }
}

/** Stands for every opcode that has no row. */
const UNSUPPORTED: Instruction = new Instruction({ kind: 'step', step: unsupported });

const byOpcode: readonly Instruction[] = (() => {
  const table = new Array<Instruction>(256).fill(UNSUPPORTED);
  const names = new Map<string, number>(Object.entries(Opcode));
  for (const { instructions } of instructionGroups) {
    for (const [name, row] of Object.entries(instructions)) table[names.get(name) ?? 0] = new Instruction(row);
  }
  return table;
})();

/** The row of an opcode; one without a row is a step whose translation throws `unsupported-instruction`. */
export function instructionOf(opcode: number): Instruction {
  return byOpcode[opcode] ?? UNSUPPORTED;
}
