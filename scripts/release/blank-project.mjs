import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand, toolsOf } from './run.mjs';

/** Package managers that a project can be installed with. pnpm gives a package only what it states, so that one shows what is missing. */
const managers = {
  npm: 'npm install --no-audit --no-fund --no-progress --prefer-offline --loglevel=error',
  pnpm: 'pnpm install --prefer-offline --reporter=silent --config.auto-install-peers=false',
};

/**
 * Has all of our packages come from tarballs in a project, whoever asks for them.
 * @param folder - of the project, which has a `package.json`
 * @param manifest - what is in that
 * @param tarballs - paths by name
 * @param manager - a name of `managers`
 * @param home - the folder of the workspace, which has pnpm
 */
export async function installFromTarballs(folder, manifest, tarballs, manager, home) {
  const fromTarballs = Object.fromEntries(
    [...tarballs].map(([name, path]) => [name, pathToFileURL(path).href.replace('file://', 'file:')]),
  );
  const overridden = (dependencies = {}) =>
    Object.fromEntries(Object.entries(dependencies).map(([name, range]) => [name, fromTarballs[name] ?? range]));
  const installed = {
    ...manifest,
    dependencies: overridden(manifest.dependencies),
    devDependencies: overridden(manifest.devDependencies),
  };
  if (manager === 'npm') installed.overrides = fromTarballs;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(installed, undefined, 2));
  if (manager === 'pnpm') {
    // JSON is YAML. Nothing is hoisted, and scripts of others, such as esbuild's check of itself, need not run.
    const settings = { packages: ['.'], overrides: fromTarballs, hoist: false, strictDepBuilds: false };
    writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(settings));
  }
  await runCommand(managers[manager], folder, toolsOf(home));
}
