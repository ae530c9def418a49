import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryPages, repositoryRoot } from '../.vitepress/repository-pages.js';
import { hasChromium, startChromium, watchedPage } from './browser.js';
import { type StaticServer, serveFolder } from './site-server.js';
import { site, snippets } from './snippets.js';

const dist = path.join(site, 'dist');

/** Pages that the site has of its own, without an extension. */
const ownPages = readdirSync(path.join(site, 'pages'), { recursive: true })
  .map((file) => String(file).split(path.sep).join('/'))
  .filter((file) => file.endsWith('.md') && !file.startsWith('[') && !file.startsWith('public/'))
  .map((file) => file.slice(0, -'.md'.length));

const pages = [...ownPages, ...repositoryPages.map(({ page }) => page)].toSorted();

/** Pages of the API: the first one, and that of each package. */
const apiPages = [
  'api/index',
  ...readdirIfThere(path.join(dist, 'api', 'modules')).map((file) => `api/modules/${file.slice(0, -'.html'.length)}`),
];

function readdirIfThere(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Files that the site is made of. */
function sourceFiles(): string[] {
  const inFolder = (folder: string): string[] =>
    readdirSync(folder, { recursive: true })
      .map((file) => path.join(folder, String(file)))
      .filter(
        (file) =>
          !file.includes(`${path.sep}cache${path.sep}`) && !file.includes(`${path.sep}public${path.sep}`) && statSync(file).isFile(),
      );
  return [
    ...inFolder(path.join(site, 'pages')),
    ...inFolder(path.join(site, '.vitepress')),
    ...inFolder(snippets),
    path.join(repositoryRoot, 'README.md'),
    ...repositoryPages.map(({ file }) => path.join(repositoryRoot, file)),
  ];
}

beforeAll(() => {
  const index = path.join(dist, 'index.html');
  const hint = 'npm run site:build makes it';
  if (!existsSync(index)) throw new Error(`the site is not built: ${hint}`);
  const built = statSync(index).mtimeMs;
  const newer = sourceFiles().find((file) => statSync(file).mtimeMs > built);
  if (newer !== undefined) throw new Error(`the site is older than ${path.relative(repositoryRoot, newer)}: ${hint}`);
});

const html = (page: string): string => readFileSync(path.join(dist, `${page}.html`), 'utf8');

/** What a browser loads before it shows a page: its HTML, scripts and styles; not what is fetched later. */
function criticalFiles(page: string): string[] {
  const assets = [...html(page).matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"[^>]*>/g)]
    .filter(([tag]) => /<script|rel="(?:stylesheet|modulepreload|preload)/.test(tag))
    .map(([, target = '']) => path.join(dist, path.dirname(page), target));
  return [path.join(dist, `${page}.html`), ...new Set(assets)];
}

/** Sizes of files after brotli: most pages share theirs. */
const sizes = new Map<string, number>();

function compressedSize(file: string): number {
  let size = sizes.get(file);
  if (size === undefined) {
    size = brotliCompressSync(readFileSync(file)).length;
    sizes.set(file, size);
  }
  return size;
}

const isElsewhere = (target: string): boolean => /^(?:[a-z]+:)?\/\//.test(target);

/** Ids in a page. */
function idsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => id));
}

test.each(pages)('%s is there, loads nothing from elsewhere, and is small', (page) => {
  const text = html(page);
  const loaded = [...text.matchAll(/<(?:script|link|img|iframe|source|video)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map(
    ([, target = '']) => target,
  );
  expect(loaded.filter(isElsewhere)).toEqual([]);
  const size = criticalFiles(page).reduce((sum, file) => sum + compressedSize(file), 0);
  expect(size).toBeLessThan(110_000);
});

test('the API of each package that typedoc.json names is there', () => {
  const { entryPoints } = JSON.parse(readFileSync(path.join(repositoryRoot, 'typedoc.json'), 'utf8')) as { entryPoints: readonly string[] };
  expect(apiPages).toEqual(expect.arrayContaining(entryPoints.map((each) => `api/modules/_beamline_${path.posix.basename(each)}`)));
});

test('links between pages lead somewhere, to the heading that they name', () => {
  const wrong: string[] = [];
  const ids = new Map(pages.map((page) => [path.join(dist, `${page}.html`), idsOf(html(page))]));
  for (const page of [...pages, ...apiPages]) {
    for (const [, target = ''] of html(page).matchAll(/<a\b[^>]*?\bhref="([^"]+)"/g)) {
      if (isElsewhere(target) || /^[a-z]+:/.test(target)) continue;
      const [place = '', anchor = ''] = target.split('#');
      const file = place === '' ? path.join(dist, `${page}.html`) : path.join(dist, path.dirname(page), decodeURI(place));
      if (!existsSync(file) || !statSync(file).isFile()) wrong.push(`${page}: ${target}`);
      else if (anchor !== '' && ids.get(file)?.has(decodeURIComponent(anchor)) === false) wrong.push(`${page}: ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('styles name no other host', () => {
  const assets = readdirSync(path.join(dist, 'assets'), { recursive: true }).map((file) => path.join(dist, 'assets', String(file)));
  const styles = assets.filter((file) => file.endsWith('.css'));
  expect(styles.length).toBeGreaterThan(0);
  for (const file of styles) expect(readFileSync(file, 'utf8')).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//);
});

describe.runIf(hasChromium())('in Chromium', () => {
  let browser: Browser;
  let server: StaticServer;

  beforeAll(async () => {
    browser = await startChromium();
    // Below a path, as many hosts have it; VitePress writes a script and styles into pages.
    const policy =
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
    server = await serveFolder(dist, '/some/path/', policy);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('no page is wider than a phone, as it is read before its scripts run', { timeout: 300_000 }, async () => {
    const { page } = await watchedPage(browser, { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    const wide: string[] = [];
    // The pages of packages have one template.
    for (const name of [...pages, ...apiPages.slice(0, 4)]) {
      await page.goto(`${server.url}${name}.html`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) wide.push(`${name}: ${width}`);
    }
    expect(wide).toEqual([]);
  });

  test('pages of each kind have nothing to complain about', { timeout: 120_000 }, async () => {
    const { page, problems } = await watchedPage(browser, { viewport: { width: 360, height: 740 } });
    const wide: string[] = [];
    for (const name of ['index', ...pages.filter((_, i) => i % 6 === 0), ...apiPages.slice(0, 2)]) {
      await page.goto(`${server.url}${name}.html`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) wide.push(`${name}: ${width}`);
    }
    expect(wide).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('is light or dark as the reader has it, and as the switch says', async () => {
    const background = (): string => getComputedStyle(document.body).backgroundColor;
    for (const [colorScheme, own, other] of [
      ['light', 'rgb(255, 255, 255)', 'rgb(27, 27, 31)'],
      ['dark', 'rgb(27, 27, 31)', 'rgb(255, 255, 255)'],
    ] as const) {
      const { page, problems } = await watchedPage(browser, { colorScheme, viewport: { width: 1280, height: 800 } });
      await page.goto(`${server.url}start/node.html`);
      expect(await page.evaluate(background)).toBe(own);
      await page.click('.VPNavBarAppearance button');
      await expect.poll(() => page.evaluate(background)).toBe(other);
      expect(problems).toEqual([]);
      await page.close();
    }
  });

  test('axe finds no obstacles, in light and dark', { timeout: 120_000 }, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await watchedPage(browser, { colorScheme, viewport: { width: 1280, height: 800 } });
      for (const name of ['index', 'start/page', 'guide/untrusted-code', 'reference', 'how-it-works']) {
        await page.goto(`${server.url}${name}.html`);
        await page.evaluate(axe.source);
        // Only colours differ in the dark.
        const rules = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {};
        const found = await page.evaluate(async (options) => {
          interface Violation {
            id: string;
            nodes: { html: string }[];
          }
          const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
          return (await axe.run(options)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
        }, rules);
        expect(found, `${name}, ${colorScheme}`).toEqual([]);
      }
      await page.close();
    }
  });

  test('can be used by keyboard: skips to the content, finds a page by its own search', async () => {
    const { page, problems } = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    await page.goto(`${server.url}start/node.html`);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => {
      const { activeElement } = document;
      const { width, height } = activeElement?.getBoundingClientRect() ?? { width: 0, height: 0 };
      return { text: activeElement?.textContent, isSeen: width > 10 && height > 10 };
    });
    expect(skip).toEqual({ text: 'Skip to content', isSeen: true });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('#VPContent') !== null)).toBe(true);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(outline).not.toBe('none');
    await page.keyboard.press('Control+k');
    await page.waitForSelector('.VPLocalSearchBox input');
    await page.keyboard.type('gen_server');
    await page.waitForSelector('.VPLocalSearchBox .result');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('start/node.html'));
    expect(problems).toEqual([]);
    await page.close();
  });

  test('runs its module of Erlang in the reader’s browser, and loads nothing of the machine before that', { timeout: 60_000 }, async () => {
    const { page, problems } = await watchedPage(browser, { viewport: { width: 360, height: 740 } });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(`${server.url}index.html`, { waitUntil: 'networkidle' });
    const ofMachine = (): string[] => requested.filter((url) => /\.(wasm|beam)$/.test(url));
    expect(ofMachine()).toEqual([]);
    await page.selectOption('.live select', '100');
    await page.click('.live button');
    const output = (): Promise<string> => page.evaluate(() => document.querySelector<HTMLOutputElement>('.live output')?.value ?? '');
    await expect
      .poll(output, { timeout: 50_000 })
      .toMatch(/^1,000,000 messages between 100 processes in [\d.]+ s, in this page\. Starting/);
    expect(ofMachine()).toHaveLength(2);
    expect(new Set(requested.map((url) => new URL(url).origin)).size).toBe(1);
    expect(problems).toEqual([]);
    await page.close();
  });
});
