/** The module that every assembler builds: functions of mixed instructions, the same bytes from all of them. */
export interface ModuleShape {
  readonly functions: number;
  /** Repetitions of the ten instructions in each function. */
  readonly units: number;
}

/** Instructions in one unit. */
const UNIT_INSTRUCTIONS = 10;

/** The constant of a unit: from one byte to three. */
export function constantOf(index: number): number {
  return (index * 7919) & 0xffff;
}

/** Instructions in a module of that shape, without what ends a function. */
export function instructionCount(shape: ModuleShape): number {
  return shape.functions * shape.units * UNIT_INSTRUCTIONS;
}
