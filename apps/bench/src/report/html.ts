import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtScript } from '../programs.js';
import type { BenchReport } from './bench-report.js';

/** Writes the page of a report, one file with all that it needs, and the report as JSON beside it. Returns the path of the page. */
export async function writePage(report: BenchReport, folder: string): Promise<string> {
  const part = (name: string): Promise<string> => readFile(builtScript(`report/${name}`), 'utf8');
  const [page, style, script] = await Promise.all([part('page.html'), part('page.css'), part('page.global.js')]);
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'index.html');
  await writeFile(file, fillPage(page, { style, data: JSON.stringify(report), script }));
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  return file;
}

/** Puts its parts into a page, at the comments that name them. What would end an element is written otherwise. */
export function fillPage(page: string, { style, data, script }: { style: string; data: string; script: string }): string {
  const parts: Readonly<Record<string, string>> = {
    style: `<style>${style}</style>`,
    data: `<script type="application/json" id="report">${data.replaceAll('<', '\\u003c')}</script>`,
    script: `<script>${script.replaceAll(/<\/(script)/gi, '<\\/$1')}</script>`,
  };
  return page.replaceAll(/<!-- (\w+) -->/g, (comment, name: string) => parts[name] ?? comment);
}
