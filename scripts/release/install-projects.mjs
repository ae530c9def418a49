// Installs projects from tarballs of the workspace's packages, as they would be from npm: `node install-projects.mjs <tarballs> <project>…`.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installFromTarballs } from './blank-project.mjs';
import { readManifest } from './packages.mjs';
import { packPackages } from './tarballs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [target, ...projects] = process.argv.slice(2);
mkdirSync(target, { recursive: true });
const tarballs = await packPackages(root, target);
for (const project of projects) await installFromTarballs(project, readManifest(project), tarballs, 'pnpm', root);
