import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A server on this machine alone. */
export interface TestServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** A script with all that it imports. */
async function bundle(script: URL): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(script)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['@beamline/source'],
    logLevel: 'warning',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Serves a page for the tests, one for the README's example, and the program that they look at. */
export async function startServer(): Promise<TestServer> {
  const files = new Map<string, { readonly type: string; readonly body: string | Uint8Array }>();
  for (const name of ['page', 'readme-example']) {
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><main><h1>Test</h1><h2>Inspector</h2></main><script type="module" src="/${name}.js"></script>`;
    files.set(`/${name}`, { type: 'text/html', body: html });
    files.set(`/${name}.js`, { type: 'text/javascript', body: await bundle(new URL(`./${name}.ts`, import.meta.url)) });
  }
  const worker = await bundle(new URL('../../runtime-web/src/worker/worker.ts', import.meta.url));
  files.set('/worker.js', { type: 'text/javascript', body: worker });
  files.set('/inspected.beam', {
    type: 'application/octet-stream',
    body: await readFile(new URL('./fixtures/inspected.beam', import.meta.url)),
  });
  files.set('/kernel.wasm', { type: 'application/wasm', body: await readFile(new URL('../../kernel/dist/kernel.wasm', import.meta.url)) });
  const server = createServer((request, response) => {
    const found = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.type ?? 'text/plain' });
    response.end(found?.body ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
