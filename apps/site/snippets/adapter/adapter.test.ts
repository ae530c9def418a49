import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adapterTests, fixturesUrl } from '@beamline/adapter-tests';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { createRuntime } from './adapter.js';

// This adapter loads what it can fetch, so the modules are served.
const server = createServer((request, response) => {
  readFile(new URL(`.${request.url}`, fixturesUrl)).then(
    (bytes) => response.end(bytes),
    () => response.writeHead(404).end(),
  );
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
});

describe('the adapter', () => {
  test.each(adapterTests)('$name', ({ run }) =>
    run({
      createRuntime,
      fixture: (file) => readFile(new URL(file, fixturesUrl)),
      location: (file) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`,
    }),
  );
});
