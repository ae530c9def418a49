import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, startChromium, watchedPage } from './browser.js';
import { runNode } from './commands.js';
import { type StaticServer, serveFolder } from './site-server.js';
import { pageProjects, site, snippets } from './snippets.js';

const vite = path.join(site, 'node_modules', 'vite', 'bin', 'vite.js');

/** Scripts of the page's own, WebAssembly, and what Vite has put into scripts: small files. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' data:";

describe.runIf(hasChromium())('the page', () => {
  const out = mkdtempSync(path.join(tmpdir(), 'beamline-site-'));
  let browser: Browser;
  let server: StaticServer;

  beforeAll(async () => {
    browser = await startChromium();
    for (const project of pageProjects) {
      const folder = path.join(snippets, project);
      // The site shows one configuration for two pages.
      const own = path.join(folder, 'vite.config.js');
      const config = existsSync(own) ? own : path.join(snippets, 'page', 'vite.config.js');
      const options = ['--config', config, '--logLevel', 'error', '--base', './', '--outDir', path.join(out, project), '--emptyOutDir'];
      await runNode([vite, 'build', ...options], folder);
    }
    server = await serveFolder(out, '/', POLICY);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(out, { recursive: true });
  });

  /** Opens a page, uses it, and fails if something has gone wrong in it. */
  async function use(project: string, steps: (page: Page) => Promise<void>): Promise<void> {
    const { page, problems } = await watchedPage(browser);
    await page.goto(`${server.url}${project}/index.html`);
    await steps(page);
    expect(problems).toEqual([]);
    await page.close();
  }

  const outputOf = (page: Page) => (): Promise<string> => page.evaluate(() => document.querySelector('output')?.value ?? '');
  const LONG = { timeout: 30_000 };

  test('"Start in a page" greets whom the form names', async () => {
    await use('page', async (page) => {
      await page.fill('input', 'Zoë');
      await page.click('button:enabled');
      await expect.poll(outputOf(page), LONG).toBe('Hello, Zoë!');
    });
  });

  test('that a program uses counts clicks', async () => {
    await use('page-dom', async (page) => {
      const text = (): Promise<string | null> => page.textContent('button');
      await expect.poll(text, LONG).toBe('Clicked 0');
      await page.click('button');
      await expect.poll(text, LONG).toBe('Clicked 1');
      await page.click('button');
      await expect.poll(text, LONG).toBe('Clicked 2');
    });
  });

  test('of untrusted code keeps the guest within its limits, under its own policy', async () => {
    await use('untrusted/page', async (page) => {
      for (const [name, outcome] of [
        ['answer', '42'],
        ['forever', 'stopped'],
        ['hoard', 'limit: memory'],
        ['breed', /^ErlangError: error: system_limit/],
      ] as const) {
        await page.click(`button[value=${name}]`);
        await expect.poll(outputOf(page), LONG).toMatch(outcome);
      }
    });
  });

  test('of untrusted code stays responsive while the guest runs', async () => {
    await use('untrusted/page', async (page) => {
      await page.click('button[value=forever]');
      // Timers of the page fire meanwhile, as the guest is in a Worker.
      const ticks = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let count = 0;
            const timer = setInterval(() => {
              count++;
              const { value } = document.querySelector('output') ?? { value: '' };
              if (value === '…' || value === '') return;
              clearInterval(timer);
              resolve(count);
            }, 10);
          }),
      );
      expect(ticks).toBeGreaterThan(10);
      expect(await outputOf(page)()).toBe('stopped');
    });
  });
});
