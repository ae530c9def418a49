import { LoadError } from '@beamline/runtime-core';
import { expect, test } from 'vitest';
import { fetchFile } from '../src/fetched-file.js';

test('an error about a file in its own URL says what may forbid it, and not the file', async () => {
  const location = `data:${'A'.repeat(10_000)}`; // no comma, so it cannot be read
  const error: unknown = await fetchFile(location).catch((reason: unknown) => reason);
  if (!(error instanceof LoadError)) throw error;
  expect(error.message).toMatch(/^cannot fetch a file from its data: URL, which a content security policy must allow in connect-src: /);
  expect(error.message.length).toBeLessThan(300);
  expect(error.location).toBe(location);
});
