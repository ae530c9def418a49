import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { adapterTests, fixturesUrl } from '@beamline/adapter-tests';
import { describe, test } from 'vitest';
import { createRuntime, Runtime } from '../src/index.js';

describe('the Node adapter', () => {
  test.each(adapterTests)('$name', ({ run }) =>
    run({
      createRuntime,
      location: (file) => fileURLToPath(new URL(file, fixturesUrl)),
      fixture: (file) => readFile(new URL(file, fixturesUrl)),
      resourceCount: (runtime) => (runtime instanceof Runtime ? runtime.machine.resourceCount : 0),
      longestGap: 20,
    }),
  );
});
