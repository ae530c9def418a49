import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { appFolder, builtScript, programsFolder } from '../programs.js';

/** A server on this machine alone. */
export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** A place that pages read from: what its paths begin with, and the folder that they are in. */
export interface Place {
  readonly prefix: string;
  readonly folder: string;
}

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm' };

/** A page that is isolated has a finer clock, and threads, which AtomVM needs. */
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/** The folders that pages of the bench read programs and scripts from. */
const places: readonly Place[] = [
  { prefix: '/compiled/', folder: programsFolder },
  { prefix: '/javascript/', folder: appFolder('programs') },
  { prefix: '/', folder: builtScript('pages') },
];

/** Serves a page that runs a script, what such pages read, and what `answer` has for a path. Pages are isolated from other origins. */
export async function startPageServer(
  script: string,
  more: readonly Place[] = [],
  answer: (path: string) => Promise<Uint8Array | undefined> = () => Promise.resolve(undefined),
): Promise<PageServer> {
  const page = `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/${script}"></script>`;
  const find = async (path: string): Promise<{ type: string; body: string | Uint8Array } | undefined> => {
    if (path === '/') return { type: 'text/html', body: page };
    const answered = await answer(path);
    if (answered !== undefined) return { type: 'application/octet-stream', body: answered };
    const place = [...more, ...places].find(({ prefix }) => path.startsWith(prefix));
    // Nothing but plain names: no way out of the folder.
    if (place === undefined || !/^(\/[\w-]+)*\/[\w-]+\.\w+$/.test(path)) return undefined;
    const file = new URL(path.slice(place.prefix.length), `${pathToFileURL(place.folder).href}/`);
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return await readFile(file).then(
      (body) => ({ type, body }),
      () => undefined,
    );
  };
  const server = createServer((request, response) => {
    find(new URL(request.url ?? '', 'http://localhost').pathname).then((found) => {
      response.writeHead(found === undefined ? 404 : 200, { ...HEADERS, 'content-type': found?.type ?? 'text/plain' });
      response.end(found?.body ?? 'not found');
    }, response.destroy.bind(response));
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
