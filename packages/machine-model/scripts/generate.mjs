// Writes src/generated; the build begins with it.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generator.mjs';

const folder = fileURLToPath(new URL('../src/generated/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const [file, text] of generate()) await writeFile(path.join(folder, file), text);
