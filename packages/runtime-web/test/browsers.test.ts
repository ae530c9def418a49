import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { adapterTests } from '@beamline/adapter-tests';
import { type Browser, browsers, type Page, startBrowser } from '@beamline/browsers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startGateway } from '../../runtime-node/src/gateway/start-gateway.js';
import { findInstalledOtp } from '../../runtime-node/src/installed-otp.js';
import { otpArchive } from '../../runtime-node/src/otp-archive.js';
import type { OtpReport, OtpTrial } from './page.js';
import { startServer, type TestServer } from './server.js';

const groups = JSON.parse(await readFile(new URL('../../../apps/bench/programs/expected.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, string>
>;
/** Results by program. */
const expected: Record<string, string> = Object.assign({}, ...Object.values(groups));

/** An archive of the OTP that is installed; undefined if there is none. */
const otp = await installedOtp();

async function installedOtp(): Promise<Uint8Array | undefined> {
  const found = findInstalledOtp();
  return found === undefined ? undefined : await otpArchive({ root: found.root });
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer(
    {
      page: new URL('./page.ts', import.meta.url),
      'program-worker': new URL('./program-worker.ts', import.meta.url),
      worker: new URL('../src/worker/worker.ts', import.meta.url),
      'worker-module': new URL('./worker-module.ts', import.meta.url),
      example: new URL('./readme-example.ts', import.meta.url),
    },
    otp,
  );
});
afterAll(() => server.close());

describe.each(browsers)('in $name', (kind) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (!kind.installed) {
      if (process.env.CI === 'true') throw new Error(`${kind.name} is missing: ${kind.executable}`);
      return;
    }
    browser = await startBrowser(kind);
    page = await browser.newPage();
    await page.goto(`${server.origin}/page`);
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => {
    if (!kind.installed) skip(`${kind.name} is not installed: ${kind.executable}`);
  });

  test.each(adapterTests)('$name', { timeout: 120_000 }, async ({ name }) => {
    expect(await page.evaluate((wanted) => globalThis.pageTests.adapter(wanted, false), name)).toBe('');
  });

  // What a Worker's machine does differs from the page's by its wires, which are the same in all browsers.
  const wired = kind === browsers[0] ? adapterTests : adapterTests.filter((_, i) => i % 4 === 0);
  test.each(wired)('in a Worker: $name', { timeout: 120_000 }, async ({ name }) => {
    expect(await page.evaluate((wanted) => globalThis.pageTests.adapter(wanted, true), name)).toBe('');
  });

  test.each(Object.keys(expected))('%s has the same result as in Node', async (name) => {
    expect(await page.evaluate((wanted) => globalThis.pageTests.program(wanted), name)).toBe(expected[name]);
  });

  test('Erlang reaches the page: elements, events, frames, requests, sockets, storage', async () => {
    const run = (name: string, args: readonly (string | number)[]): Promise<string> =>
      page.evaluate(([f = '', ...rest]) => globalThis.pageTests.javascript(String(f), rest), [name, ...args]);
    const click = '#{[<<"detail">>,<<"n">>] => undefined,<<"type">> => <<"click">>}';
    expect(await run('listen', ['button', 'click', 3])).toBe(`[${[click, click, click].join(',')}]`);
    expect(await run('prevented', ['form'])).toBe('{object,true}');
    expect(await run('frames', [3])).toBe('[true,true,true]');
    expect(await run('storage', [])).toBe('{{<<"1">>,{ok,{term,[1,2.5]}},null,[]},null}');
    const fetched = await run('fetched', ['/programs/numbers.json', 'json']);
    expect(fetched).toContain('body => #{<<"list">> => [1,2.5,null]}');
    expect(fetched).toContain('<<"content-type">> => <<"application/json">>');
    expect(fetched).toContain('status => 200');
    expect(await run('websocket', [`${server.origin.replace('http', 'ws')}/echo`, 'text', 'bytes'])).toBe(
      '{[{text,<<"text">>},{binary,<<"bytes">>}],1000}',
    );
  });

  test('runs in a worker', async () => {
    expect(await page.evaluate(() => globalThis.pageTests.programInWorker('fib'))).toBe(expected.fib);
  });

  test('has what the page gives in the page, and what the module of the Worker gives in the Worker', async () => {
    expect(await page.evaluate(() => globalThis.pageTests.places())).toEqual({
      ofWorker: true,
      ofPage: true,
      both: 'the page',
      inner: 2,
      nativeOfWorker: true,
      nativeOfPage: false,
      nif: '{false,[1,{2}]}',
    });
  });

  test('starts and stops 20 machines in Workers, of which nothing is left', { timeout: 120_000 }, async () => {
    // Other tests have left some, which may go at any time.
    const before = page.workerCount() ?? 0;
    const results = await page.evaluate(() => globalThis.pageTests.machines(20, 4));
    expect(results).toEqual(Array.from({ length: 20 }, () => 55));
    await expect.poll(() => page.workerCount() ?? 0, { timeout: 10_000 }).toBeLessThanOrEqual(before);
  });

  test('starts a Worker from another origin by a script of this one, and tells what is wrong with a URL', async () => {
    expect(await page.evaluate(() => globalThis.pageTests.workerFrom('/no_such_worker.js'))).toMatch(
      /^cannot start the Worker of the machine: .*worker\.url/,
    );
    const other = await startServer({ worker: new URL('../src/worker/worker.ts', import.meta.url) });
    const open = await browser.newPage();
    try {
      await open.goto(`${server.origin}/page?open`);
      expect(await open.evaluate((url) => globalThis.pageTests.workerFrom(url), `${other.origin}/worker.js`)).toBe('1');
    } finally {
      await open.close();
      await other.close();
    }
  });

  test('keeps no more compiled modules than there is room for, those that were used last', async () => {
    expect(await page.evaluate(() => globalThis.pageTests.kept(1000, 2500))).toEqual([false, false, true, true]);
  });

  test('has the kernel as a file, or as text where that is not there', async () => {
    for (const worker of [false, true])
      expect(await page.evaluate((where) => globalThis.pageTests.kernel(where), worker)).toEqual([true, '[2,1]']);
    const without = await startServer(
      { page: new URL('./page.ts', import.meta.url), worker: new URL('../src/worker/worker.ts', import.meta.url) },
      undefined,
      false,
    );
    const other = await browser.newPage();
    try {
      await other.goto(`${without.origin}/page`);
      for (const worker of [false, true])
        expect(await other.evaluate((where) => globalThis.pageTests.kernel(where), worker)).toEqual([false, '[2,1]']);
    } finally {
      await other.close();
      await without.close();
    }
  });

  test('names servers that answer with a page for what is not there', async () => {
    const instead = 'the server answered with a page in HTML, as servers of single-page applications do for what is not there';
    const [first, second, ...rest] = await page.evaluate(() => globalThis.pageTests.pagesInstead());
    expect(first).toBe(`The code path /spa/ebin has no files, or not all: cannot load /spa/ebin/no_such_module.beam: ${instead}.`);
    expect(second).toBe(`The code path /spa/other/ has no files, or not all: cannot load /spa/other/no_such_module.beam: ${instead}.`);
    expect(rest.map((text) => text.split('\n')[0])).toEqual([
      'ErlangError: error: undef',
      'ErlangError: error: undef',
      `LoadError: cannot load /spa/x.beam: ${instead}`,
      `LoadError: cannot load /spa/otp.avm: ${instead}`,
    ]);
  });

  describe.runIf(otp !== undefined)('with an installed OTP', () => {
    // What the machines of other tests have left in the page makes WebKit slow.
    beforeAll(async () => {
      if (!kind.installed) return;
      await page.close();
      page = await browser.newPage();
      await page.goto(`${server.origin}/page`);
    });

    const trial = { cache: true, worker: false, call: ['counter_app', 'main'], folder: '/supervised' } as const;
    const start = (location: string, how: OtpTrial): Promise<OtpReport> =>
      page.evaluate(([from, options]) => globalThis.pageTests.otp(from, options), [location, how] as const);
    const expected = new URL('../../runtime-node/test/supervised/output.txt', import.meta.url);

    test('starts OTP from an archive, a supervised application does what it does under the real Erlang, and the page has turns', async () => {
      const first = await start('/files/otp.avm', trial);
      expect(first.output).toBe(await readFile(expected, 'utf8'));
      expect(first.errors).toBe('');
      // A share, as a machine that is busy with something else is slower in all of it. A start in one piece has a share of nearly 1.
      expect(first.longestGap / first.ended).toBeLessThan(0.25);
      // What was compiled is kept for the next visit.
      const again = await start('/files/otp.avm', trial);
      expect(again.output).toBe(first.output);
      // Some may still be on their way to the cache when the first one ends.
      expect(again.kept).toBeLessThan(first.kept / 4);
    });

    test('starts OTP from a list of files, in a Worker', { timeout: 60_000 }, async () => {
      const { output, errors } = await start('/files/files.json', { ...trial, worker: true });
      expect(output).toBe(await readFile(expected, 'utf8'));
      expect(errors).toBe('');
    });

    test('writes reports to the error output', async () => {
      const report = await start('/files/otp.avm', { ...trial, call: ['failing_report', 'main'], folder: '/fixtures' });
      expect(report.output + report.errors).toMatch(/=ERROR REPORT==== .*\n.*seen/s);
    });

    test('a page is a node of a cluster behind a gateway', { timeout: 240_000 }, async () => {
      const name = `${kind.name.toLowerCase().replaceAll(/[^a-z]/g, '')}${process.pid}@127.0.0.1`;
      const up = 'io:put_chars("up")';
      const child = spawn('erl', ['-name', name, '-setcookie', 'secret', '-noinput', '-eval', up], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const gateway = await startGateway({ port: 0, nodes: [name] });
      try {
        await once(child.stdout, 'data');
        // The policy of the other page lets it connect to its own server only.
        const open = await browser.newPage();
        await open.goto(`${server.origin}/page?open`);
        const url = `ws://127.0.0.1:${gateway.port}/`;
        const results = await open.evaluate(([where, node]) => globalThis.pageTests.behindGateway('/files/otp.avm', where, node), [
          url,
          name,
        ] as const);
        expect(results).toEqual(['true', '42', 'children']);
        await open.close();
      } finally {
        child.kill();
        await gateway.stop();
      }
    });

    test('machines in Workers are nodes of a cluster', { timeout: 240_000 }, async () => {
      expect(await page.evaluate(() => globalThis.pageTests.cluster('/files/otp.avm'))).toEqual(['[{ok,3},{ok,3},{ok,3}]', '2']);
    });
  });

  test('timers and frames go on while a process loops, and it can be stopped', async () => {
    const { gaps, frames, stopped } = await page.evaluate(() => globalThis.pageTests.responsiveness(1000));
    expect(stopped).toBe(true);
    // Many may be longer when the machine is busy with something else.
    expect(gaps[Math.floor(0.5 * gaps.length)]).toBeLessThanOrEqual(50);
    expect(gaps.length).toBeGreaterThanOrEqual(20);
    expect(frames).toBeGreaterThanOrEqual(10);
  });

  test('tells the status when a file or an archive is not there', async () => {
    expect(await page.evaluate(() => globalThis.pageTests.missingStatus('file'))).toBe(404);
    expect(await page.evaluate(() => globalThis.pageTests.missingStatus('archive'))).toBe(404);
  });

  test('needs no more than wasm-unsafe-eval of a content security policy', async () => {
    expect(await page.evaluate(() => globalThis.pageTests.violations)).toEqual([]);
    expect(await page.evaluate(() => globalThis.pageTests.evalIsRefused())).toBe(true);
  });

  test("the README's example prints what it says", async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(/```ts\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(example);
    const other = await browser.newPage();
    await other.goto(`${server.origin}/example`);
    await expect
      .poll(() => other.evaluate(() => globalThis.consoleLines), { timeout: 10_000 })
      .toEqual(['{ok,1}', '832040', 'error badarith', 'StoppedError']);
    await other.close();
  });
});
