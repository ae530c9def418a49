import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Browser, Page } from './page.js';

/** The small browser of WebKitGTK, wherever Debian has it. */
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** Milliseconds that a script in a page may take. */
const SCRIPT_LIMIT = 300_000;

/** A display without a screen, which WebKitGTK needs. */
async function startDisplay(): Promise<{ readonly name: string; close(): void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(server.stdio[3] as Readable, 'data')) as [Buffer];
  return { name: `:${number.toString().trim()}`, close: () => server.kill() };
}

/** The W3C's WebDriver protocol, as far as it is used here. */
class WebDriver {
  readonly #process: ChildProcess;
  readonly #origin: string;

  private constructor(process: ChildProcess, origin: string) {
    this.#process = process;
    this.#origin = origin;
  }

  static async start(executable: string, display: string): Promise<WebDriver> {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    // The sandbox needs rights that a container has not.
    const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
    const driver = new WebDriver(spawn(executable, [`--port=${port}`], { env, stdio: 'ignore' }), `http://127.0.0.1:${port}`);
    for (let i = 0; i < 100; i++) {
      if (
        await driver.request('GET', '/status').then(
          () => true,
          () => false,
        )
      )
        return driver;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the WebDriver does not answer');
  }

  async request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#origin}${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`the WebDriver refused ${path}: ${JSON.stringify(value)}`);
    return value;
  }

  close(): void {
    this.#process.kill();
  }
}

/** What a script in a page comes to. */
type Outcome = { readonly result: unknown } | { readonly error: string };

/** Starts WebKitGTK without a window. A driver has one session, so that each page has a driver. */
export async function startWebKit(executable: string): Promise<Browser> {
  const display = await startDisplay();
  const drivers: WebDriver[] = [];
  return {
    newPage: async () => {
      const driver = await WebDriver.start(executable, display.name);
      drivers.push(driver);
      return await newPage(driver);
    },
    close: () => {
      for (const driver of drivers) driver.close();
      display.close();
      return Promise.resolve();
    },
  };
}

/** Run in a page: true when it is the one that was asked for, and its scripts have run. */
function isLoaded(url: string): boolean {
  return location.href === url && document.readyState === 'complete';
}

async function newPage(driver: WebDriver): Promise<Page> {
  const browser = { binary: BROWSER, args: ['--automation'] };
  const { sessionId } = (await driver.request('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } },
  })) as { sessionId: string };
  const session = `/session/${sessionId}`;
  await driver.request('POST', `${session}/timeouts`, { script: SCRIPT_LIMIT });
  const evaluate = async (run: (value: never) => unknown, value?: unknown): Promise<unknown> => {
    const script = `const [value, done] = arguments;
      Promise.resolve().then(() => (${String(run)})(value)).then((result) => done({ result }), (error) => done({ error: String(error) + '\\n' + error.stack }));`;
    const outcome = (await driver.request('POST', `${session}/execute/async`, { script, args: [value ?? null] })) as Outcome;
    if ('error' in outcome) throw new Error(outcome.error);
    return outcome.result;
  };
  return {
    goto: async (url) => {
      await driver.request('POST', `${session}/url`, { url });
      // The answer may come for the empty page that was there before.
      for (let i = 0; i < 400 && (await evaluate(isLoaded as (value: never) => unknown, url)) !== true; i++)
        await new Promise((resolve) => setTimeout(resolve, 25));
    },
    evaluate: <Result, Value>(run: (value: Value) => Result | Promise<Result>, value?: Value) =>
      evaluate(run as (value: never) => unknown, value) as Promise<Result>,
    workerCount: () => undefined,
    close: async () => {
      await driver.request('DELETE', session);
      driver.close();
    },
  };
}
