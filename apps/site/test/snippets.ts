import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the site's own sources. */
export const site: string = fileURLToPath(new URL('..', import.meta.url));

/** The folder of the programs that the site shows. */
export const snippets: string = path.join(site, 'snippets');

/** Projects that are pages: built by Vite and used in a browser. */
export const pageProjects: readonly string[] = ['page', 'page-dom', 'untrusted/page'];

/** All files of the snippets, from their folder, with slashes. */
export const snippetFiles: readonly string[] = readdirSync(snippets, { recursive: true })
  .map((file) => String(file).split(path.sep).join('/'))
  .filter((file) => statSync(path.join(snippets, file)).isFile())
  .toSorted();

const isOfPage = (file: string): boolean => pageProjects.some((project) => path.posix.dirname(file) === project);

/** Scripts that Node runs. */
export const nodeScripts: readonly string[] = snippetFiles.filter(
  (file) => /\.(js|ts)$/.test(file) && file.includes('/') && !isOfPage(file) && !file.startsWith('adapter/') && !file.startsWith('live/'),
);

/** Commands for a terminal. */
export const shellScripts: readonly string[] = snippetFiles.filter((file) => file.endsWith('.sh'));

/** The files that a test runs, or that what it runs reads. */
export const sources: readonly string[] = snippetFiles.filter((file) => /\.(js|ts|sh|erl|ex|gleam|html|src)$/.test(file));
