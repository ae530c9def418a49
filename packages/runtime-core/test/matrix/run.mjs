// Has esbuild put the command into one file, as not every version of Node that may run it reads TypeScript.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

// Among the packages, so that those that it imports are found from there.
const folder = fileURLToPath(new URL('../../node_modules/.cache/matrix/', import.meta.url));
mkdirSync(folder, { recursive: true });
const outfile = `${folder}command.mjs`;
buildSync({
  entryPoints: [fileURLToPath(new URL('matrix-command.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  // Files are named from the folder of the tests, wherever the command lies.
  define: { 'import.meta.url': JSON.stringify(new URL('../engines.ts', import.meta.url).href) },
});
const { matrix } = await import(pathToFileURL(outfile).href);
process.exitCode = (await matrix(process.argv.slice(2))) === 0 ? 0 : 1;
