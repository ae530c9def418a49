import { type Code, OperandKind } from './code.js';
import { Opcode } from './opcode.js';
import { OPCODES, OperandClass } from './opcode-table.js';

/** What the value of an operand is a number of, beyond what its kind says. */
export const OperandRole = {
  /** Nothing outside of the instruction. */
  none: 0,
  atom: 1,
  /** A label that is jumped to. */
  label: 2,
  /** The label that is defined here. */
  newLabel: 3,
  import: 4,
  lambda: 5,
  literal: 6,
  line: 7,
  /** A place in the strings; the operand in front has the length in bytes. */
  bytesOfString: 8,
  /** A place in the strings; the operand in front has the length in bits. */
  bitsOfString: 9,
  /** A place in the strings; the operand behind has the length in bytes. */
  segmentOfString: 10,
} as const;

/** What the value of an operand is a number of. */
export type OperandRole = (typeof OperandRole)[keyof typeof OperandRole];

/** By opcode the role of each operand that is not in a list. */
const ROLES: readonly (readonly OperandRole[])[] = [
  [],
  ...OPCODES.map(({ opcode, operandNames, operandClasses }) =>
    operandNames.map((name, i): OperandRole => {
      if (operandClasses[i] === OperandClass.import) return OperandRole.import;
      switch (opcode) {
        case Opcode.label:
          return OperandRole.newLabel;
        case Opcode.line:
        case Opcode.executable_line:
        case Opcode.debug_line:
          return name === 'location' ? OperandRole.line : OperandRole.none;
        case Opcode.make_fun:
        case Opcode.make_fun2:
        case Opcode.make_fun3:
          return i === 0 ? OperandRole.lambda : OperandRole.none;
        case Opcode.call_fun2:
          return name === 'tag' ? OperandRole.lambda : OperandRole.none;
        case Opcode.put_string:
        case Opcode.bs_put_string:
          return name === 'offset' ? OperandRole.bytesOfString : OperandRole.none;
        case Opcode.bs_match_string:
          return name === 'offset' ? OperandRole.bitsOfString : OperandRole.none;
        default:
          return OperandRole.none;
      }
    }),
  ),
];

/** Operands of a segment of `bs_create_bin`: type, number, unit, flags, value, size. */
const SEGMENT_OPERANDS = 6;

/** The role of each operand of code that has been verified. */
export function operandRoles(code: Code, atoms: readonly string[]): Uint8Array {
  const { opcodes, operandStart, kinds, values, length } = code;
  const roles = new Uint8Array(kinds.length);
  for (let i = 0; i < length; i++) {
    const opcode = opcodes[i] ?? 0;
    const end = operandStart[i + 1] ?? 0;
    let position = 0;
    for (let k = operandStart[i] ?? 0; k < end; k++) {
      const kind = kinds[k];
      const count = kind === OperandKind.list ? (values[k] ?? 0) : kind === OperandKind.allocList ? 2 * (values[k] ?? 0) : 0;
      for (let element = k; element <= k + count; element++) roles[element] = roleByKind(kinds[element], values[element] ?? 0);
      if (kind === OperandKind.untagged) roles[k] = ROLES[opcode]?.[position] ?? OperandRole.none;
      if (opcode === Opcode.bs_create_bin && kind === OperandKind.list)
        for (let segment = k + 1; segment + SEGMENT_OPERANDS <= k + 1 + count; segment += SEGMENT_OPERANDS)
          if (kinds[segment] === OperandKind.atom && atoms[values[segment] ?? 0] === 'string')
            roles[segment + 4] = OperandRole.segmentOfString;
      position++;
      k += count;
    }
  }
  return roles;
}

function roleByKind(kind: number | undefined, value: number): OperandRole {
  switch (kind) {
    case OperandKind.atom:
      return OperandRole.atom;
    case OperandKind.label:
      return value === 0 ? OperandRole.none : OperandRole.label;
    case OperandKind.literalTerm:
      return OperandRole.literal;
    default:
      return OperandRole.none;
  }
}
