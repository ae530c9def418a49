import { type Code, Opcode, OperandKind } from '@beamline/beam-file';

/** True for an instruction of bitstring matching that goes on at its label when it does not match. */
export function isMatchCondition(code: Code, opcode: number, k: number): boolean {
  switch (opcode) {
    case Opcode.bs_start_match4:
      return code.kinds[k] === OperandKind.label;
    case Opcode.bs_start_match3:
    case Opcode.bs_get_integer2:
    case Opcode.bs_get_float2:
    case Opcode.bs_get_binary2:
    case Opcode.bs_skip_bits2:
    case Opcode.bs_test_tail2:
    case Opcode.bs_test_unit:
    case Opcode.bs_match_string:
    case Opcode.bs_get_utf8:
    case Opcode.bs_skip_utf8:
    case Opcode.bs_get_utf16:
    case Opcode.bs_skip_utf16:
    case Opcode.bs_get_utf32:
    case Opcode.bs_skip_utf32:
    case Opcode.bs_match:
      return true;
    default:
      return false;
  }
}
