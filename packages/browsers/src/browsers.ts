import { existsSync } from 'node:fs';
import { type Browser as ChromiumBrowser, chromium } from 'playwright-core';
import { type Browser as FirefoxBrowser, launch } from 'puppeteer-core';
import type { Browser } from './page.js';
import { startWebKit } from './webkit.js';

/** A kind of browser, and where this machine may have it. */
export interface BrowserKind {
  readonly name: 'Chromium' | 'Firefox' | 'WebKit';
  /** For WebKit this is the driver. */
  readonly executable: string;
  /** Whether it is on this machine. */
  readonly installed: boolean;
}

function kind(name: BrowserKind['name'], executable: string): BrowserKind {
  return { name, executable, installed: existsSync(executable) };
}

/** All kinds, where Debian has them or where the environment says. */
export const browsers: readonly BrowserKind[] = [
  kind('Chromium', process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium'),
  kind('Firefox', process.env.BEAMLINE_FIREFOX ?? '/usr/bin/firefox-esr'),
  kind('WebKit', process.env.BEAMLINE_WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver'),
];

/** What both tools have in common. */
interface ToolPage {
  goto(url: string): Promise<unknown>;
  evaluate(run: (value: unknown) => unknown, value?: unknown): Promise<unknown>;
  workers(): readonly unknown[];
  close(): Promise<void>;
}

/** Starts a browser without a window, with a profile of its own that is removed when it is closed. Rejects where it cannot start. */
export async function startBrowser({ name, executable }: BrowserKind): Promise<Browser> {
  if (name === 'WebKit') return await startWebKit(executable);
  const browser = await (name === 'Firefox' ? startFirefox(executable) : startChromium(executable));
  return {
    newPage: async () => {
      const page = (await browser.newPage()) as ToolPage;
      return {
        goto: (url) => page.goto(url),
        evaluate: <Result, Value>(run: (value: Value) => Result | Promise<Result>, value?: Value) =>
          page.evaluate(run as (value: unknown) => unknown, value) as Promise<Result>,
        workerCount: () => page.workers().length,
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

function startFirefox(executablePath: string): Promise<FirefoxBrowser> {
  return launch({ browser: 'firefox', executablePath, headless: true, protocolTimeout: 600_000 });
}

function startChromium(executablePath: string): Promise<ChromiumBrowser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
