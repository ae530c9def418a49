/**
 * Compares what the real Erlang (the erl of OTP 25 on the PATH) and Beamline make of random external terms, most of them
 * damaged: `node scripts/fuzz-external-terms.mjs [first [count [file]]]`. Each term has a number, its seed. Prints those with
 * different verdicts, and how many had which; the real Erlang's go to a file if one is named.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const test = fileURLToPath(new URL('../test/', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'external-terms-'));
const program = path.join(folder, 'program.mjs');
const {
  first = '0',
  count = '10000',
  file = '',
} = Object.fromEntries(process.argv.slice(2).map((value, i) => [['first', 'count', 'file'][i], value]));
buildSync({
  entryPoints: [path.join(test, 'external-terms/external-terms-program.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@beamline/source'],
  define: { 'import.meta.url': JSON.stringify(new URL('../test/external-terms/verdicts.ts', import.meta.url).href) },
});
const { status } = spawnSync(process.execPath, [program, first, count, path.join(test, 'fixtures'), file], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
