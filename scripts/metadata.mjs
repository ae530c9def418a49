// Checks what npm shows of each public package, and with --write puts it right. Where the repository is at home is said once, in the
// `repository` of the root's package.json, or in the environment as BEAMLINE_HOME, which a release sets to where it runs; while neither says
// it, packages say nothing of it either.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { publicPackages, readManifest } from './release/packages.mjs';
import { LEAST_TYPESCRIPT } from './release/type-checks.mjs';

const root = process.cwd();
const writes = process.argv.includes('--write');
const stated = process.env.BEAMLINE_HOME ?? readManifest(root).repository?.url;
const home = stated?.replace(/^git\+/, '').replace(/\.git$/, '');
const problems = [];

/** Fields that follow from where the repository is. */
function homeFields(folder) {
  if (home === undefined) return { repository: undefined, homepage: undefined, bugs: undefined };
  const directory = relative(root, folder).split(sep).join('/');
  return {
    repository: { type: 'git', url: `git+${home}.git`, directory },
    homepage: `${home}/tree/main/${directory}#readme`,
    bugs: `${home}/issues`,
  };
}

for (const { name, folder, manifest } of publicPackages(root)) {
  const file = join(folder, 'package.json');
  const wanted = homeFields(folder);
  for (const [field, value] of Object.entries(wanted)) {
    if (JSON.stringify(manifest[field]) === JSON.stringify(value)) continue;
    if (writes) manifest[field] = value;
    else problems.push(`${name}: ${field} is not ${JSON.stringify(value)}; \`node scripts/metadata.mjs --write\` puts it right`);
  }
  if (writes) writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
  if (!manifest.keywords?.length) problems.push(`${name}: has no keywords`);
  for (const field of ['description', 'license', 'engines', 'files'])
    if (manifest[field] === undefined) problems.push(`${name}: has no ${field}`);
  for (const [entry, target] of Object.entries(manifest.publishConfig?.exports ?? {}))
    if (typeof target === 'object' && target.default === undefined && target.import !== undefined)
      problems.push(`${name}: ${entry} has no condition "default", which require() needs`);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  if (manifest.exports !== undefined && !readme.includes(`TypeScript ${LEAST_TYPESCRIPT} or newer`))
    problems.push(`${name}: the README does not say "TypeScript ${LEAST_TYPESCRIPT} or newer"`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
