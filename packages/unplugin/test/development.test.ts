import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findInstalledOtp } from '@beamline/runtime-node';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { describe, expect, test } from 'vitest';
import { beamline } from '../src/index.js';
import { addRuntime } from './project.js';

const executablePath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';

const hasErlc = (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, 'erlc')));
const canRun = existsSync(executablePath) && findInstalledOtp() !== undefined && hasErlc;

const counter = (description: string): string => `
-module(counter).
-export([start/0, next/0, loop/1]).

start() ->
    register(counter, spawn(?MODULE, loop, [0])),
    ok.

next() ->
    counter ! {self(), next},
    receive {counter, Text} -> Text end.

loop(N) ->
    receive {From, next} -> From ! {counter, ${description}} end,
    ?MODULE:loop(N + 1).
`;

const PAGE = `
import { createRuntime } from '@beamline/runtime-web';
import counter from './counter.erl?beam';

const runtime = await createRuntime({ codePaths: counter.codePaths, cache: false });
counter.attach(runtime);
await runtime.call(counter.start.module, counter.start.name);
globalThis.next = async () => new TextDecoder().decode(await runtime.call('counter', 'next'));
globalThis.updates = [];
addEventListener('beamline:update', ({ detail }) => globalThis.updates.push(detail));
globalThis.born = Math.random();
`;

/** What the page has for the test. */
interface CounterPage {
  next(): Promise<string>;
  readonly updates: readonly (readonly string[])[];
  readonly born: number;
}

describe.runIf(canRun)("Vite's development server", () => {
  test('sends the modules of a source that changes, and processes go on with their state', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'beamline-development-'));
    addRuntime(folder);
    const source = path.join(folder, 'counter.erl');
    writeFileSync(source, counter('integer_to_binary(N)'));
    writeFileSync(path.join(folder, 'main.js'), PAGE);
    writeFileSync(
      path.join(folder, 'index.html'),
      '<!doctype html><meta charset="utf-8"><body><script type="module" src="/main.js"></script>',
    );
    const server = await createServer({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      server: { host: '127.0.0.1', port: 0 },
      plugins: [beamline.vite()],
    });
    const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
    try {
      await server.listen();
      const page = await browser.newPage();
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.waitForFunction(() => 'born' in globalThis, undefined, { timeout: 60_000 });
      const next = (): Promise<string> => page.evaluate(() => (globalThis as unknown as CounterPage).next());
      const born = (): Promise<number> => page.evaluate(() => (globalThis as unknown as CounterPage).born);
      const first = await born();
      expect([await next(), await next()]).toEqual(['0', '1']);

      // The new code calls a module that the old one did not.
      writeFileSync(source, counter('iolist_to_binary(string:pad(integer_to_list(N), 4, leading, $0))'));
      await page.waitForFunction(() => (globalThis as unknown as CounterPage).updates.length === 1, undefined, { timeout: 60_000 });
      expect(await page.evaluate(() => (globalThis as unknown as CounterPage).updates[0])).toContain('counter');
      // The message that it waits for is still the old code's.
      expect([await next(), await next()]).toEqual(['2', '0003']);

      // A source that is new is one of them.
      writeFileSync(path.join(folder, 'written.erl'), '-module(written).\n-export([text/1]).\ntext(N) -> integer_to_binary(N * 100).\n');
      writeFileSync(source, counter('written:text(N)'));
      await page.waitForFunction(() => (globalThis as unknown as CounterPage).updates.length === 2, undefined, { timeout: 60_000 });
      expect([await next(), await next()]).toEqual(['0004', '500']);

      writeFileSync(source, counter('<<"broken">'));
      await page.waitForTimeout(1500);
      expect(await next()).toBe('600');

      writeFileSync(source, counter('<<"at ", (integer_to_binary(N))/binary>>'));
      await page.waitForFunction(() => (globalThis as unknown as CounterPage).updates.length === 3, undefined, { timeout: 60_000 });
      expect([await next(), await next()]).toEqual(['700', 'at 8']);
      expect(await born()).toBe(first);
    } finally {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
