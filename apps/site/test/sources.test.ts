import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pageOf, replaceLinks, repositoryPages, repositoryRoot, resolveLink, slug } from '../.vitepress/repository-pages.js';
import { site, snippetFiles, snippets, sources } from './snippets.js';

const pages = path.join(site, 'pages');
const ownPages = readdirSync(pages, { recursive: true })
  .map((file) => String(file).split(path.sep).join('/'))
  .filter((file) => file.endsWith('.md') && !file.startsWith('public/'));

/** What a page may have in itself: listings and output, which nobody runs. */
const INLINE = ['text'];

/** Other files that pages show: what is said there is held by the type checks. */
const SHOWN = ['universal.d.ts'];

const text = (page: string): string => readFileSync(path.join(pages, page), 'utf8');

/** The files that a page takes code from, from the root of the repository. */
function shownFiles(page: string): string[] {
  const folder = path.dirname(path.join(pages, page));
  return [...text(page).matchAll(/^<<< (\S+?)(?:\{\w+\})?$/gm)].map(([, file = '']) =>
    path.relative(repositoryRoot, path.join(folder, file)).split(path.sep).join('/'),
  );
}

const snippetPath = (file: string): string => path.posix.join('apps/site/snippets', file);

test.each(ownPages)('%s has no code of its own: all of it is a file that the tests run', (page) => {
  const fences = [...text(page).matchAll(/^ *```(\w*)/gm)].filter((_, index) => index % 2 === 0).map(([, language = '']) => language);
  expect(fences.filter((language) => !INLINE.includes(language))).toEqual([]);
  const known = [...snippetFiles.map(snippetPath), ...SHOWN];
  expect(shownFiles(page).filter((file) => !known.includes(file))).toEqual([]);
});

test('every program of the snippets is shown', () => {
  const shown = new Set(ownPages.flatMap(shownFiles));
  const needed = sources.filter((file) => !notShown.includes(file)).map(snippetPath);
  expect(needed.filter((file) => !shown.has(file))).toEqual([]);
});

/** What others need, or a text of the repository shows. */
const notShown: readonly string[] = ['atomvm/compile.sh', 'atomvm/library.erl', 'atomvm/program.erl', 'gleam/generated/hello.erl'];

test('outputs are shown where their scripts are', () => {
  const shown = new Set(ownPages.flatMap(shownFiles));
  const outputs = snippetFiles.filter((file) => file.endsWith('.out')).map(snippetPath);
  expect(outputs.filter((file) => !shown.has(file))).toEqual([]);
});

/** Folders that are not in the repository, or whose texts are for a project of somebody else. */
const LEFT_OUT = ['node_modules', 'dist', '.git', '.turbo', 'cache', 'public', 'templates', 'fixtures'];

/** The Markdown files below a folder, from the root of the repository. */
function documentsIn(folder: string): string[] {
  return readdirSync(path.join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.includes(entry.name) ? [] : documentsIn(file);
    return entry.name.endsWith('.md') && !file.startsWith('apps/site/pages/') ? [file] : [];
  });
}

/** All texts of the repository but the site's own pages, whose links are checked where they are built. */
const documents = documentsIn('.');

test.each(documents)('the relative links of %s lead somewhere, to the heading that they name', (file) => {
  const wrong: string[] = [];
  replaceLinks(readFileSync(path.join(repositoryRoot, file), 'utf8'), (label, target) => {
    const to = resolveLink(file, target);
    const place = path.join(repositoryRoot, to.file);
    const readme = path.join(place, 'README.md');
    if (!existsSync(place)) wrong.push(target);
    else if (to.anchor !== '') {
      const linked = existsSync(readme) ? readme : place;
      const headings = [...readFileSync(linked, 'utf8').matchAll(/^#+ (.*)$/gm)].map(
        ([, heading = '']) => `#${slug(heading.replaceAll(/[`*]/g, ''))}`,
      );
      if (!headings.includes(to.anchor)) wrong.push(target);
    }
    return label;
  });
  expect(wrong).toEqual([]);
});

test('the folders of what the site shows are pages of the site', () => {
  for (const { file, page } of repositoryPages) {
    expect(pageOf(file)).toBe(page);
    if (file.endsWith('/README.md')) expect(pageOf(file.slice(0, -'/README.md'.length))).toBe(page);
  }
  expect(existsSync(snippets)).toBe(true);
});
