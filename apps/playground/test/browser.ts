import { existsSync } from 'node:fs';
import { type Browser as ChromiumBrowser, type Page as ChromiumPage, chromium } from 'playwright-core';
import { type Page as FirefoxPage, launch } from 'puppeteer-core';

/** What the tests do with a page, under either tool. */
export interface TestPage {
  goto(url: string): Promise<void>;
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Value>(run: (value: Value) => Result | Promise<Result>, value: Value): Promise<Result>;
  click(selector: string): Promise<void>;
  press(keys: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  size(width: number, height: number): Promise<void>;
  /** What has gone wrong in the page. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** A browser that is there, or not. */
export interface TestBrowser {
  readonly name: string;
  readonly executable: string;
  readonly installed: boolean;
  start(): Promise<{ newPage(): Promise<TestPage>; close(): Promise<void> }>;
}

type Evaluate = (run: (value: unknown) => unknown, value?: unknown) => Promise<unknown>;

function evaluator(page: { evaluate: Evaluate }): TestPage['evaluate'] {
  return <Result, Value>(run: (value: Value) => Result | Promise<Result>, value?: Value) =>
    page.evaluate(run as (value: unknown) => unknown, value) as Promise<Result>;
}

function ofChromium(page: ChromiumPage): TestPage {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return {
    goto: async (url) => {
      await page.goto(url);
    },
    evaluate: evaluator(page as { evaluate: Evaluate }),
    click: (selector) => page.click(selector),
    press: (keys) => page.keyboard.press(keys),
    type: async (selector, text) => {
      await page.click(selector);
      await page.keyboard.type(text);
    },
    size: (width, height) => page.setViewportSize({ width, height }),
    problems,
    close: () => page.close(),
  };
}

function ofFirefox(page: FirefoxPage): TestPage {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error instanceof Error ? error.message : String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return {
    goto: async (url) => {
      await page.goto(url);
    },
    evaluate: evaluator(page as { evaluate: Evaluate }),
    click: async (selector) => {
      await page.waitForSelector(selector, { visible: true });
      await page.click(selector);
    },
    press: async (keys) => {
      const [first = '', second] = keys.split('+');
      if (second === undefined) await page.keyboard.press(first as 'Enter');
      else {
        await page.keyboard.down(first as 'Control');
        await page.keyboard.press(second as 'Enter');
        await page.keyboard.up(first as 'Control');
      }
    },
    type: async (selector, text) => {
      await page.click(selector);
      await page.keyboard.type(text);
    },
    size: (width, height) => page.setViewport({ width, height }),
    problems,
    close: () => page.close(),
  };
}

function chromiumOf(executable: string): TestBrowser {
  return {
    name: 'Chromium',
    executable,
    installed: existsSync(executable),
    start: async () => {
      const browser: ChromiumBrowser = await chromium.launch({
        executablePath: executable,
        headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      });
      const open = async (): Promise<TestPage> => ofChromium(await browser.newPage({ viewport: { width: 1440, height: 900 } }));
      return { newPage: open, close: () => browser.close() };
    },
  };
}

function firefoxOf(executable: string): TestBrowser {
  return {
    name: 'Firefox',
    executable,
    installed: existsSync(executable),
    start: async () => {
      const browser = await launch({ browser: 'firefox', executablePath: executable, headless: true });
      const open = async (): Promise<TestPage> => {
        const page = await browser.newPage();
        await page.setViewport({ width: 1440, height: 900 });
        return ofFirefox(page);
      };
      return { newPage: open, close: () => browser.close() };
    },
  };
}

/** Where Debian has them, or where the environment says. */
export const browsers: readonly TestBrowser[] = [
  chromiumOf(process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium'),
  firefoxOf(process.env.BEAMLINE_FIREFOX ?? '/usr/bin/firefox-esr'),
];
