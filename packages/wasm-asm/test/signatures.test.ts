import { expect, test } from 'vitest';
import wabtInit from 'wabt';
import { CodeEmitter, type Instruction, instructionTable } from '../src/index.js';
import { moduleWith } from './module.js';
import { emit, sampleArguments } from './samples.js';

const wabt = await wabtInit();
const TYPE_BYTES: ReadonlyMap<string, number> = new Map([
  ['i32', 0x7f],
  ['i64', 0x7e],
  ['f32', 0x7d],
  ['f64', 0x7c],
  ['v128', 0x7b],
  // The test module's memory and table have 32-bit addresses.
  ['at', 0x7f],
]);

function typeBytes(side: string): number[] | undefined {
  const types = side
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => TYPE_BYTES.get(name));
  return types.every((type) => type !== undefined) ? types : undefined;
}

function shape(instruction: Instruction): { params: number[]; results: number[] } | undefined {
  const [left = '', right = ''] = instruction.signature.split('->');
  const params = typeBytes(left);
  const results = typeBytes(right);
  if (params === undefined || results === undefined) return undefined;
  // These say in full what a block, a call or a local gives, which their names alone do not.
  return instruction.immediates.some((kind) => kind === 'function' || kind === 'local' || kind === 'type')
    ? undefined
    : { params, results };
}

function isValid(instruction: Instruction, { params, results }: { params: number[]; results: number[] }, args: unknown[]): boolean {
  const code = new CodeEmitter();
  for (let i = 0; i < params.length; i++) code.local.get(i);
  emit(code, instruction, args);
  code.end();
  const bytes = moduleWith(code.buffer.slice(), [], [[0x60, params.length, ...params, results.length, ...results]]);
  const module = wabt.readWasm(bytes, { simd: true, threads: true, relaxed_simd: true, exceptions: true });
  try {
    module.validate();
    return true;
  } catch {
    return false;
  } finally {
    module.destroy();
  }
}

const simple = instructionTable
  .map((instruction) => ({ name: instruction.name, instruction, types: shape(instruction) }))
  .flatMap(({ name, instruction, types }) => (types === undefined ? [] : [{ name, instruction, types }]))
  // Arrays and i31 are not known to wabt.
  .filter(({ instruction }) => instruction.group !== 'gc');

test('most rows have a signature of plain types', () => {
  console.log(`signatures checked: ${simple.length}`);
  expect(simple.length).toBe(497);
});

test.each(simple)('$name: operands, results and natural alignment', ({ instruction, types }) => {
  const args = sampleArguments(instruction);
  expect(isValid(instruction, types, args)).toBe(true);
  const [first = 0x7f, ...rest] = types.params;
  if (types.params.length > 0) {
    expect(isValid(instruction, { ...types, params: [first === 0x7d ? 0x7c : 0x7d, ...rest] }, args)).toBe(false);
  }
  const memarg = instruction.immediates.find((kind) => kind.startsWith('memarg'));
  if (memarg !== undefined) {
    const natural = Number(memarg.slice(-1));
    const lane = instruction.immediates.includes('lane') ? [0] : [];
    expect(isValid(instruction, types, [...lane, 0, natural])).toBe(true);
    // No access may be aligned to more than its width, and so this is the greatest.
    expect(isValid(instruction, types, [...lane, 0, natural + 1])).toBe(false);
  }
});
