/**
 * Tries mutants of `.beam` files: `node scripts/fuzz.mjs [first [count]]`. Prints those that did harm: errors of the engine,
 * machines that were wrong afterwards, calls that did not end. Each mutant has a number, which `first` may be.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Milliseconds without a sign of life after which a mutant counts as endless. */
const SILENCE = 60_000;
const test = fileURLToPath(new URL('../test/', import.meta.url));
const compilerFixtures = fileURLToPath(new URL('../../jit-compiler/test/fixtures/', import.meta.url));
const files = [
  ...['binaries-otp29', 'binaries_stepwise', 'control', 'data', 'data-otp29', 'exceptions', 'functions', 'integers'].map((name) =>
    path.join(compilerFixtures, `${name}.beam`),
  ),
  ...['hosting', 'tables', 'trap_foldl'].map((name) => path.join(test, 'fixtures', `${name}.beam`)),
];
const known = path.join(test, 'fixtures/stress.beam');

const folder = mkdtempSync(path.join(tmpdir(), 'fuzz-'));
const program = path.join(folder, 'program.mjs');
buildSync({
  entryPoints: [path.join(test, 'untrusted-program.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@beamline/source'],
});

const first = Number(process.argv[2] ?? 0);
const end = first + Number(process.argv[3] ?? 20_000);
const fates = {};
let harmful = 0;

/** Runs mutants from a number on; resolves to the number to go on with. */
function run(from) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, String(from), String(Math.min(end, from + 500)), known, ...files], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let seed = from;
    let timer = setTimeout(() => child.kill('SIGKILL'), SILENCE);
    let done = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), SILENCE);
      const message = JSON.parse(line);
      seed = message.seed ?? seed;
      if (message.harm !== undefined) {
        harmful++;
        console.log(`mutant ${seed}: ${message.harm}`);
      }
      if (message.fates === undefined) return;
      done = true;
      for (const [fate, count] of Object.entries(message.fates)) fates[fate] = (fates[fate] ?? 0) + count;
    });
    child.on('close', () => {
      clearTimeout(timer);
      if (!done) {
        harmful++;
        console.log(`mutant ${seed}: it never ended, or ended the host`);
      }
      resolve(done ? Math.min(end, from + 500) : seed + 1);
    });
  });
}

for (let from = first; from < end; ) from = await run(from);
rmSync(folder, { recursive: true });
console.log(`${end - first} mutants: ${JSON.stringify(fates)}, ${harmful} did harm`);
process.exitCode = harmful === 0 ? 0 : 1;
