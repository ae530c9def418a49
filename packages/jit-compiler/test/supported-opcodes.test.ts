import { readFileSync } from 'node:fs';
import { OperandKind as K, OPCODES, Opcode, type OpcodeInfo, OperandClass } from '@beamline/beam-file';
import { expect, test } from 'vitest';
import { CompileError, ModuleCompiler } from '../src/index.js';
import { instructionGroups } from '../src/instructions/instruction-table.js';
import { crafted, Imported, INTEGER_ATOM, type Instruction, type Operand } from './crafted.js';

const IMPORTS: Readonly<Record<string, number>> = {
  bif0: Imported.self,
  bif1: Imported.hd,
  bif2: Imported.element,
  gc_bif1: Imported.hd,
  gc_bif2: Imported.element,
  gc_bif3: Imported.binaryPart,
  bif3: Imported.binaryPart,
  call_ext: Imported.reverse,
  call_ext_only: Imported.reverse,
  call_ext_last: Imported.reverse,
};

/** Numbers of operands that 0 does not suit, for a frame of so many Y registers. */
function number(info: OpcodeInfo, name: string, frame: number): number {
  if (info.opcode === Opcode.update_record && name === 'size') return 1;
  if (info.name.startsWith('call_ext') && name === 'arity') return 1;
  if (name === 'unit') return 1;
  if (info.name === 'trim' && name === info.operandNames[1]) return frame;
  if (name === 'deallocate' || info.name === 'deallocate') return frame;
  return 0;
}

/** Elements of the list of an instruction. */
function list(opcode: number): Operand[] {
  switch (opcode) {
    case Opcode.select_val:
      return [
        [K.integer, 1],
        [K.label, 3],
      ];
    case Opcode.select_tuple_arity:
      return [
        [K.untagged, 1],
        [K.label, 3],
      ];
    case Opcode.update_record:
      return [
        [K.untagged, 1],
        [K.nil, 0],
      ];
    case Opcode.init_yregs:
      return [[K.y, 0]];
    case Opcode.put_map_assoc:
    case Opcode.put_map_exact:
    case Opcode.get_map_elements:
      return [
        [K.atom, 1],
        [K.x, 0],
      ];
    case Opcode.has_map_fields:
      return [[K.atom, 1]];
    case Opcode.bs_create_bin:
      return [
        [K.atom, INTEGER_ATOM],
        [K.untagged, 1],
        [K.untagged, 1],
        [K.nil, 0],
        [K.x, 0],
        [K.integer, 8],
      ];
    case Opcode.bs_match:
      return [
        [K.atom, INTEGER_ATOM],
        [K.untagged, 1],
        [K.nil, 0],
        [K.integer, 8],
        [K.untagged, 1],
        [K.x, 0],
      ];
    default:
      return [];
  }
}

/** An instruction with operands that its classes allow. */
function instruction(info: OpcodeInfo, frame: number): Instruction {
  const operands: Operand[] = [];
  info.operandClasses.forEach((operandClass, i) => {
    switch (operandClass) {
      case OperandClass.import:
        operands.push([K.untagged, IMPORTS[info.name] ?? Imported.element]);
        return;
      case OperandClass.label:
        operands.push([K.label, info.name.startsWith('call') ? 2 : info.name.includes('bif') || info.opcode === Opcode.put_record ? 0 : 3]);
        return;
      case OperandClass.atom:
      case OperandClass.any:
        operands.push([K.atom, 2]);
        return;
      case OperandClass.yRegister:
        operands.push([K.y, 0]);
        return;
      case OperandClass.floatRegister:
      case OperandClass.registerOrFloat:
        operands.push([K.floatRegister, 0]);
        return;
      case OperandClass.source:
      case OperandClass.register:
      case OperandClass.sourceOrFloat:
        operands.push([K.x, 0]);
        return;
      case OperandClass.list: {
        const elements = list(info.opcode);
        operands.push([K.list, elements.length], ...elements);
        return;
      }
      default:
        operands.push([K.untagged, number(info, info.operandNames[i] ?? '', frame)]);
    }
  });
  return [info.opcode, ...operands];
}

const compiler = new ModuleCompiler();

/** What compiling the instruction gives: undefined, or the error. */
function attempt(info: OpcodeInfo, frame: number): CompileError | undefined {
  const label: Instruction = [Opcode.label, [K.untagged, 3]];
  const allocate: Instruction = [Opcode.allocate, [K.untagged, frame], [K.untagged, 0]];
  const deallocate: Instruction = [Opcode.deallocate, [K.untagged, frame]];
  const body: Instruction[] =
    frame === 0
      ? [instruction(info, 0), label, [Opcode.return]]
      : [allocate, instruction(info, frame), label, ...(info.name === 'deallocate' ? [] : [deallocate]), [Opcode.return]];
  try {
    const { bytes } = compiler.compile(crafted(body));
    expect(WebAssembly.validate(bytes), info.name).toBe(true);
    return undefined;
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
}

/** Instructions that give a file its shape: each of the files made here has them. */
const structure: ReadonlySet<number> = new Set([Opcode.label, Opcode.func_info, Opcode.int_code_end]);

test('the table of instructions has the instructions that the compiler takes', () => {
  const supported: string[] = [];
  for (const info of OPCODES) {
    if (structure.has(info.opcode)) {
      supported.push(info.name);
      continue;
    }
    const errors = [attempt(info, 0), attempt(info, 1)];
    // One that is supported may be refused where it stands here, but not for what it is.
    if (errors.some((error) => error?.code !== 'unsupported-instruction')) supported.push(info.name);
  }
  const listed = instructionGroups.flatMap(({ instructions }) => Object.keys(instructions));
  expect(listed.toSorted()).toEqual(supported.toSorted());
});

test("the README's table is that of the rows", () => {
  const names = new Map<string, string[]>();
  for (const { title, instructions } of instructionGroups) names.set(title, [...(names.get(title) ?? []), ...Object.keys(instructions)]);
  const rows = [...names].map(([title, instructions]) => `| ${title} | ${instructions.map((name) => `\`${name}\``).join(' ')} |`);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(['| group | instructions |', '|---|---|', ...rows, ''].join('\n'));
});
