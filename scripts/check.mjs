// Runs every check, quick ones first, all of them even if one fails; then says which failed.
import { spawnSync } from 'node:child_process';

const checks = ['lint', 'build', 'typecheck', 'layers', 'unused', 'packages', 'size', 'site:build', 'vitest'];

const failed = checks.filter((check) => {
  console.log(`\n# npm run ${check}`);
  return spawnSync(`npm run --silent ${check}`, { stdio: 'inherit', shell: true }).status !== 0;
});
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
