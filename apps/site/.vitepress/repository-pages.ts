import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repositoryRoot: string = fileURLToPath(new URL('../../..', import.meta.url));

/** A text of the repository that is a page of the site as it is. */
export interface RepositoryPage {
  /** The file, from the root of the repository, with slashes. */
  readonly file: string;
  /** The page, from the root of the site, without an extension. */
  readonly page: string;
}

function inFolder(folder: string, toPage: (name: string) => string): RepositoryPage[] {
  return readdirSync(path.join(repositoryRoot, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({ file: `${folder}/${name}`, page: toPage(name.slice(0, -'.md'.length)) }));
}

function readmesOf(folder: string): RepositoryPage[] {
  return readdirSync(path.join(repositoryRoot, folder))
    .filter((name) => existsSync(path.join(repositoryRoot, folder, name, 'README.md')))
    .map((name) => ({ file: `${folder}/${name}/README.md`, page: `${folder}/${name}` }));
}

/** All of them. What is said there is not said again in a page of the site's own. */
export const repositoryPages: readonly RepositoryPage[] = [
  { file: 'docs/architecture.md', page: 'how-it-works' },
  { file: 'docs/atomvm.md', page: 'atomvm' },
  { file: 'docs/debugging.md', page: 'internals/debugging' },
  { file: 'docs/write-a-tiny-compiler.md', page: 'assembler/tiny-compiler' },
  { file: 'CONTRIBUTING.md', page: 'contributing' },
  { file: 'SECURITY.md', page: 'security' },
  { file: 'examples/README.md', page: 'examples' },
  ...inFolder('docs/decisions', (name) => `decisions/${name === 'README' ? 'index' : name}`),
  ...readmesOf('packages'),
  ...readmesOf('apps'),
];

const pagesByFile: ReadonlyMap<string, string> = new Map(repositoryPages.map(({ file, page }) => [file, page]));

/** The page that shows a file or folder of the repository; undefined if none does. */
export function pageOf(file: string): string | undefined {
  return pagesByFile.get(file) ?? pagesByFile.get(`${file}/README.md`);
}

/** A relative link in a Markdown text: its text and its target. What is in code is not one. */
const CODE_OR_LINK = /(^ *```[\s\S]*?^ *```|`[^`\n]+`)|(?<!!)\[((?:[^[\]]|\[[^\]]*\])*)\]\((?![a-z]+:)([^)\s]+)\)/gm;

/** Calls a function for each relative link of a Markdown text, and puts what it returns in the link's place. */
export function replaceLinks(text: string, replacement: (label: string, target: string) => string): string {
  return text.replace(CODE_OR_LINK, (whole: string, code: string | undefined, label: string, target: string) =>
    code === undefined ? replacement(label, target) : whole,
  );
}

/** Where a relative link of a file of the repository leads: a file or folder from its root, without a slash at the end, and an anchor. */
export function resolveLink(file: string, target: string): { readonly file: string; readonly anchor: string } {
  const [place = '', anchor] = target.split('#');
  const resolved = place === '' ? file : path.posix.join(path.posix.dirname(file), decodeURI(place));
  return { file: resolved.replace(/\/$/, ''), anchor: anchor === undefined ? '' : `#${anchor}` };
}

/**
 * The text of a repository's page as the site shows it: its links lead to pages of the site. Where the repository is published is not known,
 * so a link to a file that no page shows becomes the path of that file.
 */
export function siteText({ file, page }: RepositoryPage): string {
  const text = readFileSync(path.join(repositoryRoot, file), 'utf8');
  return replaceLinks(text, (label, target) => {
    const to = resolveLink(file, target);
    if (to.file === file) return `[${label}](${to.anchor})`;
    const linked = pageOf(to.file);
    if (linked !== undefined) return `[${label}](${path.posix.relative(path.posix.dirname(page), linked)}.md${to.anchor})`;
    return label.includes(path.posix.basename(to.file)) ? label : `${label} (\`${to.file}\`)`;
  });
}

/** Ids of headings as the places where READMEs are read make them, so that a link to one works there and here. */
export function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** The first heading of a page of the repository. */
export function titleOf({ file }: RepositoryPage): string {
  return /^# (.*)$/m.exec(readFileSync(path.join(repositoryRoot, file), 'utf8'))?.[1] ?? file;
}
