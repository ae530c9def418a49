import { expect, test } from 'vitest';
import { CodeEmitter, type Instruction, instructionTable } from '../src/index.js';
import { moduleWith } from './module.js';
import { unreachableBody } from './samples.js';
import { GC_LOCALS, GC_TYPES, typedSamples } from './typed-samples.js';

const [major = '0'] = process.versions.node.split('.');

const label = ({ name, method }: Instruction): string => `${name}${method === undefined ? '' : ` (${method})`}`;

/** A module with the instruction that the engine should take for valid. */
function moduleOf(instruction: Instruction): Uint8Array<ArrayBuffer> {
  const sample = typedSamples.get(label(instruction));
  if (sample === undefined) return moduleWith(unreachableBody(instruction), [1, 0x7f]);
  const code = new CodeEmitter();
  sample.write(code);
  code.end();
  return moduleWith(code.buffer.slice(), GC_LOCALS, GC_TYPES);
}

/** Whether Node 20 has no such instruction; `npm run conformance` runs this test with one that has all. */
function isNew({ name, group, immediates }: Instruction): boolean {
  const { size } = new Set(['heaptype', 'type'].filter((kind) => immediates.some((immediate) => immediate === kind)));
  return group === 'gc' || group === 'relaxedSimd' || size > 0 || name === 'try_table' || name === 'throw_ref' || typedSamples.has(name);
}

test('the engine takes every instruction for valid', () => {
  const refused = instructionTable.filter((instruction) => !WebAssembly.validate(moduleOf(instruction)));
  console.log(
    `instruction table: ${instructionTable.length} rows, ${instructionTable.length - refused.length} valid in Node ${process.versions.node}`,
  );
  const unexpected = Number(major) >= 24 ? refused : refused.filter((instruction) => !isNew(instruction));
  expect(unexpected.map(label)).toEqual([]);
});
