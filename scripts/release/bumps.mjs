import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readManifest } from './packages.mjs';

/** For each package the packages that state it as a dependency, by name, and theirs. */
export function dependantsOf(packages) {
  const direct = new Map(packages.map(({ name }) => [name, []]));
  for (const { name, manifest } of packages)
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) direct.get(dependency)?.push(name);
  const all = new Map();
  for (const name of direct.keys()) {
    const found = new Set();
    const visit = (each) => {
      for (const dependant of direct.get(each)) {
        if (found.has(dependant)) continue;
        found.add(dependant);
        visit(dependant);
      }
    };
    visit(name);
    all.set(name, [...found].sort());
  }
  return all;
}

/**
 * Asks changesets which packages a new version of each package alone would give a new version; says which are not its dependants.
 * @returns for each package the names of those that move with it
 */
export async function movedByBumps(root, packages) {
  // The parts of changesets come with its command.
  const require = createRequire(createRequire(join(root, 'package.json')).resolve('@changesets/cli/package.json'));
  const assemble = require('@changesets/assemble-release-plan').default;
  const workspace = {
    root: { dir: root, packageJson: readManifest(root) },
    packages: packages.map(({ folder, manifest }) => ({ dir: folder, packageJson: manifest })),
    tool: 'pnpm',
  };
  const config = await require('@changesets/config').read(root, workspace);
  const dependants = dependantsOf(packages);
  const moved = new Map();
  for (const { name } of packages) {
    const changeset = { id: 'bump', summary: 'A bump.', releases: [{ name, type: 'patch' }] };
    const { releases } = assemble([changeset], workspace, config, undefined);
    const others = releases.filter((release) => release.name !== name && release.type !== 'none').map((release) => release.name);
    const strangers = others.filter((other) => !dependants.get(name).includes(other));
    if (strangers.length > 0) throw new Error(`a bump of ${name} moves ${strangers.join(', ')}, which do not depend on it`);
    moved.set(name, others.sort());
  }
  return moved;
}
