import { expect, test } from 'vitest';
import { runtimeWith } from './fixture.js';

test('a dump shows what a process waits in, its stack and its messages', async () => {
  const runtime = await runtimeWith(['hosting']);
  const { machine } = runtime;
  // collect/1 receives two messages, and only one comes.
  const call = runtime.call('hosting', 'collect', [2]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const context = machine.processes.all().find((each) => machine.dump(each).includes('hosting:'));
  expect(context).toBeDefined();
  const dump = machine.dump(context);
  expect(dump).toContain('state: waiting, flags watched');
  expect(dump).toMatch(/young heap: 0x[0-9a-f]{6} to 0x[0-9a-f]{6}, \d+ of \d+ bytes used/);
  expect(dump).toMatch(/returns to hosting:.*collect.* \(hosting\.erl:\d+\)/);
  expect(dump).toContain('messages: 0');
  expect(dump).toContain('returns to nothing: the bottom of the stack');
  runtime.stop();
  await expect(call).rejects.toThrow();
  expect(machine.dump()).not.toContain('hosting:');
});
