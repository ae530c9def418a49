// Serves the page with a policy that allows its own scripts, WebAssembly and nothing else: node serve.mjs [FOLDER [PORT]]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.resolve(process.argv[2] ?? fileURLToPath(new URL('dist', import.meta.url)));

/** 'wasm-unsafe-eval' allows WebAssembly, not eval; connect-src is for the archive and the kernel. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

const server = createServer((request, response) => {
  const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
  readFile(path.join(folder, path.basename(name))).then(
    (body) => {
      response.writeHead(200, {
        'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      });
      response.end(body);
    },
    () => {
      response.writeHead(404);
      response.end();
    },
  );
});
server.listen(Number(process.argv[3] ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
