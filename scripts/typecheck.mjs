// Checks the types of the whole repository. All that has the same settings is one program: the checker reads the sources of a package
// once, and not again for each package that uses it.
import { spawnSync } from 'node:child_process';

/** Pages have the types of Vite beside those of Node. */
const programs = ['tsconfig.all.json', 'apps/playground', 'apps/site'];

const failed = programs.filter((program) => {
  const { status } = spawnSync('tsc', ['-p', program, '--noEmit'], { stdio: 'inherit', shell: process.platform === 'win32' });
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
