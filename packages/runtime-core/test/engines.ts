import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Versions of Node that tests run under, one for each release line: V8 11.3, 12.4, 13.6 and 14.6. */
export const nodeVersions = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'] as const;
export type NodeVersion = (typeof nodeVersions)[number];

const paths = new Map<NodeVersion, string>();

/** The path of a version of Node, which npx fetches unless it is the one that runs the tests. */
export function nodePath(version: NodeVersion): string {
  if (process.versions.node === version) return process.execPath;
  let path = paths.get(version);
  if (path === undefined) {
    const command = ['--yes', '--loglevel=error', `node@${version}`, '-p', 'process.execPath'];
    path = execFileSync('npx', command, { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
    paths.set(version, path);
  }
  return path;
}

/** Bundles a program of this folder, which other versions of Node, or a page of a browser, can then run without our loader. */
export function bundle(program: string, outfile: string, platform: 'node' | 'browser' = 'node'): void {
  buildSync({
    entryPoints: [fileURLToPath(new URL(program, import.meta.url))],
    outfile,
    bundle: true,
    platform,
    format: platform === 'node' ? 'esm' : 'iife',
    target: 'node20',
    conditions: ['@beamline/source'],
  });
}
