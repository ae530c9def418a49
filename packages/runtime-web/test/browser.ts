import { existsSync } from 'node:fs';
import { type Browser as ChromiumBrowser, chromium } from 'playwright-core';
import { type Browser as FirefoxBrowser, launch } from 'puppeteer-core';

/** A browser that tests run in. */
export interface BrowserKind {
  readonly name: 'Chromium' | 'Firefox';
  readonly executable: string;
  /** Whether it is on this machine. */
  readonly installed: boolean;
}

function kind(name: BrowserKind['name'], executable: string): BrowserKind {
  return { name, executable, installed: existsSync(executable) };
}

/** Where Debian has them, or where the environment says. */
export const browsers: readonly BrowserKind[] = [
  kind('Chromium', process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium'),
  kind('Firefox', process.env.BEAMLINE_FIREFOX ?? '/usr/bin/firefox-esr'),
];

/** What the tests need of a page, under either tool. */
export interface TestPage {
  goto(url: string): Promise<unknown>;
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Value>(run: (value: Value) => Result | Promise<Result>, value: Value): Promise<Result>;
  /** Tells each line that the page writes to its console. */
  onConsole(line: (text: string) => void): void;
  /** How many Workers it has. */
  workerCount(): number;
  close(): Promise<void>;
}

/** What the tests need of a browser. */
export interface TestBrowser {
  newPage(): Promise<TestPage>;
  close(): Promise<void>;
}

/** What both tools have in common. */
interface ToolPage {
  goto(url: string): Promise<unknown>;
  evaluate(run: (value: unknown) => unknown, value?: unknown): Promise<unknown>;
  on(event: 'console', listener: (message: { text(): string }) => void): unknown;
  workers(): readonly unknown[];
  close(): Promise<void>;
}

/** Starts a browser without a window, with a profile of its own that is removed when it is closed. */
export async function start({ name, executable }: BrowserKind): Promise<TestBrowser> {
  const browser = await (name === 'Firefox' ? startFirefox(executable) : startChromium(executable));
  return {
    newPage: async () => {
      const page = (await browser.newPage()) as ToolPage;
      return {
        goto: (url) => page.goto(url),
        evaluate: <Result, Value>(run: (value: Value) => Result | Promise<Result>, value?: Value) =>
          page.evaluate(run as (value: unknown) => unknown, value) as Promise<Result>,
        onConsole: (line) => {
          page.on('console', (message) => line(message.text()));
        },
        workerCount: () => page.workers().length,
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

function startFirefox(executablePath: string): Promise<FirefoxBrowser> {
  return launch({ browser: 'firefox', executablePath, headless: true });
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
