// Stands in for the CDNs of the page: serves packages as modules, as esm.sh does, and below /npm/ their files as they are, as jsDelivr does.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Where modules begin, by their names; more as others import them. */
const entries = new Map();

/** Imports of our other packages become URLs of this server; others are put in, as one may ask esm.sh to. */
const asUrls = {
  name: 'urls',
  setup: (setup) => {
    setup.onResolve({ filter: /^@beamline\// }, async ({ path: name, resolveDir, kind, pluginData }) => {
      if (kind === 'entry-point' || pluginData === asUrls) return undefined;
      const found = await setup.resolve(name, { resolveDir, kind, pluginData: asUrls });
      if (found.errors.length > 0) return found;
      entries.set(name, found.path);
      return { path: `/${name}`, external: true };
    });
  },
};

/** A module with what is of its own package. */
async function asModule(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    plugins: [asUrls],
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

/** Answers a request: type and content; undefined for what is not there. */
async function answer(url) {
  const name = url.slice(1);
  if (name === '@beamline/runtime-web')
    entries.set(name, require.resolve('@beamline/runtime-web/package.json').replace('package.json', 'dist/index.js'));
  const entry = entries.get(name);
  if (entry !== undefined) return { type: TYPES['.js'], body: await asModule(entry) };
  const [, wanted, file] = /^npm\/(@beamline\/runtime-web)\/(dist\/[\w.-]+)$/.exec(name) ?? [];
  if (file === undefined) return undefined;
  const folder = path.dirname(require.resolve(`${wanted}/package.json`));
  return { type: TYPES[path.extname(file)] ?? 'application/octet-stream', body: await readFile(path.join(folder, file)) };
}

/** Starts the server on a free port; its origin. */
export async function startCdn() {
  const server = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://localhost').pathname).then(
      (found) => {
        response.writeHead(found === undefined ? 404 : 200, {
          'content-type': found?.type ?? 'text/plain',
          'access-control-allow-origin': '*',
        });
        response.end(found?.body ?? 'not found');
      },
      (error) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
