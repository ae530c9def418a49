// Writes one file, a page with the machine and the program in its script, which works from a disk, too: node build.mjs [FILE]
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beamline } from '@beamline/unplugin/esbuild';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const file = path.resolve(process.argv[2] ?? path.join(here, 'dist', 'index.html'));
const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ['main.js'],
  bundle: true,
  minify: true,
  format: 'esm',
  write: false,
  plugins: [beamline({ treeShaking: 'functions', inline: true })],
});
// In a page a script must not have what ends it.
const script = outputFiles[0].text.replaceAll('</script', '<\\/script');
await mkdir(path.dirname(file), { recursive: true });
await writeFile(
  file,
  `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Beamline in one file</title>
  <output></output>
  <script type="module">${script}</script>
</html>
`,
);
