import { decodeModule, encodeModule, mergeModules, type WasmModule } from '@beamline/module-writer';
import { type Instruction, instructionTable, readInstructions } from '@beamline/wasm-asm';
import { expect, test } from 'vitest';
import { validateModule } from '../src/index.js';
import { Random } from './random.js';
import { randomModule } from './random-wasm.js';

/** What would meet in a merged module. */
function withoutExports(module: WasmModule): WasmModule {
  // The functions that were exported must still be declared for `ref.func`.
  const indices = module.exports.filter(({ kind }) => kind === 'function').map(({ index }) => index);
  return {
    ...module,
    exports: [],
    start: undefined,
    elements: [...module.elements, { mode: 'declarative', items: indices, explicit: false }],
  };
}

test('two valid modules make a valid one', { timeout: 30_000 }, () => {
  for (let seed = 0; seed < 500; seed++) {
    const r = new Random(seed);
    const first = withoutExports(randomModule(r, 'all'));
    const second = withoutExports(randomModule(r, 'all'));
    const { module } = mergeModules(first, second);
    expect(() => validateModule(module), `seed ${seed}`).not.toThrow();
    expect(module.code.length).toBe(first.code.length + second.code.length);
    const bytes = encodeModule(module);
    expect(Buffer.compare(encodeModule(decodeModule(bytes)), bytes), `seed ${seed}`).toBe(0);
  }
});

test('valid modules with every instruction are valid', () => {
  const seen = new Set<Instruction>();
  for (let seed = 0; seed < 10_000; seed++) {
    const module = randomModule(new Random(seed), seed % 2 === 0 ? 'base' : 'all');
    expect(() => validateModule(module), `seed ${seed}`).not.toThrow();
    for (const { body } of module.code) readInstructions(body, 0, body.length, (instruction) => seen.add(instruction));
  }
  expect(instructionTable.filter((instruction) => !seen.has(instruction)).map(({ name }) => name)).toEqual([]);
}, 60_000);
