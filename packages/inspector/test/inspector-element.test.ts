import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browsers, type TestPage } from './browser.js';
import { startServer, type TestServer } from './server.js';

const SOON = { timeout: 10_000, interval: 50 };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Texts of what the inspector shows. */
function shown(page: TestPage, selector: string): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      [...(document.querySelector('beamline-inspector')?.shadowRoot?.querySelectorAll(wanted) ?? [])].map((each) => each.textContent ?? ''),
    selector,
  );
}

/** Clicks on what has a text. */
function click(page: TestPage, text: string): Promise<void> {
  return page.evaluate((wanted) => {
    const buttons = [...(document.querySelector('beamline-inspector')?.shadowRoot?.querySelectorAll('button') ?? [])];
    buttons.find((button) => button.textContent === wanted && button.checkVisibility())?.click();
  }, text);
}

/** The pid of the process with a name. */
function pidOf(page: TestPage, name: string): Promise<string> {
  return page.evaluate((wanted) => {
    const rows = [...(document.querySelector('beamline-inspector')?.shadowRoot?.querySelectorAll('tbody tr') ?? [])];
    return rows.find((row) => row.children[1]?.textContent === wanted)?.querySelector('button')?.textContent ?? '';
  }, name);
}

describe.each(browsers)('in $name', (kind) => {
  let browser: Awaited<ReturnType<typeof kind.start>>;
  let page: TestPage;

  beforeAll(async () => {
    if (!kind.installed) {
      if (process.env.CI === 'true') throw new Error(`${kind.name} is missing: ${kind.executable}`);
      return;
    }
    browser = await kind.start();
    page = await browser.newPage();
    await page.goto(`${server.origin}/page`);
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => {
    if (!kind.installed) skip(`${kind.name} is not installed: ${kind.executable}`);
  });

  describe.each([false, true])('with the machine in a Worker: %s', (worker) => {
    beforeEach(async () => {
      await page.evaluate((where) => globalThis.inspectorTests.open(where), worker);
      await page.evaluate(() => globalThis.inspectorTests.call('start'));
      await expect.poll(() => pidOf(page, 'owner'), SOON).toMatch(/^<0\.\d+\.0>$/);
    });

    test('shows the messages, links and stack of a process, and goes to one that it is linked to', async () => {
      const owner = await pidOf(page, 'owner');
      const linked = await pidOf(page, 'linked');
      await click(page, owner);
      await expect.poll(() => shown(page, '.details h4'), SOON).toContain('Mailbox: 2');
      const lines = await shown(page, '.details li');
      expect(lines.slice(0, 2)).toEqual(['{hello,#{from => "test"}}', '[1,2.5,<<"text">>]']);
      expect(lines).toContain(linked);
      expect(lines.at(-1)).toMatch(/^inspected:wait\/0 \(inspected\.erl:\d+\)$/);
      await click(page, linked);
      await expect.poll(() => shown(page, '.details h3'), SOON).toContain(linked);
    });

    test('tells that a mailbox is too long to be read', async () => {
      await page.evaluate(() => globalThis.inspectorTests.call('fill'));
      await click(page, await pidOf(page, 'owner'));
      await expect
        .poll(() => shown(page, '.details .note'), SOON)
        .toContain('5,002 messages, too many to read without holding up the machine.');
    });

    test('kills a process, and with it those that are linked to it', async () => {
      await click(page, await pidOf(page, 'owner'));
      await expect.poll(() => shown(page, '.details h3'), SOON).not.toEqual(['']);
      await click(page, 'Kill');
      await expect.poll(() => shown(page, '[role="status"]'), SOON).toEqual([expect.stringMatching(/^<.*> was killed$/)]);
      await expect.poll(() => shown(page, '.details .note'), SOON).toContain('This process has ended.');
      await expect.poll(() => pidOf(page, 'linked'), SOON).toBe('');
    });

    test('shows messages as they come and go', async () => {
      await page.evaluate(() => globalThis.inspectorTests.call('echo'));
      await expect.poll(() => pidOf(page, 'echo'), SOON).not.toBe('');
      await click(page, await pidOf(page, 'echo'));
      await expect.poll(() => shown(page, '.details h4'), SOON).toContain('Mailbox: 0');
      await click(page, 'Watch messages');
      await expect.poll(() => page.evaluate(() => globalThis.inspectorTests.call('is_traced')), SOON).toBe('true');
      await page.evaluate(() => globalThis.inspectorTests.ask(42));
      const watched = '[aria-label="Messages sent and received"] li';
      await expect
        .poll(() => shown(page, watched), SOON)
        .toEqual([expect.stringMatching(/^← \{<[\d.]+>,42\}$/), expect.stringMatching(/^→ <[\d.]+> \{answer,42\}$/)]);
      await click(page, 'Watch messages');
      await expect.poll(() => page.evaluate(() => globalThis.inspectorTests.call('is_traced')), SOON).toBe('false');
    });

    test('shows tables and what is in them', async () => {
      await click(page, 'Tables');
      await expect.poll(() => shown(page, '#tables tbody tr td:first-child'), SOON).toEqual(['things']);
      await click(page, 'things');
      await expect
        .poll(() => shown(page, '#tables .details li'), SOON)
        .toEqual(['{1,<<"a thing">>}', '{2,<<"a thing">>}', '{3,<<"a thing">>}']);
    });

    test('keeps the focus where it is from one look to the next, and gives it back when the panel is closed', async () => {
      const owner = await pidOf(page, 'owner');
      await page.evaluate((pid) => {
        const buttons = [
          ...(document.querySelector('beamline-inspector')?.shadowRoot?.querySelectorAll('tbody button') ?? []),
        ] as HTMLElement[];
        buttons.find((button) => button.textContent === pid)?.focus();
      }, owner);
      const focused = (): Promise<string> =>
        page.evaluate(() => document.querySelector('beamline-inspector')?.shadowRoot?.activeElement?.textContent ?? '');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(await focused()).toBe(owner);
      await page.press('Enter');
      await expect.poll(focused, SOON).toBe(owner);
      expect(await page.evaluate(() => document.querySelector('beamline-inspector')?.shadowRoot?.activeElement?.tagName)).toBe('H3');
      await page.press('Escape');
      expect(await page.evaluate(() => document.querySelector('beamline-inspector')?.shadowRoot?.activeElement?.tagName)).toBe('BUTTON');
    });
  });

  test('is silent while it is not seen, and asks nothing', async () => {
    await page.evaluate(() => globalThis.inspectorTests.open(false));
    await expect.poll(() => shown(page, 'caption'), SOON).not.toEqual(['', '']);
    await page.evaluate(() => document.querySelector('beamline-inspector')?.setAttribute('hidden', ''));
    // A look that is under way ends.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = await shown(page, 'dd');
    await page.evaluate(() => globalThis.inspectorTests.call('start'));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await shown(page, 'dd')).toEqual(before);
  });

  test('axe finds nothing wrong', async () => {
    await page.evaluate(() => globalThis.inspectorTests.open(false));
    await page.evaluate(() => globalThis.inspectorTests.call('start'));
    await expect.poll(() => pidOf(page, 'owner'), SOON).not.toBe('');
    await click(page, await pidOf(page, 'owner'));
    await expect.poll(() => shown(page, '.details h4'), SOON).toContain('Mailbox: 2');
    const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
    const found = await page.evaluate(async (source) => {
      const script = document.createElement('script');
      script.textContent = source;
      document.head.append(script);
      const { axe: engine } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: readonly { id: string; nodes: readonly { failureSummary: string }[] }[] }> };
      };
      const { violations } = await engine.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.failureSummary).join(' ')}`);
    }, axe);
    expect(found).toEqual([]);
  });

  test("the README's example shows the machine, and prints what it says", async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(/```ts\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(example);
    const other = await browser.newPage();
    await other.goto(`${server.origin}/readme-example`);
    await expect.poll(() => shown(other, 'tbody td:nth-child(2)'), SOON).toEqual(['linked', 'owner']);
  });
});
