import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Choices, Language, Platform } from './choices.js';

/** The folder for a project has files in it already, or is none. */
export class ProjectFolderError extends Error {
  override readonly name = 'ProjectFolderError';
}

const templates = fileURLToPath(new URL('../templates/', import.meta.url));

/** The module that each language's compiler makes of the program. */
const modules: Readonly<Record<Language, string>> = { erlang: 'hello', elixir: 'Elixir.Hello', gleam: 'hello' };

const manifests: Readonly<Record<Platform, object>> = {
  node: {
    scripts: { compile: 'node compile.mjs', start: 'node main.js' },
    dependencies: { '@beamline/runtime-node': 'latest' },
  },
  vite: {
    scripts: { compile: 'node compile.mjs', dev: 'vite', build: 'vite build', preview: 'vite preview' },
    dependencies: { '@beamline/runtime-web': 'latest' },
    devDependencies: { '@beamline/unplugin': 'latest', vite: '^8.0.0' },
  },
};

/** The name of the package, of that of its folder: npm takes small letters, digits and few signs. */
function packageName(folder: string): string {
  const name = path
    .basename(path.resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '');
  return name === '' ? 'beamline-project' : name;
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).every((name) => name === '.git');
  } catch (error) {
    if (!existsSync(folder)) return true;
    throw new ProjectFolderError(`${folder} is not a folder`, { cause: error });
  }
}

/** Puts the name of the module into a file of the template. */
function fillIn(file: string, module: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('__MODULE__', module));
}

/**
 * Writes the files of a new project.
 * @returns their names
 * @throws a `ProjectFolderError` if there are files in the folder
 */
export function createProject({ folder, platform, language }: Choices): readonly string[] {
  if (!isEmpty(folder)) throw new ProjectFolderError(`${folder} is not empty`);
  mkdirSync(folder, { recursive: true });
  for (const part of ['common', platform, language]) cpSync(path.join(templates, part), folder, { recursive: true });
  // npm leaves files of this name out of packages.
  renameSync(path.join(folder, '_gitignore'), path.join(folder, '.gitignore'));
  for (const file of ['main.js', 'README.md']) fillIn(path.join(folder, file), modules[language]);
  const manifest = { name: packageName(folder), version: '0.0.0', private: true, type: 'module', ...manifests[platform] };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return readdirSync(folder, { recursive: true }).map(String).sort();
}
