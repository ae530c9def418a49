import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A manifest, as it is in the workspace. */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** All packages that are published, by folder: `{ name, folder, manifest }`. */
export function publicPackages(root) {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((name) => join(root, 'packages', name))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
}

/** What may be imported of a package, as users write it: `@beamline/unplugin/vite`. Files that are no modules are left out. */
export function entryPoints({ name, manifest }) {
  return Object.keys(manifest.publishConfig?.exports ?? {})
    .filter((path) => !/\.(json|wasm)$/.test(path))
    .map((path) => `${name}${path.slice(1)}`);
}
