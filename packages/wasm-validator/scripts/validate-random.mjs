/**
 * Compares the validator with engines on many random modules: the Node.js that runs this, and one with all of
 * WebAssembly 3.0, which npx gets.
 *
 * node scripts/validate-random.mjs [modules] [first seed]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [modules = '100000', firstSeed = '5000'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'wasm-validator', 'agreement'];
const env = { ...process.env, BEAMLINE_RANDOM_MODULES: modules, BEAMLINE_RANDOM_SEED: firstSeed };

const engines = [
  [process.execPath, vitest],
  ['npx', ['-y', 'node@26', ...vitest]],
];
for (const [command, args] of engines) {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
