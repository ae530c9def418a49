import type { Code } from './code.js';
import { Opcode } from './opcode.js';

/** A function in the code of a module: instructions `start` up to `end`. */
export interface CodeFunction {
  /** Atom index of its name. */
  readonly name: number;
  readonly arity: number;
  readonly start: number;
  readonly end: number;
}

/** The functions of a module in the order of its code. Each begins with the label and the line in front of its `func_info`. */
export function functionsOf({ opcodes, operandStart, values, length }: Code): CodeFunction[] {
  const functions: { name: number; arity: number; start: number; end: number }[] = [];
  for (let i = 0; i < length; i++) {
    if (opcodes[i] !== Opcode.func_info) continue;
    let start = i;
    while (start > 0 && startsFunction(opcodes[start - 1])) start--;
    const last = functions.at(-1);
    if (last !== undefined) last.end = start;
    const k = operandStart[i] ?? 0;
    // The last instruction is int_code_end.
    functions.push({ name: values[k + 1] ?? 0, arity: values[k + 2] ?? 0, start, end: length - 1 });
  }
  return functions;
}

/** True for what the compiler writes between the end of a function and the `func_info` of the next. */
function startsFunction(opcode: number | undefined): boolean {
  return opcode === Opcode.label || opcode === Opcode.line || opcode === Opcode.executable_line || opcode === Opcode.debug_line;
}
