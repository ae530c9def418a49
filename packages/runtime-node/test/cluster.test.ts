import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createCluster, findInstalledOtp, OptionError } from '../src/index.js';

const otp = findInstalledOtp();
const run = promisify(execFile);
const program = fileURLToPath(new URL('cluster-program.mjs', import.meta.url));

test.each([0, 1.5, -1])('a cluster of %d machines is refused', async (size) => {
  await expect(createCluster({ size })).rejects.toThrow(OptionError);
});

test('a name that no node can have is refused', async () => {
  await expect(createCluster({ size: 1, name: 'a@b' })).rejects.toThrow(OptionError);
});

// Threads take over how the process of the tests finds packages, which is by their sources.
test.runIf(otp !== undefined)('three machines in threads are nodes that know each other', { timeout: 120_000 }, async () => {
  const { stdout } = await run(process.execPath, [program, otp?.root ?? '']);
  expect(JSON.parse(stdout)).toEqual({
    nodes: ['node1@cluster', 'node2@cluster', 'node3@cluster'],
    known: [2, 2, 2],
    lists: [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ],
    isWhole: true,
    isNamed: 'yes',
    isFound: true,
  });
});

test.runIf(otp !== undefined)("the example of the cluster's README runs", { timeout: 120_000 }, async () => {
  const readme = readFileSync(new URL('../../cluster/README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(example).toContain('createCluster');
  const code = example
    .replace("'/usr/lib/erlang'", JSON.stringify(otp?.root))
    .replace('await cluster.runtime.call', 'const results = await cluster.runtime.call');
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `${code}\nconsole.log(results.length);`], {
    cwd: path.dirname(program),
  });
  expect(stdout).toBe('3\n');
});
