/**
 * The validator and the engine say the same of random modules, valid and broken ones.
 *
 * `npx pnpm --filter @beamline/wasm-validator validate:random` runs it with more modules and under a newer engine.
 */
import { decodeModule, emptyModule, encodeModule, ModuleDecodeError, type WasmModule } from '@beamline/module-writer';
import { readInstructions } from '@beamline/wasm-asm';
import { expect, test } from 'vitest';
import { ValidationError, validateModule } from '../src/index.js';
import { Random } from './random.js';
import type { FeatureSet } from './random-code.js';
import { broken, randomModule } from './random-wasm.js';

const count = Number(process.env.BEAMLINE_RANDOM_MODULES ?? 5000);
const firstSeed = Number(process.env.BEAMLINE_RANDOM_SEED ?? 0);

function supportsAll(): boolean {
  const module: WasmModule = {
    ...emptyModule(),
    types: [{ types: [{ kind: 'struct', fields: [] }], explicit: false }],
    memories: [{ min: 0, address: 'i64' }],
  };
  return WebAssembly.validate(encodeModule(module));
}

const features: FeatureSet = supportsAll() ? 'all' : 'base';

/** Why the module is not valid; undefined if it is. */
function problem(bytes: Uint8Array): string | undefined {
  try {
    validateModule(decodeModule(bytes));
    return undefined;
  } catch (error) {
    if (error instanceof ModuleDecodeError || error instanceof ValidationError) return error.message;
    throw error;
  }
}

/** What the engine says; undefined if the module is valid. */
function engineProblem(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    new WebAssembly.Module(bytes);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** What engines refuse although the specification allows it: limits of their own, and what they do not know yet. */
const OWN_REFUSALS: readonly RegExp[] = [
  /enable with|enable via/,
  /At most one memory/,
  /invalid (table elements|memory) limits flags/,
  /mix of legacy and new/,
  // The short forms of nullable references to the lowest types, and `throw_ref`.
  /invalid value type 0x(69|7[1-4])/,
  /Invalid opcode 0xa\b/,
  /non-imported globals cannot be used/,
  /memory count of \d+ exceeds internal limit/,
  /Unknown heap type/,
  // Bit 6 says that a memory index follows.
  /actual alignment is (6[4-9]|7\d|8\d)/,
];
/** Before version 12 V8 did not check that atomic access is aligned naturally. */
const ATOMIC_ALIGNMENT = /^wrong alignment in .*atomic.*expected 2/;

/** In code that cannot be reached V8 lets `ref.eq` take anything. */
const UNREACHABLE_REF_EQ = /\(ref\.eq\): expected eqref/;

/**
 * V8 leaves the operands of a `loop` as they are at its end, where the specification gives them the types
 * of the loop's results: a subtype gets out. With `block` in place of `loop` it does not.
 */
function loopKeepsSubtypes(bytes: Uint8Array): boolean {
  const module = decodeModule(bytes);
  let found = false;
  for (const code of module.code) {
    code.body = code.body.slice();
    readInstructions(code.body, 0, code.body.length, ({ name }, offset) => {
      if (name !== 'loop' || (code.body[offset + 1] ?? 0) === 0x40) return;
      code.body[offset] = 0x02;
      found = true;
    });
  }
  return found && !WebAssembly.validate(encodeModule(module));
}

test(`${count} modules`, () => {
  const disagreements: string[] = [];
  const checksAtomicAlignment = features === 'all';
  const tally = { valid: 0, broken: 0, refused: 0, loops: 0, atomics: 0, refEq: 0 };
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const r = new Random(seed);
    const module = randomModule(r, features);
    const bytes = seed % 3 === 0 ? encodeModule(module) : broken(r, module, features);
    const ours = problem(bytes);
    const theirs = WebAssembly.validate(bytes) ? undefined : (engineProblem(bytes) ?? 'not valid');
    if ((ours === undefined) === (theirs === undefined)) {
      if (ours === undefined) tally.valid++;
      else tally.broken++;
    } else if (theirs !== undefined && OWN_REFUSALS.some((pattern) => pattern.test(theirs))) tally.refused++;
    else if (ours?.startsWith('type mismatch in function') === true && loopKeepsSubtypes(bytes)) tally.loops++;
    else if (!checksAtomicAlignment && theirs === undefined && ATOMIC_ALIGNMENT.test(ours ?? '')) tally.atomics++;
    else if (theirs === undefined && UNREACHABLE_REF_EQ.test(ours ?? '')) tally.refEq++;
    else disagreements.push(`seed ${seed}: ${ours ?? 'valid'}; the engine: ${theirs ?? 'valid'}`);
  }
  console.log(
    `${features}: ${tally.valid} valid, ${tally.broken} broken, ${tally.refused} refused for the engine's own reasons, ${tally.loops} let through by its loops, ${tally.atomics} by its atomics, ${tally.refEq} by its ref.eq`,
  );
  expect(disagreements.slice(0, 40)).toEqual([]);
  expect(tally.valid).toBeGreaterThan(count / 5);
  expect(tally.broken).toBeGreaterThan(count / 5);
}, 600_000);
