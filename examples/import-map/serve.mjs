// Serves the page, and another server in the place of the CDNs that it names: node serve.mjs [PORT [FOLDER OF hello.beam]]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCdn } from './cdn.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = path.resolve(process.argv[3] ?? here);
const cdn = await startCdn();

const files = {
  '/': { type: 'text/html', read: () => readFile(path.join(here, 'index.html'), 'utf8') },
  '/main.js': { type: 'text/javascript', read: () => readFile(path.join(here, 'main.js'), 'utf8') },
  '/hello.beam': { type: 'application/octet-stream', read: () => readFile(path.join(program, 'hello.beam')) },
};

const server = createServer((request, response) => {
  const file = files[new URL(request.url ?? '/', 'http://localhost').pathname];
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  file.read().then(
    (content) => {
      const body = file.type === 'text/html' ? content.replace('https://esm.sh', cdn).replace('https://cdn.jsdelivr.net', cdn) : content;
      response.writeHead(200, { 'content-type': file.type });
      response.end(body);
    },
    () => response.writeHead(404).end(),
  );
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
