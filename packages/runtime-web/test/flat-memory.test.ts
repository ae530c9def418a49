import { existsSync } from 'node:fs';
import { type CDPSession, chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { startServer } from './server.js';

const executablePath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';
/** Bytes by which memory may differ when nothing has been left. */
const NOISE = 6_000_000;

/** What the page has in use after all garbage has gone. */
async function used(session: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await session.send('HeapProfiler.collectGarbage');
  }
  const usage = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

test.runIf(existsSync(executablePath))(
  'in Chromium nothing is left of 100,000 references, 1,000 hot upgrades and 100 machines',
  { timeout: 180_000 },
  async () => {
    const server = await startServer({ 'flat-memory': new URL('./flat-memory-page.ts', import.meta.url) });
    const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.origin}/flat-memory`);
      await page.waitForFunction(() => globalThis.flatMemory !== undefined);
      const session = await page.context().newCDPSession(page);
      const difference = async (warm: () => Promise<unknown>, work: () => Promise<unknown>): Promise<number> => {
        await warm();
        const before = await used(session);
        await work();
        return (await used(session)) - before;
      };
      const references = (count: number) => (): Promise<void> => page.evaluate((n) => globalThis.flatMemory.references(n), count);
      const upgrades = (count: number) => (): Promise<number> => page.evaluate((n) => globalThis.flatMemory.upgrades(n), count);
      const machines = (count: number) => (): Promise<void> => page.evaluate((n) => globalThis.flatMemory.machines(n), count);
      expect(await difference(references(20_000), references(80_000))).toBeLessThan(NOISE);
      expect(await difference(upgrades(200), upgrades(800))).toBeLessThan(NOISE);
      expect(await upgrades(0)()).toBe(1000);
      expect(await difference(machines(20), machines(80))).toBeLessThan(NOISE);
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
