import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The programs and the application that packing is tested with. */
export const fixtures: string = fileURLToPath(new URL('../../pack/test/fixtures', import.meta.url));

/** A page that runs the program `./hello.beam` and an application beside it, and tells what they wrote. */
const PAGE = `
import { createRuntime } from '@beamline/runtime-web';
import hello from './hello.beam';
import tally from './tally?beam';

async function run({ codePaths, start }) {
  let output = '';
  const runtime = await createRuntime({ codePaths, cache: false, write: (text) => { output += text; } });
  await runtime.call(start.module, start.name);
  await runtime.flush();
  runtime.stop();
  return output;
}

run(hello).then(async (first) => [first, await run(tally)]).then(
  (outputs) => { document.body.dataset.outputs = JSON.stringify(outputs); },
  (error) => { document.body.dataset.outputs = JSON.stringify([String(error.stack)]); },
);
`;

/** A folder with such a page, its programs and the runtime for it. */
export function makeProject(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'beamline-unplugin-'));
  addRuntime(folder);
  cpSync(path.join(fixtures, 'programs', 'hello.beam'), path.join(folder, 'hello.beam'));
  cpSync(path.join(fixtures, 'tally', 'ebin'), path.join(folder, 'tally', 'ebin'), { recursive: true });
  writeFileSync(path.join(folder, 'main.js'), PAGE);
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "page", "private": true, "type": "module" }\n');
  writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><body><script type="module" src="/main.js"></script>',
  );
  return folder;
}

/** Puts the runtime for pages where a page's bundler looks for it. */
export function addRuntime(folder: string): void {
  mkdirSync(path.join(folder, 'node_modules', '@beamline'), { recursive: true });
  symlinkSync(fileURLToPath(new URL('../../runtime-web', import.meta.url)), path.join(folder, 'node_modules', '@beamline', 'runtime-web'));
}
