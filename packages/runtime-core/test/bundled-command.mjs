import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * The exports of a command in TypeScript, which esbuild puts into one file, as not every version of Node that may run it reads TypeScript.
 * @param name - of the folder in the cache
 * @param entry - URL of the command
 * @param from - URL of a file that `import.meta.url` stands for: files are named from its folder, wherever the command lies
 */
export async function bundledCommand(name, entry, from) {
  // Among the packages, so that those that it imports are found from there.
  const folder = fileURLToPath(new URL(`../node_modules/.cache/${name}/`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}command.mjs`;
  buildSync({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    define: { 'import.meta.url': JSON.stringify(from.href) },
  });
  return await import(pathToFileURL(outfile).href);
}
