import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findInstalledOtp } from '@beamline/runtime-node';
import { type Compiler, type RspackOptions, rspack } from '@rspack/core';
import { build as esbuild } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import webpack from 'webpack';
import { type BeamlineOptions, beamline } from '../src/index.js';
import { fixtures, makeProject } from './project.js';
import { serveFolder } from './server.js';

const executablePath = process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium';
const canRun = existsSync(executablePath) && findInstalledOtp() !== undefined;
const options = { treeShaking: 'functions' } as const;
const expected = ['hello.txt', 'tally.txt'].map((file) => readFileSync(path.join(fixtures, file), 'utf8'));

/** Bundles the page of a folder into another. */
type Bundle = (folder: string, out: string, settings?: BeamlineOptions) => Promise<void>;

/** The configuration that webpack and Rspack have in common. */
function configuration(folder: string, out: string) {
  return {
    context: folder,
    mode: 'production' as const,
    entry: './main.js',
    output: { path: out, filename: 'main.js' },
    performance: { hints: false as const },
    // The scripts are the runtime's, which take a while.
    optimization: { minimize: false },
  };
}

const bundles: Readonly<Record<string, Bundle>> = {
  Vite: async (folder, out, settings = options) => {
    await vite({
      root: folder,
      configFile: false,
      logLevel: 'warn',
      build: { outDir: out, minify: false },
      plugins: [beamline.vite(settings)],
    });
  },
  Rollup: async (folder, out, settings = options) => {
    // It finds no packages by itself.
    const runtime = path.join(folder, 'runtime.js');
    await esbuild({
      stdin: { contents: "export * from '@beamline/runtime-web'", resolveDir: folder },
      bundle: true,
      format: 'esm',
      outfile: runtime,
    });
    const packages = { name: 'packages', resolveId: (source: string) => (source === '@beamline/runtime-web' ? runtime : undefined) };
    const bundle = await rollup({ input: path.join(folder, 'main.js'), plugins: [beamline.rollup(settings), packages] });
    await bundle.write({ dir: out, format: 'esm', entryFileNames: 'main.js' });
    await bundle.close();
  },
  esbuild: async (folder, out, settings = options) => {
    await esbuild({
      absWorkingDir: folder,
      entryPoints: ['main.js'],
      bundle: true,
      format: 'esm',
      outdir: out,
      plugins: [beamline.esbuild(settings)],
      logLevel: 'warning',
    });
  },
  webpack: async (folder, out, settings = options) => {
    await finished(webpack({ ...configuration(folder, out), plugins: [beamline.webpack(settings)] }));
  },
  Rspack: async (folder, out, settings = options) => {
    const config: RspackOptions = { ...configuration(folder, out), plugins: [beamline.rspack(settings)] };
    await finished(rspack(config));
  },
};

/** Runs a compiler of webpack or Rspack. */
function finished(compiler: webpack.Compiler | Compiler | null): Promise<void> {
  return new Promise((resolve, reject) => {
    compiler?.run((error: Error | null, stats?: { hasErrors(): boolean; toString(): string } | null) => {
      if (error !== null) reject(error);
      else if (stats?.hasErrors() === true) reject(new Error(stats.toString()));
      else compiler.close(() => resolve());
    });
  });
}

describe.runIf(canRun)('programs are imported, packed, emitted and run:', () => {
  let folder = '';
  let browser: Browser;
  beforeAll(async () => {
    folder = makeProject();
    browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  // What is loaded is the same for all.
  test.each(['Vite', 'esbuild', 'Rspack'])('%s with archives in the scripts', { timeout: 120_000 }, async (name) => {
    const out = path.join(folder, `inline-${name}`);
    await bundles[name]?.(folder, out, { ...options, inline: true });
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.endsWith('.avm'))).toEqual([]);
    const scripts = files.filter((file) => file.endsWith('.js')).map((file) => readFileSync(path.join(out, file), 'utf8'));
    expect(scripts.join('').match(/data:application\/octet-stream;base64,IyEvdXNyL2Jpbi9lbnYgQXRvbVZN/g)).toHaveLength(2);
  });

  test.each(Object.keys(bundles))('%s', { timeout: 120_000 }, async (name) => {
    const out = path.join(folder, `out-${name}`);
    await bundles[name]?.(folder, out);
    const archives = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.avm'));
    expect(archives.map((file) => path.basename(file)).toSorted()).toEqual([
      expect.stringMatching(/^hello-[\w-]{8,}\.avm$/),
      expect.stringMatching(/^tally-[\w-]{8,}\.avm$/),
    ]);
    if (!existsSync(path.join(out, 'index.html')))
      writeFileSync(
        path.join(out, 'index.html'),
        '<!doctype html><meta charset="utf-8"><body><script type="module" src="main.js"></script>',
      );
    const server = await serveFolder(out);
    const page = await browser.newPage();
    try {
      await page.goto(`${server.origin}/index.html`);
      await page.waitForFunction(() => document.body.dataset.outputs !== undefined);
      expect(JSON.parse(await page.evaluate(() => document.body.dataset.outputs ?? ''))).toEqual(expected);
    } finally {
      await page.close();
      await server.close();
    }
  });
});
