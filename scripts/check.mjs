// Runs every check, quick ones first, all of them even if one fails; then says which failed.
import { spawn } from 'node:child_process';

/** Those of a step run at the same time: each of them is on one core. */
const steps = [['lint'], ['build'], ['typecheck'], ['layers', 'unused', 'packages', 'size'], ['site:build'], ['vitest']];

/** Runs a check; true if it passes. What one of several writes is shown when it ends. */
function run(check, isAlone) {
  const child = spawn(`npm run --silent ${check}`, { stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'], shell: true });
  const title = `\n# npm run ${check}`;
  const output = [];
  if (isAlone) console.log(title);
  else for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      if (!isAlone) console.log(`${title}\n${Buffer.concat(output)}`);
      resolve(status === 0);
    });
  });
}

const failed = [];
for (const step of steps) {
  const passed = await Promise.all(step.map((check) => run(check, step.length === 1)));
  failed.push(...step.filter((_, i) => !passed[i]));
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
