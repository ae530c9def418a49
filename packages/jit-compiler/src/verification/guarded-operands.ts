import { type Code, Opcode } from '@beamline/beam-file';

/** Instructions whose first operand is what a guard looks at; most others have a fail label in front of it. */
const FIRST: ReadonlySet<number> = new Set([
  Opcode.get_list,
  Opcode.get_hd,
  Opcode.get_tl,
  Opcode.get_tuple_element,
  Opcode.select_tuple_arity,
  Opcode.fmove,
  Opcode.bs_get_tail,
  Opcode.bs_get_position,
  Opcode.bs_set_position,
]);

/** Position of the operand that the guards of an instruction look at; of operations on integers the first of two. */
export function guardedOperand(opcode: number): number {
  if (FIRST.has(opcode)) return 0;
  if (opcode === Opcode.gc_bif2) return 3;
  return opcode === Opcode.update_record ? 2 : 1;
}

/** Greatest element that an instruction and those right after it take out of the same tuple: one check does for all. */
function greatestElement({ opcodes, operandStart, kinds, values }: Code, instruction: number): number {
  const source = operandStart[instruction] ?? 0;
  const isSource = (k: number): boolean => kinds[k] === kinds[source] && values[k] === values[source];
  let greatest = 0;
  for (let i = instruction; ; i++) {
    const k = operandStart[i] ?? 0;
    if (opcodes[i] === Opcode.get_tuple_element) {
      if (isSource(k)) greatest = Math.max(greatest, values[k + 1] ?? 0);
      if (isSource(k + 2)) return greatest;
    } else if (opcodes[i] === Opcode.move) {
      if (isSource(k + 1)) return greatest;
    } else {
      return greatest;
    }
  }
}

/** Least arity of the tuple that an instruction takes. */
export function neededArity(code: Code, instruction: number): number {
  const { opcodes, operandStart, values } = code;
  const k = operandStart[instruction] ?? 0;
  switch (opcodes[instruction]) {
    case Opcode.get_tuple_element:
      return greatestElement(code, instruction) + 1;
    case Opcode.set_tuple_element:
      return (values[k + 2] ?? 0) + 1;
    case Opcode.update_record:
      return values[k + 1] ?? 0;
    default:
      return 0;
  }
}
