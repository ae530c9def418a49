import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { generatedPositionFor, originalPositionFor, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { startServer } from './server.js';

const executablePath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';
const SOURCE = 'fib.erl';
/** The line with the two calls in `fib/1`. */
const LINE = 8;

test.runIf(existsSync(executablePath))(
  'a breakpoint on an Erlang line is hit in Chromium, whose debugger has the source from the map',
  async () => {
    const text = await readFile(new URL('../../../apps/bench/programs/function-calls/fib.erl', import.meta.url), 'utf8');
    const server = await startServer({ debugged: new URL('./debugged-page.ts', import.meta.url) });
    const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.origin}/debugged`);
      const session = await page.context().newCDPSession(page);
      let map: TraceMap | undefined;
      /** Settles when the breakpoint is there. */
      let isSet: Promise<unknown> | undefined;
      const hits: { readonly names: readonly string[]; readonly line: number | null }[] = [];
      session.on('Debugger.scriptParsed', ({ scriptId, scriptLanguage, sourceMapURL = '' }) => {
        if (scriptLanguage !== 'WebAssembly' || !sourceMapURL.startsWith('data:')) return;
        map = new TraceMap(Buffer.from(sourceMapURL.split(',')[1] ?? '', 'base64').toString());
        const columnNumber = generatedPositionFor(map, { source: SOURCE, line: LINE, column: 0 }).column ?? 0;
        isSet = session.send('Debugger.setBreakpoint', { location: { scriptId, lineNumber: 0, columnNumber } });
      });
      session.on('Debugger.paused', ({ callFrames, hitBreakpoints = [] }) => {
        const column = callFrames[0]?.location.columnNumber ?? 0;
        hits.push({
          names: callFrames.slice(0, 2).map(({ functionName }) => functionName),
          line: map === undefined ? null : originalPositionFor(map, { line: 1, column }).line,
        });
        for (const breakpointId of hitBreakpoints) session.send('Debugger.removeBreakpoint', { breakpointId }).catch(() => undefined);
        session.send('Debugger.resume').catch(() => undefined);
      });
      await session.send('Debugger.enable');
      await page.evaluate((source) => globalThis.debuggedPage.load('fib', source), text);
      await expect.poll(() => isSet).toBeDefined();
      await isSet;
      expect(await page.evaluate(() => globalThis.debuggedPage.run('fib'))).toBe('832040');
      expect(hits).toEqual([{ names: [expect.stringMatching(/\bfib:fib\/1$/), expect.any(String)], line: LINE }]);
      expect(map === undefined ? undefined : sourceContentFor(map, SOURCE)).toBe(text);
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
