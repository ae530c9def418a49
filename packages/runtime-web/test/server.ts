import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readAvmFile } from '@beamline/beam-file';
import { build } from 'esbuild';
import { echo } from './echo-socket.js';

/** Scripts of the server alone, no eval: what a careful site allows, and the least that WebAssembly needs. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const folders: Readonly<Record<string, URL>> = {
  fixtures: new URL('../../adapter-tests/fixtures/', import.meta.url),
  supervised: new URL('../../runtime-node/test/supervised/', import.meta.url),
  programs: new URL('../../../apps/bench/programs/compiled/', import.meta.url),
};

/** What a bundler would put beside the scripts. */
const kernel = new URL('../../kernel/dist/kernel.wasm', import.meta.url);

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
    // As it is served in earnest, and each Worker reads all of it.
    minify: true,
    logLevel: 'warning',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

function html(script: string): string {
  return `<!doctype html><meta charset="utf-8"><title>test</title><script src="/console.js"></script><script type="module" src="/${script}"></script>`;
}

/**
 * Serves a page for each of the scripts, and the `.beam` files. What is below `/spa` is always a page.
 * @param hasKernel - whether the kernel is there as a file
 * @param archive - what is served as `/files/otp.avm`, and its files beside it
 */
export async function startServer(scripts: Readonly<Record<string, URL>>, archive?: Uint8Array, hasKernel = true): Promise<TestServer> {
  const files = new Map<string, { readonly type: string; readonly body: string | Uint8Array }>();
  for (const [name, script] of Object.entries(scripts)) {
    files.set(`/${name}`, { type: 'text/html', body: html(`${name}.js`) });
    files.set(`/${name}.js`, { type: 'text/javascript', body: await bundle(script) });
  }
  files.set('/console.js', { type: 'text/javascript', body: await bundle(new URL('./console.ts', import.meta.url)) });
  const find = async (path: string): Promise<{ readonly type: string; readonly body: string | Uint8Array } | undefined> => {
    const [, folder = '', name = ''] = /^\/(\w+)\/(\w+\.(?:beam|json))$/.exec(path) ?? [];
    const url = folders[folder];
    if (path === '/programs/numbers.json') return { type: 'application/json', body: '{"list":[1,2.5,null]}' };
    if (path === '/kernel.wasm' && hasKernel) return { type: 'application/wasm', body: await readFile(kernel) };
    if (path.startsWith('/spa/')) return { type: 'text/html', body: html('none.js') };
    if (path.startsWith('/files/') && archive !== undefined) {
      const name = path.slice('/files/'.length);
      if (name === 'otp.avm') return { type: 'application/octet-stream', body: archive };
      const entries = readAvmFile(archive);
      if (name === 'files.json') return { type: 'application/json', body: JSON.stringify(entries.map((entry) => entry.name)) };
      const entry = entries.find((each) => each.name === name);
      return entry === undefined ? undefined : { type: 'application/octet-stream', body: entry.bytes };
    }
    if (url === undefined) return files.get(path);
    try {
      return { type: 'application/octet-stream', body: await readFile(new URL(name, url)) };
    } catch {
      return undefined;
    }
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost');
    find(path.pathname).then((found) => {
      response.writeHead(found === undefined ? 404 : 200, {
        'content-type': found?.type ?? 'text/plain',
        'access-control-allow-origin': '*',
        ...(path.searchParams.has('open') ? {} : { 'content-security-policy': POLICY }),
      });
      response.end(found?.body ?? 'not found');
    }, response.destroy.bind(response));
  });
  server.on('upgrade', echo);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
