/**
 * Changes one opcode that the files of `AtomvmBackend` write at a time, runs the tests, and tells how many changes they find.
 *
 * `node scripts/mutate-atomvm.mjs [how many, 100] [seed, 1]`. Exits with 1 below 95 %.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const room = new URL('../src/atomvm/', import.meta.url);
const sources = new Map(readdirSync(room).map((file) => [file, readFileSync(new URL(file, room), 'utf8')]));

/** Instead of an instruction one that takes and gives the same types, as far as there is one. */
const INSTEAD = {
  'i32.add(': ['i32.sub(', 'i32.or('],
  'i32.sub(': ['i32.add(', 'i32.xor('],
  'i32.mul(': ['i32.add('],
  'i32.and(': ['i32.or(', 'i32.xor('],
  'i32.or(': ['i32.and(', 'i32.xor('],
  'i32.xor(': ['i32.or(', 'i32.and('],
  'i32.shl(': ['i32.shrU(', 'i32.add('],
  'i32.shrU(': ['i32.shrS(', 'i32.shl('],
  'i32.shrS(': ['i32.shrU(', 'i32.shl('],
  'i32.divS(': ['i32.divU(', 'i32.remS('],
  'i32.remS(': ['i32.remU(', 'i32.divS('],
  'i32.eq(': ['i32.ne(', 'i32.leS('],
  'i32.ne(': ['i32.eq(', 'i32.sub('],
  'i32.eqz(': ['i32.ctz(', 'i32.clz('],
  'i32.ltS(': ['i32.ltU(', 'i32.leS('],
  'i32.load(': ['i32.load16U(', 'i32.load8S(', 'i32.load(4 + '],
  'i32.store(': ['i32.store16(', 'i32.store8(', 'i32.store(4 + '],
  'f64.load(': ['f64.load(8 + '],
  'f64.store(': ['f64.store(8 + '],
  'i32.const(': ['i32.const(1 + '],
  'i64.const(': ['i64.const(1n + '],
  'local.get(CTX': ['local.get(JIT_STATE', 'local.get(NATIVE_INTERFACE'],
  'local.get(JIT_STATE': ['local.get(CTX', 'local.get(NATIVE_INTERFACE'],
  'local.get(NATIVE_INTERFACE': ['local.get(CTX', 'local.get(JIT_STATE'],
  'local.get(': ['local.get(0 * '],
  'local.set(': ['drop(', 'local.set(1 + '],
  'local.tee(': ['nop('],
  'callIndirect(': ['returnCallIndirect('],
  'returnCallIndirect(': ['callIndirect('],
  'returnCall(': ['call('],
  'call(': ['returnCall('],
  'return(': ['nop('],
  'unreachable(': ['nop('],
  'if(': ['i32.eqz(), CODE.if('],
  'else(': ['nop('],
  'end(': ['nop('],
};

const mutants = [];
for (const [file, source] of sources) {
  for (const { index, 0: prefix } of source.matchAll(/(?:this\.#?code|\bcode)\.(?=[a-z])/g)) {
    const at = index + prefix.length;
    const rest = source.slice(at, at + 40);
    const from = Object.keys(INSTEAD)
      .toSorted((a, b) => b.length - a.length)
      .find((key) => rest.startsWith(key));
    for (const to of INSTEAD[from] ?? []) mutants.push({ file, at, from, to: to.replace('CODE.', prefix) });
  }
}

const [, , count = '100', seed = '1'] = process.argv;
// A sample that the seed repeats.
let state = Number(seed);
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const sample = mutants
  .map((mutant) => ({ mutant, order: random() }))
  .toSorted((a, b) => a.order - b.order)
  .slice(0, Number(count))
  .map(({ mutant }) => mutant);

const line = (file, at) => sources.get(file).slice(0, at).split('\n').length;

function testsPass(mutant) {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const args = [vitest, 'run', 'atomvm', '--config', 'scripts/mutant.vitest.config.ts', '--bail', '1', '--reporter', 'dot'];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, MUTANT: JSON.stringify(mutant) },
      timeout: 60_000,
    });
    child.on('exit', (status) => resolve(status === 0));
  });
}

if (!(await testsPass({ file: '', at: 0, from: '', to: '' }))) throw new Error('the tests fail without any change');
const survivors = [];
let next = 0;
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let i = next++; i < sample.length; i = next++) if (await testsPass(sample[i])) survivors.push(sample[i]);
  }),
);
for (const { file, at, from, to } of survivors) console.log(`not found: ${file}, line ${line(file, at)}, ${from} → ${to}`);
const found = sample.length - survivors.length;
console.log(`${found} of ${sample.length} changes found (${((100 * found) / sample.length).toFixed(1)} %); ${mutants.length} possible`);
process.exitCode = found >= 0.95 * sample.length ? 0 : 1;
