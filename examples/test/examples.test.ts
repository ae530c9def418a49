import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findInstalledOtp } from '@beamline/runtime-node';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const example = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const executablePath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';
const hasErlc = (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, 'erlc')));
const canRun = existsSync(executablePath) && findInstalledOtp() !== undefined && hasErlc;

/** What the scripts of an example do. */
async function bundled(name: string, out: string): Promise<void> {
  await run(process.execPath, ['build.mjs', out], { cwd: example(name) });
}

describe.runIf(canRun)('the example', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'beamline-examples-'));
  let browser: Browser;
  /** What the page that is open has written to the console, and its errors. */
  let problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(scratch, { recursive: true });
  });

  async function open(url: string): Promise<Page> {
    const page = await browser.newPage();
    problems = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', (error) => {
      problems.push(error.message);
    });
    await page.goto(url);
    return page;
  }

  /** The text of a page, once it has all of it. */
  async function outputOf(page: Page): Promise<string> {
    await page.waitForSelector('output[data-done]', { timeout: 60_000 });
    return (await page.textContent('output')) ?? '';
  }

  /** Starts the server of the example with a policy; its process and the page's URL. */
  async function served(folder: string): Promise<{ readonly url: string; readonly child: ChildProcessByStdio<null, Readable, null> }> {
    return await started([path.join(example('content-security-policy'), 'serve.mjs'), folder, '0']);
  }

  /** Starts a script that prints the URL of what it serves. */
  async function started(
    command: readonly string[],
  ): Promise<{ readonly url: string; readonly child: ChildProcessByStdio<null, Readable, null> }> {
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve) => {
      child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    });
    return { url, child };
  }

  test('for Vite counts clicks', { timeout: 120_000 }, async () => {
    const out = path.join(scratch, 'vite');
    const vite = path.join(example('vite'), 'node_modules', 'vite', 'bin', 'vite.js');
    await run(process.execPath, [vite, 'build', '--logLevel', 'error', '--outDir', out, '--assetsDir', '.'], { cwd: example('vite') });
    const { url, child } = await served(out);
    try {
      const page = await open(url);
      await page.waitForSelector('button:enabled', { timeout: 60_000 });
      for (const text of ['1 clicks', '2 clicks']) {
        await page.click('button');
        await page.waitForFunction((wanted) => document.querySelector('output')?.value === wanted, text);
      }
      expect(problems).toEqual([]);
    } finally {
      child.kill();
    }
  });

  test('for esbuild sieves primes', { timeout: 120_000 }, async () => {
    const out = path.join(scratch, 'esbuild');
    await bundled('esbuild', out);
    const { url, child } = await served(out);
    try {
      const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];
      const page = await open(url);
      const lines = (await outputOf(page)).trim().split('\n');
      expect(lines.toSorted()).toEqual(primes.map((prime) => `${prime} is prime`).toSorted());
    } finally {
      child.kill();
    }
  });

  test('of one file works from a disk and needs nothing else', { timeout: 120_000 }, async () => {
    const file = path.join(scratch, 'single', 'index.html');
    await bundled('script-module', file);
    expect(readdirSync(path.dirname(file))).toEqual(['index.html']);
    const page = await open(pathToFileURL(file).href);
    expect(await outputOf(page)).toMatch(/^\*\*\*Hello from \d+ processes\n$/);
  });

  test('with an import map runs from another origin, in the page and in a Worker, without a build', { timeout: 120_000 }, async () => {
    const out = path.join(scratch, 'import-map');
    mkdirSync(out);
    await run('erlc', ['-o', out, 'hello.erl'], { cwd: example('import-map') });
    const { url, child } = await started([path.join(example('import-map'), 'serve.mjs'), '0', out]);
    try {
      const page = await open(url);
      expect(await outputOf(page)).toBe('Hello from the page\nHello from a Worker');
      const origins = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin));
      expect(new Set(origins).size).toBe(2);
      expect(problems).toEqual([]);
    } finally {
      child.kill();
    }
  });

  test('with a policy runs under it', { timeout: 120_000 }, async () => {
    const out = path.join(scratch, 'policy');
    await bundled('content-security-policy', out);
    const { url, child } = await served(out);
    try {
      const page = await open(url);
      expect(await outputOf(page)).toBe('Hello, World!');
      expect(problems).toEqual([]);
      // The policy holds: what is not the page's own is neither run nor fetched.
      const refused = await page.evaluate(async () => {
        const outcomes: string[] = [];
        try {
          document.createElement('script').src = 'data:text/javascript,1';
          outcomes.push('made a script');
        } catch (error) {
          outcomes.push(error instanceof Error ? error.name : 'thrown');
        }
        await fetch('http://127.0.0.2/').then(
          () => outcomes.push('fetched'),
          (error: Error) => outcomes.push(error.name),
        );
        return outcomes;
      });
      expect(refused).toEqual(['TypeError', 'TypeError']);
    } finally {
      child.kill();
    }
  });
});
