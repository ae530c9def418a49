import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

/** The package that an import is of: `@beamline/leb128`, `vite`. */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Fails if a built file of a package, script or types, imports a package that the manifest does not state: users would not have it. */
export function checkStatedImports({ name, folder, manifest }) {
  const stated = new Set([name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })]);
  for (const file of readdirSync(join(folder, 'dist'), { recursive: true })) {
    if (!/\.(js|d\.ts)$/.test(file)) continue;
    const code = readFileSync(join(folder, 'dist', file), 'utf8');
    for (const [, specifier] of code.matchAll(/^(?:(?:import|export)\b[^;'"]*\bfrom|import) ?['"]([\w@][^'"\n]*)['"];?$/gm)) {
      if (isBuiltin(specifier) || stated.has(packageOf(specifier))) continue;
      throw new Error(`${name}: dist/${file} imports ${specifier}, which is not among its dependencies`);
    }
  }
}
