// Writes src/generated, and the tables of BIFs in the README of runtime-core; the build begins with it.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate, withBifTables } from './generator.mjs';

const folder = fileURLToPath(new URL('../src/generated/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const [file, text] of generate()) await writeFile(path.join(folder, file), text);

const readme = fileURLToPath(new URL('../../runtime-core/README.md', import.meta.url));
await writeFile(readme, withBifTables(await readFile(readme, 'utf8')));
