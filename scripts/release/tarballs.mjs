import { publicPackages } from './packages.mjs';
import { forEach, runCommand, toolsOf } from './run.mjs';

/**
 * Packs every public package into a folder. pnpm does it, so that `workspace:` and `catalog:` become versions and
 * `publishConfig` takes its place. Answers the path of each tarball by the name of its package.
 */
export async function packPackages(root, target) {
  const packages = publicPackages(root);
  const packed = await forEach(packages, async ({ name, folder }) => {
    const answer = JSON.parse(await runCommand(`pnpm pack --json --pack-destination "${target}"`, folder, toolsOf(root)));
    return [name, answer.filename];
  });
  return new Map(packed);
}
