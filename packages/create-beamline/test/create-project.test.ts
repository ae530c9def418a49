import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, languages, ProjectFolderError, platforms } from '../src/index.js';
import { greetingOfPage } from './built-page.js';

const chromium = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';
const run = promisify(execFile);
const target = mkdtempSync(path.join(tmpdir(), 'create-beamline-'));
const installer = fileURLToPath(new URL('../../../scripts/release/install-projects.mjs', import.meta.url));
const compilers = { erlang: 'erlc', elixir: 'elixirc', gleam: 'gleam' } as const;
const templates = platforms.flatMap((platform) => languages.map((language) => ({ platform, language })));
const folderOf = (platform: string, language: string): string => path.join(target, `${platform}-${language}`);
const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

beforeAll(async () => {
  const folders = templates.map(({ platform, language }) => {
    const folder = folderOf(platform, language);
    createProject({ folder, platform, language });
    return folder;
  });
  await run(process.execPath, [installer, path.join(target, 'tarballs'), ...folders]);
}, 240_000);

afterAll(() => {
  rmSync(target, { recursive: true, force: true, maxRetries: 3 });
});

describe.each(templates)('a project for $platform in $language', ({ platform, language }) => {
  const folder = folderOf(platform, language);
  const hasCompiler = isThere(compilers[language]);

  test('has no files of the templates that are not its own', () => {
    expect(existsSync(path.join(folder, '.gitignore'))).toBe(true);
    expect(existsSync(path.join(folder, '_gitignore'))).toBe(false);
    expect(readFileSync(path.join(folder, 'main.js'), 'utf8')).not.toContain('__MODULE__');
  });

  test('compiles its program, or says what is missing', async () => {
    const compiled = run(process.execPath, ['compile.mjs'], { cwd: folder });
    if (hasCompiler) await compiled;
    else await expect(compiled).rejects.toMatchObject({ stderr: expect.stringContaining('is not on the PATH. Install') });
  });

  test('says which compiler is not there', async () => {
    const env = { ...process.env, PATH: target };
    await expect(run(process.execPath, ['compile.mjs'], { cwd: folder, env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not on the PATH. Install'),
    });
  });

  // Of Gleam there is no compiled module in the template.
  test.runIf(hasCompiler || language !== 'gleam')('runs, from the tarballs of the packages', { timeout: 120_000 }, async () => {
    if (platform === 'node') {
      expect((await run(process.execPath, ['main.js'], { cwd: folder })).stdout).toBe('Hello, Joe!\n');
      return;
    }
    await run(process.execPath, [path.join(folder, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], { cwd: folder });
    const assets = readdirSync(path.join(folder, 'dist', 'assets'));
    expect(assets.filter((name) => name.endsWith('.avm'))).toHaveLength(1);
    if (existsSync(chromium)) expect(await greetingOfPage(path.join(folder, 'dist'), chromium)).toBe('Hello, Joe!');
  });
});

test('a folder with files, or a file, is left alone', () => {
  const folder = path.join(target, 'full');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'mine'), '');
  const choices = { platform: 'node', language: 'erlang' } as const;
  expect(() => createProject({ folder, ...choices })).toThrow(ProjectFolderError);
  expect(readdirSync(folder)).toEqual(['mine']);
  expect(() => createProject({ folder: path.join(folder, 'mine'), ...choices })).toThrow(ProjectFolderError);
});

test('the name of the package is one that npm takes', () => {
  const folder = path.join(target, '.My Übung 1');
  createProject({ folder, platform: 'node', language: 'erlang' });
  expect(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))).toMatchObject({ name: 'my-bung-1' });
});
