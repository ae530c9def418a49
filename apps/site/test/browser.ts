import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Debian has it, or where the environment says. */
const executablePath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';

/** Whether Chromium is on this machine. Throws where everything is to be there. */
export function hasChromium(): boolean {
  const isThere = existsSync(executablePath);
  if (!isThere && process.env.CI === 'true') throw new Error(`Chromium is missing: ${executablePath}`);
  return isThere;
}

/** Starts Chromium without a window. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}

/** A page, and what has gone wrong in it since it was opened. */
export interface WatchedPage {
  readonly page: Page;
  readonly problems: string[];
}

/** Opens a page that notes errors and warnings. */
export async function watchedPage(browser: Browser, options: Parameters<Browser['newPage']>[0] = {}): Promise<WatchedPage> {
  const page = await browser.newPage(options);
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`${page.url()}: ${message.text().slice(0, 500)}`);
  });
  page.on('pageerror', (error) => {
    problems.push(`${page.url()}: ${error.message}`);
  });
  return { page, problems };
}
