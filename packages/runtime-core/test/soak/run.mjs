// Has esbuild put the command into one file, as not every version of Node that may run it reads TypeScript.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

// Among the packages, so that those that it imports are found from there.
const folder = fileURLToPath(new URL('../../node_modules/.cache/soak/', import.meta.url));
mkdirSync(folder, { recursive: true });
const outfile = `${folder}command.mjs`;
buildSync({
  entryPoints: [fileURLToPath(new URL('soak-command.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  // Files are named from the folder of the tests, wherever the command lies.
  define: { 'import.meta.url': JSON.stringify(new URL('../fixture.ts', import.meta.url).href) },
});
const { soakCommand } = await import(pathToFileURL(outfile).href);
await soakCommand(process.argv.slice(2));
process.exit();
