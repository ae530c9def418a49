import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { site, snippets } from './snippets.js';

const modules = path.join(site, 'node_modules');

/** A copy of a user's project, where the packages of the workspace are installed. */
export interface ProjectCopy {
  readonly folder: string;
  remove(): void;
}

/** Copies a project of the snippets to where its programs may write. */
export function copyProject(project: string): ProjectCopy {
  const parent = mkdtempSync(path.join(modules, '.project-'));
  const folder = path.join(parent, 'project');
  mkdirSync(folder);
  cpSync(path.join(snippets, project), folder, { recursive: true });
  // A junction needs no rights in Windows.
  symlinkSync(modules, path.join(folder, 'node_modules'), 'junction');
  const packed = path.join(folder, 'words.avm.br');
  if (existsSync(packed)) writeFileSync(path.join(folder, 'words.avm'), brotliDecompressSync(readFileSync(packed)));
  return {
    folder,
    remove: () => {
      rmSync(path.join(folder, 'node_modules'));
      rmSync(parent, { recursive: true });
    },
  };
}
