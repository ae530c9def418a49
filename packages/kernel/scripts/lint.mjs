// Formats and lints the assembly with Biome, which cannot parse decorators of functions: it sees a copy in which they are
// comments. `--write` writes back what it mends.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = path.dirname(fileURLToPath(import.meta.url));
const assembly = path.join(scripts, '..', 'assembly');
const copy = mkdtempSync(path.join(tmpdir(), 'assembly-'));
const writes = process.argv.includes('--write');

const files = readdirSync(assembly, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'));

/** Turns decorators, each on a line of its own, into comments, and back. */
const hide = (text) => text.replace(/^@(inline|external\([^)]*\))[ \n]/gm, '// @$1\n');
const show = (text) => text.replace(/^\/\/ (@inline|@external\(.*\))$/gm, '$1');

try {
  cpSync(path.join(scripts, 'biome-assembly.json'), path.join(copy, 'biome.json'));
  cpSync(assembly, copy, { recursive: true, filter: (file) => !file.endsWith('tsconfig.json') });
  for (const file of files) writeFileSync(path.join(copy, file), hide(readFileSync(path.join(assembly, file), 'utf8')));
  const args = ['check', '--error-on-warnings', ...(writes ? ['--write'] : []), ...files.filter((file) => !file.startsWith('generated'))];
  const { status } = spawnSync('biome', args, { cwd: copy, stdio: 'inherit', shell: process.platform === 'win32' });
  if (writes) {
    for (const file of files.filter((name) => !name.startsWith('generated'))) {
      const text = show(readFileSync(path.join(copy, file), 'utf8'));
      if (text !== readFileSync(path.join(assembly, file), 'utf8')) writeFileSync(path.join(assembly, file), text);
    }
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(copy, { recursive: true });
}
