import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runCommand } from './run.mjs';

/** Files that the examples read, by package: where they are in the repository, and where they are beside the package. */
const files = {
  '@beamline/beam-file': { 'packages/beam-file/test/fixtures/otp25/small.beam': 'test/fixtures/otp25/small.beam' },
  '@beamline/crypto': { 'packages/crypto/test/fixtures/otp29': 'test/fixtures/otp29' },
  '@beamline/jit-compiler': { 'packages/jit-compiler/test/fixtures/control.beam': 'test/fixtures/control.beam' },
  '@beamline/pack': { 'packages/pack/test/fixtures/programs': 'test/fixtures/programs' },
  '@beamline/runtime-core': { 'packages/runtime-core/test/fixtures/stress.beam': 'test/fixtures/stress.beam' },
  '@beamline/runtime-node': { 'packages/adapter-tests/fixtures/adapter_fixture.beam': '../adapter-tests/fixtures/adapter_fixture.beam' },
  '@beamline/unplugin': { 'packages/pack/test/fixtures/programs': '../pack/test/fixtures/programs' },
  '@beamline/inspector': { 'packages/inspector/test/fixtures/inspected.beam': 'page/inspected.beam' },
  '@beamline/runtime-web': {
    'apps/bench/programs/compiled/fib.beam': 'page/programs/fib.beam',
    'packages/adapter-tests/fixtures/adapter_fixture.beam': 'page/fixtures/adapter_fixture.beam',
  },
};

/** Their examples need a page. */
const forPages = ['@beamline/inspector', '@beamline/runtime-web'];

const OTP = '/usr/lib/erlang';
const CHROMIUM = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';

/**
 * Lays the first example of each README into a project, as `<package>/test/readme-example.ts`, where the tests of the repository have it,
 * with the files that it reads.
 */
export function layExamples(root, packages, project) {
  // Of a command the README shows how it is called.
  const libraries = packages.filter(({ manifest }) => manifest.bin === undefined || manifest.dependencies !== undefined);
  return libraries.map(({ name, folder }) => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const [, language, code] = /```(ts|js)\n([\s\S]*?)```/.exec(readme) ?? [];
    if (code === undefined) throw new Error(`the README of ${name} has no example`);
    const place = join(project, name.replace('@beamline/', ''));
    mkdirSync(join(place, 'test'), { recursive: true });
    const source = join(place, 'test', `readme-example.${language}`);
    writeFileSync(source, code);
    for (const [from, to] of Object.entries(files[name] ?? {})) cpSync(join(root, from), join(place, to), { recursive: true });
    return { name, place, source, code, isForPages: forPages.includes(name) };
  });
}

/** Looks at a page in Chromium until it has written so many lines, or for ten seconds. */
async function linesOfPage(root, folder, wanted) {
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url, 'http://localhost').pathname);
    const types = { js: 'text/javascript', html: 'text/html', wasm: 'application/wasm' };
    response.writeHead(existsSync(file) ? 200 : 404, { 'content-type': types[file.split('.').pop()] ?? 'application/octet-stream' });
    response.end(existsSync(file) ? readFileSync(file) : 'not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { chromium } = createRequire(join(root, 'packages', 'runtime-web', 'package.json'))('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    const lines = [];
    const errors = [];
    page.on('console', (message) => {
      // The browser itself tells of files that are not there, such as the icon of a page.
      if (!message.text().startsWith('Failed to load resource')) lines.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
    for (let i = 0; i < 100 && errors.length === 0 && lines.length < wanted; i++) await page.waitForTimeout(100);
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return lines;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/** How many lines an example writes at the least: one for each call that writes, but for those in scripts that it has as text. */
function writtenLines(code) {
  const own = code.replace(/`[^`]*`/g, "''");
  return own.split('\n').filter((line) => /^\s*(?:console\.log\(|await runtime\.call\('adapter_fixture', 'show')/.test(line)).length;
}

/** Runs an example with what is installed in its project. Answers what it did, in a few words; fails if it does. */
export async function runExample(root, project, { name, place, source, code, isForPages }) {
  const wanted = writtenLines(code);
  const esbuild = `"${join(project, 'node_modules', '.bin', 'esbuild')}" "${source}" --log-level=error --format=esm --target=es2022`;
  if (isForPages) {
    await runCommand(`${esbuild} --bundle --outfile="${join(place, 'page', 'example.js')}"`, project);
    if (!existsSync(CHROMIUM)) return 'bundled; no Chromium to run it in';
    writeFileSync(
      join(place, 'page', 'index.html'),
      '<!doctype html><meta charset="utf-8"><body><script type="module" src="/example.js"></script>',
    );
    const lines = await linesOfPage(root, join(place, 'page'), wanted);
    if (lines.length < wanted)
      throw new Error(`the example of ${name} wrote ${lines.length} lines of ${wanted} in a page: ${lines.join('; ')}`);
    return 'ran in Chromium';
  }
  if (code.includes(OTP) && !existsSync(OTP)) return `needs an Erlang/OTP in ${OTP}, which is not there`;
  const script = join(place, 'test', 'readme-example.mjs');
  await runCommand(`${esbuild} --outfile="${script}"`, project);
  const lines = (await runCommand(`node "${script}"`, place)).trim().split('\n');
  if (wanted > 0 && lines.join('').length === 0) throw new Error(`the example of ${name} wrote nothing`);
  return 'ran';
}
