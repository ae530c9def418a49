import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, browsers, type Page, startBrowser } from '@beamline/browsers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePage } from '../src/report/html.js';
import { peer, report } from './some-report.js';

const folder = mkdtempSync(join(tmpdir(), 'beamline-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shown = {
  ...report(
    peer('beamline', 'node-20', { fib: [6, 7, 8], tak: [2], lcg: [1] }),
    peer('otp', '25', { fib: [4, 4.5, 5], tak: [4], lcg: [] }),
    peer('javascript', 'node-20', { fib: [5], tak: [1], lcg: [4] }),
    { ...peer('atomvm', 'chromium', {}), title: 'AtomVM in a package with a name that is rather long for a phone, Chromium' },
  ),
  machine: { ...report().machine, class: 'linux-x64, 64 × A Processor With A Name That Is Rather Long For A Phone' },
  absent: [{ title: 'OTP (other)', reason: 'other is not <installed>' }],
};

test('the report is beside the page as JSON', async () => {
  const file = await writePage(shown, join(folder, 'json'));
  expect(JSON.parse(readFileSync(join(file, '..', 'report.json'), 'utf8'))).toEqual(shown);
});

/** Run in the page: what is in elements. */
function textsOf(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map((element) => element.textContent ?? '');
}

/** Run in the page: changes a choice, found by the text of its label. */
function toggle(label: string): void {
  const found = [...document.querySelectorAll('label')].find((element) => element.textContent === label);
  found?.querySelector('input')?.click();
}

describe.each(browsers)('in $name', (kind) => {
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    if (!kind.installed && process.env.CI === 'true') throw new Error(`${kind.name} is missing: ${kind.executable}`);
    if (kind.installed) browser = await startBrowser(kind);
  });
  afterAll(() => browser?.close());

  test('a reader chooses what is shown, also by keyboard', async () => {
    if (browser === undefined) return;
    page = await browser.newPage();
    await page.goto(pathToFileURL(await writePage(shown, join(folder, kind.name))).href);

    expect(await page.evaluate(textsOf, '#plot-title')).toEqual(['Times of the best runs by those of otp on 25']);
    expect(await page.evaluate(textsOf, '#plot [data-figure] title')).toEqual([
      'fib, beamline on node-20: 1.5',
      'fib, javascript on node-20: 1.25',
      'tak, beamline on node-20: 0.5',
      'tak, javascript on node-20: 0.25',
    ]);
    expect(await page.evaluate(textsOf, '#means tbody tr')).toEqual(['beamline on node-2020.870.87–', 'javascript on node-2020.560.56–']);
    expect((await page.evaluate(textsOf, '#made > div')).at(-1)).toContain('other is not <installed>');

    await page.evaluate(toggle, 'integers-64');
    await page.evaluate(toggle, 'tak');
    await page.evaluate(toggle, 'javascript on node-20');
    await page.evaluate(toggle, 'median run');
    expect(await page.evaluate(textsOf, '#plot [data-figure] title')).toEqual(['fib, beamline on node-20: 1.56']);

    // What stands there is of median runs too, by group.
    expect(await page.evaluate(textsOf, '#means tbody tr')).toEqual(['beamline on node-2011.561.56']);

    await page.evaluate(() => {
      const select = document.querySelector('select');
      if (select === null) throw new Error('there is nothing to select');
      select.value = '';
      select.dispatchEvent(new Event('change'));
    });
    expect(await page.evaluate(textsOf, '#plot [data-figure] title')).toEqual(['fib, beamline on node-20: 7 ms']);

    await page.evaluate(toggle, 'all');
    await page.evaluate(toggle, 'otp on 25');
    const chosen = await page.evaluate(() => {
      const press = (key: string): boolean =>
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })) ?? false;
      document.querySelector<HTMLElement>('#figures button[tabindex="0"]')?.focus();
      press('ArrowDown');
      press('ArrowDown');
      press('ArrowRight');
      (document.activeElement as HTMLElement | null)?.click();
      const text = document.querySelector('#figure')?.textContent ?? '';
      press('Escape');
      return {
        text,
        after: document.querySelector('#figure')?.textContent,
        stops: document.querySelectorAll('#figures button[tabindex="0"]').length,
      };
    });
    expect(chosen.text).toContain('lcg, otp on 25It failed: {badmatch,');
    expect(chosen).toMatchObject({ after: 'No figure is chosen.', stops: 1 });
  });

  test('it is no wider than a phone', async () => {
    if (browser === undefined) return;
    const widest = await page.evaluate(() => {
      document.body.style.width = '360px';
      return Math.max(...[...document.querySelectorAll('body > *, main > *, fieldset')].map((element) => element.scrollWidth));
    });
    expect(widest).toBeLessThanOrEqual(360);
  });
});
