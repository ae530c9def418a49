import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { adapterTests } from '@beamline/adapter-tests';
import { describe, test } from 'vitest';
import { createRuntime, Runtime } from '../src/index.js';

const fixtures = new URL('../../adapter-tests/fixtures/', import.meta.url);

describe('the Node adapter', () => {
  test.each(adapterTests)('$name', ({ run }) =>
    run({
      createRuntime,
      location: (file) => fileURLToPath(new URL(file, fixtures)),
      fixture: (file) => readFile(new URL(file, fixtures)),
      resourceCount: (runtime) => (runtime instanceof Runtime ? runtime.machine.resourceCount : 0),
      longestGap: 20,
    }),
  );
});
