import { type BeamFile, type Code, Opcode, OperandClass, OperandKind, opcodeInfo } from '@beamline/beam-file';
import { expect, test } from 'vitest';
import { CompileError, ModuleCompiler } from '../src/index.js';
import { fixture, fixtureNames } from './fixtures.js';

/** Numbers that a file can have where any number is allowed. */
const NUMBERS = [
  0, 1, 2, 255, 256, 1022, 1023, 1024, 65_535, 65_536, 0x3ffffff, 0x1fffffff, 0x20000000, 0x3fffffff, 0x40000000, 0x7fffffff,
];
const REGISTERS = [0, 254, 255, 256, 1023];
/** Times that one operand of one opcode is replaced. */
const SAMPLES = 1;
/** Operands that are numbers of something, which reading a file has checked. */
const CHECKED: ReadonlySet<number> = new Set([Opcode.line, Opcode.call_fun2, Opcode.make_fun3, Opcode.label]);

function replaced(beam: BeamFile, k: number, kind: number, value: number): BeamFile {
  const code: Code = { ...beam.code, kinds: beam.code.kinds.slice(), values: beam.code.values.slice() };
  code.kinds[k] = kind;
  code.values[k] = value;
  return { ...beam, code };
}

const compiler = new ModuleCompiler();

/** How often each operand was replaced, in all files: small ones, which compile in no time, come first. */
const seen = new Map<string, number>();
const files = fixtureNames.map((name) => ({ name, beam: fixture(name) })).sort((a, b) => a.beam.code.length - b.beam.code.length);

/** Compiles a file; what is wrong with it, or ''. */
function problem(beam: BeamFile): string {
  const start = performance.now();
  try {
    const { bytes } = compiler.compile(beam);
    if (!WebAssembly.validate(bytes)) return 'not valid';
  } catch (error) {
    if (!(error instanceof CompileError)) return String(error);
  }
  const time = performance.now() - start;
  return time > 20_000 ? `takes ${Math.round(time)} ms` : '';
}

test.each(files)('$name: no number or register makes the compiler fail, slow or wrong', { timeout: 120_000 }, ({ beam }) => {
  const { opcodes, operandStart, kinds, length } = beam.code;
  const problems: string[] = [];
  for (let i = 0; i < length; i++) {
    const info = opcodeInfo(opcodes[i] ?? 0);
    const start = operandStart[i] ?? 0;
    for (let k = start; k < (operandStart[i + 1] ?? 0); k++) {
      const kind = kinds[k] ?? 0;
      const operandClass = info?.operandClasses[k - start];
      const key = `${info?.name} ${k - start} ${kind}`;
      const times = seen.get(key) ?? 0;
      if (times >= SAMPLES) continue;
      seen.set(key, times + 1);
      const isNumber = kind === OperandKind.untagged && operandClass !== OperandClass.import && !CHECKED.has(info?.opcode ?? 0);
      const values = isNumber ? NUMBERS : kind === OperandKind.x || kind === OperandKind.y ? REGISTERS : [];
      for (const value of values) {
        const found = problem(replaced(beam, k, kind, value));
        if (found !== '') problems.push(`${key} = ${value}: ${found}`);
      }
      // A register in place of a constant, and the other way round.
      if (operandClass === OperandClass.source || operandClass === OperandClass.any) {
        for (const [other, value] of [
          [OperandKind.x, 0],
          [OperandKind.nil, 0],
          [OperandKind.integer, 0x7fffffff],
          [OperandKind.atom, 1],
          [OperandKind.character, 0x10ffff],
        ] as const) {
          const found = problem(replaced(beam, k, other, value));
          if (found !== '') problems.push(`${key} as kind ${other}: ${found}`);
        }
      }
    }
  }
  expect(problems).toEqual([]);
});

test('operands of most opcodes were replaced', () => {
  expect(new Set([...seen.keys()].map((key) => key.split(' ')[0])).size).toBeGreaterThan(90);
});
