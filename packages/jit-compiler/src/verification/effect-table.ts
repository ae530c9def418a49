import { Opcode } from '@beamline/beam-file';
import { binaryEffects } from './effects/binary-effects.js';
import { controlEffects } from './effects/control-effects.js';
import { termEffects } from './effects/term-effects.js';
import type { Effect, Effects } from './effects.js';

/** Instructions that change nothing. The verifier itself sets the tag of a handler, whose number it knows. */
const NOTHING = [
  Opcode.label,
  Opcode.line,
  Opcode.executable_line,
  Opcode.debug_line,
  Opcode.nif_start,
  Opcode.on_load,
  Opcode.jump,
  Opcode.if_end,
  Opcode.int_code_end,
  Opcode.loop_rec,
  Opcode.try,
  Opcode.catch,
];

/** Instructions that only read: comparisons, tests of types, selections, errors, floats, markers. */
const READS = [
  Opcode.is_lt,
  Opcode.is_ge,
  Opcode.is_eq,
  Opcode.is_ne,
  Opcode.is_eq_exact,
  Opcode.is_ne_exact,
  Opcode.is_integer,
  Opcode.is_float,
  Opcode.is_number,
  Opcode.is_atom,
  Opcode.is_boolean,
  Opcode.is_nil,
  Opcode.is_list,
  Opcode.is_nonempty_list,
  Opcode.is_tuple,
  Opcode.is_tagged_tuple,
  Opcode.is_function,
  Opcode.is_function2,
  Opcode.is_map,
  Opcode.is_binary,
  Opcode.is_bitstr,
  Opcode.is_pid,
  Opcode.is_port,
  Opcode.is_reference,
  Opcode.select_val,
  Opcode.badmatch,
  Opcode.case_end,
  Opcode.try_case_end,
  Opcode.badrecord,
  Opcode.recv_mark,
  Opcode.recv_set,
  Opcode.fclearerror,
  Opcode.fcheckerror,
  Opcode.recv_marker_bind,
  Opcode.recv_marker_clear,
  Opcode.fadd,
  Opcode.fsub,
  Opcode.fmul,
  Opcode.fdiv,
  Opcode.fnegate,
  Opcode.is_any_native_record,
  Opcode.is_native_record,
  Opcode.is_record_accessible,
];

const nothing: Effect = () => undefined;

const reads: Effect = (e, _, i) => {
  e.readAll(i, -1);
};

/** Effects by opcode. */
const effectOf: readonly (Effect | undefined)[] = ((): (Effect | undefined)[] => {
  const table: (Effect | undefined)[] = new Array<Effect | undefined>(256).fill(undefined);
  for (const opcode of NOTHING) table[opcode] = nothing;
  for (const opcode of READS) table[opcode] = reads;
  for (const group of [termEffects, controlEffects, binaryEffects]) {
    for (const [name, effect] of Object.entries(group)) table[Opcode[name as keyof typeof Opcode]] = effect;
  }
  return table;
})();

/**
 * Checks what an instruction reads, and tells in `guards` what has to be checked at run time; for one that neither fails nor jumps
 * also does what it does. Throws CompileError.
 */
export function checkInstruction(effects: Effects, i: number, opcode: number): void {
  const effect = effectOf[opcode];
  if (effect === undefined) throw effects.module.error('unsupported-instruction', 'this instruction is not supported', effects.info, i);
  effect(effects, effects.code.operandStart[i] ?? 0, i);
}
