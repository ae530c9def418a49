// Packs every public package as it would be published; publint and attw look at the tarballs.
import { exec } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(exec);
const target = mkdtempSync(join(tmpdir(), 'packages-'));
const folders = readdirSync('packages')
  .map((name) => join('packages', name))
  .filter((folder) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private);
let failures = 0;

async function check(folder) {
  try {
    const packed = await run(`pnpm pack --json --pack-destination "${target}"`, { cwd: folder });
    const { filename } = JSON.parse(packed.stdout);
    await run(`publint --strict "${filename}"`);
    await run(`attw --profile esm-only --format ascii --no-color --exclude-entrypoints kernel.wasm -- "${filename}"`);
    console.log(`${folder}: good`);
  } catch (error) {
    failures++;
    console.error(`${folder}: ${error.message}\n${error.stdout ?? ''}`);
  }
}

async function checkNext() {
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) await check(folder);
}

await Promise.all(Array.from({ length: availableParallelism() }, checkNext));
rmSync(target, { recursive: true });
process.exitCode = failures === 0 ? 0 : 1;
