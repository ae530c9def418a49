import { Opcode, OperandKind, type Term } from '@beamline/beam-file';
import type { FactSources } from './facts.js';

/** After these, what a register had before is not known. */
const BOUNDARIES: ReadonlySet<number> = new Set<number>([
  Opcode.label,
  Opcode.call,
  Opcode.call_ext,
  Opcode.call_fun,
  Opcode.call_fun2,
  Opcode.apply,
]);

/**
 * The constant that an X register has before instruction `i` of a function that begins at `start`; undefined if that is not known from the
 * instructions between it and the nearest label or call.
 */
export function constantIn(register: number, i: number, start: number, sources: FactSources): Term | undefined {
  const { beam, literal } = sources;
  const { opcodes, operandStart, kinds, values } = beam.code;
  for (let at = i - 1; at >= start; at--) {
    const opcode = opcodes[at] ?? 0;
    if (BOUNDARIES.has(opcode)) return undefined;
    const first = operandStart[at] ?? 0;
    const last = operandStart[at + 1] ?? 0;
    if (opcode === Opcode.move && kinds[first + 1] === OperandKind.x && values[first + 1] === register) {
      const value = values[first] ?? 0;
      switch (kinds[first]) {
        case OperandKind.atom:
          return { kind: 'atom', name: beam.atoms[value] ?? '' };
        case OperandKind.integer:
          return { kind: 'integer', value };
        case OperandKind.nil:
          return { kind: 'nil' };
        case OperandKind.literalTerm:
          return literal(value);
        default:
          return undefined;
      }
    }
    // A list whose length is known: its elements do not matter.
    if (opcode === Opcode.put_list && kinds[first + 2] === OperandKind.x && values[first + 2] === register)
      return listOf(at, start, first, sources);
    for (let k = first; k < last; k++)
      if (kinds[k] === OperandKind.x && values[k] === register && !(opcode === Opcode.move && k === first)) return undefined;
  }
  return undefined;
}

/** A list that `put_list` makes, with nil in the place of elements that are no atoms. */
function listOf(at: number, start: number, first: number, sources: FactSources): Term | undefined {
  const { kinds, values } = sources.beam.code;
  const tail = tailOf(at, start, first, sources);
  if (tail?.kind !== 'nil' && tail?.kind !== 'list') return undefined;
  const head: Term =
    kinds[first] === OperandKind.atom ? { kind: 'atom', name: sources.beam.atoms[values[first] ?? 0] ?? '' } : { kind: 'nil' };
  return tail.kind === 'nil'
    ? { kind: 'list', elements: [head], tail }
    : { kind: 'list', elements: [head, ...tail.elements], tail: tail.tail };
}

/** What `put_list` at an instruction puts an element in front of; `first` is its first operand. */
function tailOf(at: number, start: number, first: number, sources: FactSources): Term | undefined {
  const { kinds, values } = sources.beam.code;
  const value = values[first + 1] ?? 0;
  switch (kinds[first + 1]) {
    case OperandKind.nil:
      return { kind: 'nil' };
    case OperandKind.literalTerm:
      return sources.literal(value);
    case OperandKind.x:
      return constantIn(value, at, start, sources);
    default:
      return undefined;
  }
}

/** The element that comes after the one that `put_list` puts in front, if that is known. */
export function secondElement(at: number, start: number, first: number, sources: FactSources): Term | undefined {
  const tail = tailOf(at, start, first, sources);
  return tail?.kind === 'list' ? tail.elements[0] : undefined;
}
