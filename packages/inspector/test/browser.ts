import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { launch } from 'puppeteer-core';

/** What the tests need of a page, under either tool. */
export interface TestPage {
  goto(url: string): Promise<unknown>;
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Value>(run: (value: Value) => Result | Promise<Result>, value: Value): Promise<Result>;
  /** Presses a key on what has the focus. */
  press(key: 'Enter' | 'Escape' | 'ArrowRight' | 'Tab'): Promise<void>;
}

/** A browser that tests run in. */
export interface BrowserKind {
  readonly name: string;
  readonly executable: string;
  readonly installed: boolean;
  start(): Promise<{ newPage(): Promise<TestPage>; close(): Promise<void> }>;
}

/** What both tools have in common. */
interface ToolPage {
  goto(url: string): Promise<unknown>;
  evaluate(run: (value: unknown) => unknown, value?: unknown): Promise<unknown>;
  readonly keyboard: { press(key: 'Enter' | 'Escape' | 'ArrowRight' | 'Tab'): Promise<void> };
}

function testPage(page: ToolPage): TestPage {
  return {
    goto: (url) => page.goto(url),
    evaluate: <Result, Value>(run: (value: Value) => Result | Promise<Result>, value?: Value) =>
      page.evaluate(run as (value: unknown) => unknown, value) as Promise<Result>,
    press: (key) => page.keyboard.press(key),
  };
}

const chromiumPath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';
const firefoxPath = process.env.BEAMLINE_FIREFOX ?? '/usr/bin/firefox-esr';

/** Where Debian has them, or where the environment says. */
export const browsers: readonly BrowserKind[] = [
  {
    name: 'Chromium',
    executable: chromiumPath,
    installed: existsSync(chromiumPath),
    start: async () => {
      const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
      return { newPage: async () => testPage((await browser.newPage()) as ToolPage), close: () => browser.close() };
    },
  },
  {
    name: 'Firefox',
    executable: firefoxPath,
    installed: existsSync(firefoxPath),
    start: async () => {
      const browser = await launch({ browser: 'firefox', executablePath: firefoxPath, headless: true });
      return { newPage: async () => testPage((await browser.newPage()) as ToolPage), close: () => browser.close() };
    },
  },
];
