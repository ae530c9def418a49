import { readFile } from 'node:fs/promises';
import { findInstalledElixir, findInstalledOtp } from '@beamline/runtime-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browsers, type TestPage } from './browser.js';
import { type Site, startSite } from './site.js';

const hasOtp = findInstalledOtp() !== undefined;
const hasElixir = findInstalledElixir() !== undefined;
const LONG = { timeout: 90_000, interval: 100 };

let site: Site;
beforeAll(async () => {
  if (hasOtp) site = await startSite();
});
afterAll(() => site?.close());

/** The text of what a selector finds. */
function textOf(page: TestPage, selector: string): Promise<string> {
  return page.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? '', selector);
}

function output(page: TestPage): Promise<string> {
  return textOf(page, '.terminal-output');
}

/** Opens the page anew with an example, and waits until its machine has started. */
async function load(page: TestPage, example: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${site.url}#${example}`);
  await expect.poll(() => textOf(page, '#status'), LONG).toBe('Ready');
}

/** Chooses an example in the page that is open, and waits until its machine is there. */
async function choose(page: TestPage, example: string): Promise<void> {
  await page.evaluate((id) => {
    const status = document.querySelector('#status');
    if (status !== null) status.textContent = '';
    document.querySelector<HTMLElement>('#tab-output')?.click();
    const select = document.querySelector<HTMLSelectElement>('#example');
    if (select !== null) select.value = id;
    select?.dispatchEvent(new Event('change'));
  }, example);
  await expect.poll(() => textOf(page, '#status'), LONG).toBe('Ready');
}

/** Puts another text into the editor, as who pastes it. */
async function write(page: TestPage, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const content = document.querySelector<HTMLElement>('#editor .cm-content');
    content?.focus();
    document.getSelection()?.selectAllChildren(content ?? document.body);
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    // Firefox gives an event that a script makes no data.
    if (paste.clipboardData?.getData('text/plain') === pasted) content?.dispatchEvent(paste);
    else document.execCommand('insertText', false, pasted);
  }, text);
  await expect
    .poll(() => page.evaluate(() => document.querySelector('#editor .cm-line')?.textContent ?? ''), LONG)
    .toBe(text.split('\n')[0]);
}

/** The text of the inspector, which is in a shadow. */
function inspected(page: TestPage, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const shadow = document.querySelector('beamline-inspector')?.shadowRoot;
    return [...(shadow?.querySelectorAll(wanted) ?? [])].map((each) => each.textContent.trim());
  }, selector);
}

/** Drops a file on the page. */
async function drop(page: TestPage, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ([file = '', base64 = '']) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], file));
      dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [name, Buffer.from(bytes).toString('base64')],
  );
}

describe.each(browsers)('in $name', (kind) => {
  let browser: Awaited<ReturnType<typeof kind.start>>;
  let page: TestPage;

  beforeAll(async () => {
    if (!kind.installed) {
      if (process.env.CI === 'true') throw new Error(`${kind.name} is missing: ${kind.executable}`);
      return;
    }
    if (!hasOtp) return;
    browser = await kind.start();
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => {
    if (!kind.installed) skip(`${kind.name} is not installed: ${kind.executable}`);
    if (!hasOtp) skip('no OTP is installed');
  });

  test('compiles and runs a program by the keyboard alone, and shows what it writes and returns', async () => {
    await load(page, 'hello');
    await page.press('Control+Enter');
    await expect.poll(() => output(page), LONG).toMatch(/Hello, Robert!\n⇒ \{greeted,5\}\n$/);
    await expect.poll(() => textOf(page, '#status'), LONG).toMatch(/^Returned after/);
    expect(page.problems).toEqual([]);
  });

  test('shows the errors of the compiler at their places, and says how many there are', async () => {
    await choose(page, 'hello');
    await write(page, '-module(wrong).\n-export([main/0]).\nmain() ->\n    X + 1,\n    unknown().\n');
    await page.click('#run');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('2 errors');
    expect(await textOf(page, '#problems')).toContain("Error, line 4variable 'X' is unbound");
    expect(await textOf(page, '#problems')).toContain('Error, line 5function unknown/0 undefined');
    expect(await page.evaluate(() => document.querySelector('#status')?.getAttribute('role'))).toBe('status');
    expect(await page.evaluate(() => document.querySelectorAll('#editor .cm-lintRange-error').length)).toBe(2);
    // The second one is chosen: the cursor goes there.
    await page.click('#problems li:nth-child(2) button');
    expect(await textOf(page, '#editor .cm-activeLine')).toBe('    unknown().');
  });

  test('shows what a program fails with', async () => {
    await choose(page, 'hello');
    await write(page, '-module(failing).\n-export([main/0]).\nmain() ->\n    list_to_atom(5).\n');
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toMatch(/bad argument[\s\S]*failing:main\/0 \(main\.erl(?::|, line )4\)/);
    expect(await textOf(page, '#status')).toBe('The program has failed');
  });

  test('marks the line that an endless loop is in, and stops it', async () => {
    await choose(page, 'hello');
    await write(page, '-module(endless).\n-export([main/0]).\nmain() ->\n    loop(0).\nloop(N) ->\n    loop(N + 1).\n');
    await page.click('#run');
    await expect.poll(() => textOf(page, '#editor .line-active'), LONG).toMatch(/loop\(/);
    await page.click('#tab-code');
    await expect.poll(() => textOf(page, '#listing .code-line.running'), LONG).not.toBe('');
    await page.click('#stop');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Stopped');
    expect(await textOf(page, '#editor .line-active')).toBe('');
    await page.click('#tab-output');
  });

  test('upgrades a running program, whose process keeps its state', async () => {
    await choose(page, 'hello');
    const source = (text: string): string =>
      `-module(upgraded).\n-export([main/0, loop/1]).\nmain() -> spawn(?MODULE, loop, [0]).\nloop(N) ->\n    io:format("${text} ~b~n", [N]),\n    timer:sleep(50),\n    ?MODULE:loop(N + 1).\n`;
    await write(page, source('old'));
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toContain('old 3');
    await write(page, source('new'));
    await page.click('#upgrade');
    await expect.poll(() => output(page), LONG).toMatch(/new \d+/);
    const [, last, first] = /old (\d+)\nnew (\d+)/.exec(await output(page)) ?? [];
    expect(Number(first)).toBe(Number(last) + 1);
    await page.click('#stop');
  });

  test('ends what runs when another example is chosen, and keeps the machine', async () => {
    await choose(page, 'animation');
    await page.click('#run');
    await expect.poll(() => page.evaluate(() => document.querySelector<HTMLElement>('#stage')?.checkVisibility()), LONG).toBe(true);
    await choose(page, 'hello');
    expect(await textOf(page, '#editor .cm-line')).toBe('-module(hello).');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await page.evaluate(() => document.querySelector<HTMLElement>('#stage')?.checkVisibility())).toBe(false);
    // In the editor, too, the keys are the page's.
    await page.click('#editor .cm-content');
    await page.press('Control+Enter');
    await expect.poll(() => output(page), LONG).toContain('{greeted,5}');
    expect(await textOf(page, '#editor .cm-content')).not.toMatch(/^\n/);
    expect(page.problems).toEqual([]);
  });

  test('says nothing of a run that was stopped', async () => {
    await choose(page, 'hello');
    await write(page, '-module(endless).\n-export([main/0]).\nmain() ->\n    main().\n');
    await page.click('#run');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Running');
    await page.click('#stop');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Stopped');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await textOf(page, '#status')).toBe('Stopped');
    expect(page.problems).toEqual([]);
  });

  test('draws frames while other processes loop for ever', async () => {
    await choose(page, 'preemption');
    await page.click('#run');
    // Headless browsers that have no display draw fewer than 60.
    await expect
      .poll(async () => Number(/^(\d+) frames/.exec(await textOf(page, '#stage figcaption'))?.[1] ?? 0), LONG)
      .toBeGreaterThan(20);
    await page.click('#stop');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Stopped');
  });

  test('lists processes; a supervisor starts anew what is killed there', async () => {
    await choose(page, 'supervisor');
    await write(
      page,
      (await readFile(new URL('../src/examples/supervisor.erl', import.meta.url), 'utf8')).replace('rand:uniform(12)', '2'),
    );
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toContain('three is <');
    await page.click('#tab-processes');
    await expect
      .poll(() => inspected(page, 'tbody td:nth-child(2)'), LONG)
      .toEqual(expect.arrayContaining(['one', 'two', 'three', 'counters']));
    const killed = await page.evaluate(() => {
      const shadow = document.querySelector('beamline-inspector')?.shadowRoot;
      const row = [...(shadow?.querySelectorAll('tbody tr') ?? [])].find((each) => each.children[1]?.textContent === 'two');
      const button = row?.querySelector('button');
      button?.click();
      return button?.textContent ?? '';
    });
    await expect.poll(() => inspected(page, '.details h3'), LONG).toEqual([killed]);
    await page.evaluate(() => document.querySelector('beamline-inspector')?.shadowRoot?.querySelector<HTMLElement>('.danger')?.click());
    await page.click('#tab-output');
    await expect.poll(async () => (await output(page)).match(/two is </g)?.length, LONG).toBe(2);
    expect(/two is (<[\d.]+>)[\s\S]*two is (<[\d.]+>)/.exec(await output(page))?.[2]).not.toBe(killed);
    await page.click('#stop');
  });

  test('makes 100,000 processes that answer', async () => {
    await choose(page, 'many');
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toContain('{sum,333338333350000}');
    await page.click('#tab-processes');
    await expect.poll(async () => (await inspected(page, 'caption'))[0], LONG).toMatch(/^100\.?\d* k processes, of which 100 are shown$/);
    await page.click('#tab-output');
    await page.click('#stop');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Stopped');
  });

  test('has two machines chat', async () => {
    await choose(page, 'chat');
    await page.click('#run');
    await expect
      .poll(() => textOf(page, '.terminal:nth-child(2) .terminal-output'), LONG)
      .toContain('I am Joe on joe@page, connected to [ada@page].');
    await page.type('.terminal:nth-child(1) input', 'Hello, is it me you are looking for?');
    await page.press('Enter');
    await expect
      .poll(() => textOf(page, '.terminal:nth-child(2) .terminal-output'), LONG)
      .toContain('Ada: Hello, is it me you are looking for?');
    // A program that is stopped leaves the nodes connected.
    await page.click('#stop');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Stopped');
    await page.click('#run');
    await expect
      .poll(() => textOf(page, '.terminal:nth-child(2) .terminal-output'), LONG)
      .toMatch(/^I am Joe on joe@page, connected to \[ada@page\]\.\n/);
    await page.click('#stop');
  });

  test('shows BEAM code and WebAssembly, marked by the line of the cursor, and goes from there to the source', async () => {
    await choose(page, 'queens');
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toContain('92 ways to place 8 queens');
    await page.click('#tab-code');
    await expect.poll(() => textOf(page, '#listing'), LONG).toContain('{function, is_safe, 3,');
    const listed = await textOf(page, '#listing');
    expect(listed).toContain('return_call $try_columns/4');
    expect(listed).toContain('i32.load');
    await page.evaluate(() => document.querySelector<HTMLElement>('#listing .code-line[data-line="8"]')?.click());
    expect(await textOf(page, '#editor .cm-activeLine')).toBe('bench() ->');
    expect(
      await page.evaluate(() => document.querySelectorAll('#listing .column:last-child .at-cursor[data-line="8"]').length),
    ).toBeGreaterThan(0);
    await page.click('#tab-output');
  });

  test('times the same program in JavaScript', async () => {
    await choose(page, 'queens');
    await page.click('#tab-compare');
    await page.click('#measure');
    await expect.poll(() => textOf(page, '.verdict'), LONG).toMatch(/JavaScript\.|same\./);
    expect(await page.evaluate(() => [...document.querySelectorAll('.measure-value')].map((each) => each.textContent))).toEqual([
      '724',
      '724',
    ]);
    await page.click('#tab-output');
  });

  test('runs a module and an archive that are dropped on the page, and opens a source', async () => {
    await choose(page, 'hello');
    await drop(page, 'primes_start.erl', new TextEncoder().encode('-module(dropped).\n-export([main/0]).\nmain() -> from_source.\n'));
    await expect.poll(() => textOf(page, '#editor .cm-content'), LONG).toContain('-module(dropped).');
    await expect.poll(() => textOf(page, '#status'), LONG).toBe('Ready');
    const fib = await readFile(new URL('../../bench/programs/compiled/fib.beam', import.meta.url));
    await drop(page, 'fib.beam', fib);
    await expect.poll(() => output(page), LONG).toBe('⇒ 832040\n');
    const { writeAvmFile } = await import('@beamline/beam-file');
    const archive = writeAvmFile([{ name: 'fib.beam', bytes: fib, isModule: true, isStart: true }]);
    await drop(page, 'fib.avm', archive);
    await expect.poll(() => textOf(page, '#about'), LONG).toContain('Runs fib of fib.avm');
    await expect.poll(() => output(page), LONG).toBe('⇒ 832040\n');
  });

  test('compiles and runs Elixir', async ({ skip }) => {
    if (!hasElixir) skip('no Elixir is installed');
    await choose(page, 'pipeline');
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toContain('macht      2');
    await expect.poll(() => output(page), LONG).toContain('⇒ [{1, 111}, {2, 112}, {3, 22}, {4, 113}]');
    await write(page, 'defmodule Wrong do\n  def main, do: unknown\nend\n');
    await page.click('#run');
    await expect.poll(() => textOf(page, '#problems'), LONG).toContain('Error, line 2undefined variable "unknown"');
  });

  test('fits a phone: the program is a pane of its own, nothing is wider than the page', async () => {
    await page.size(390, 844);
    try {
      await load(page, 'hello');
      expect(await page.evaluate(() => document.querySelector('#tab-program')?.getAttribute('aria-selected'))).toBe('true');
      await page.click('#run');
      await expect.poll(() => page.evaluate(() => document.querySelector<HTMLElement>('#output')?.checkVisibility()), LONG).toBe(true);
      expect(await page.evaluate(() => document.querySelector<HTMLElement>('#program')?.checkVisibility())).toBe(false);
      await expect.poll(() => output(page), LONG).toContain('{greeted,5}');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    } finally {
      await page.size(1440, 900);
    }
  });

  test.each(['light', 'dark'])('axe finds nothing wrong in %s', async (theme) => {
    const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
    await choose(page, 'supervisor');
    await page.evaluate((chosen) => {
      document.documentElement.dataset.theme = chosen;
    }, theme);
    await page.click('#run');
    await expect.poll(() => output(page), LONG).toContain('three is <');
    for (const tab of ['output', 'processes', 'code', 'compare']) {
      await page.click(`#tab-${tab}`);
      if (tab === 'code') await expect.poll(() => textOf(page, '#listing'), LONG).toContain('BEAM');
      expect(await violations(page, axe), tab).toEqual([]);
    }
    await page.click('#tab-output');
    await page.click('#stop');
  });
});

/** What axe has to say about the page. */
async function violations(page: TestPage, axe: string): Promise<string[]> {
  return await page.evaluate(async (source) => {
    const script = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    if (!('axe' in globalThis)) {
      await new Promise((resolve, reject) => {
        const element = document.createElement('script');
        element.onload = resolve;
        element.onerror = reject;
        element.src = script;
        document.head.append(element);
      });
    }
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
  }, axe);
}
