// Writes the map of the packages into CONTRIBUTING.md, from their manifests; with --check says whether it is there as it should be.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependantsOf } from './release/bumps.mjs';
import { publicPackages } from './release/packages.mjs';

const BEGIN = '<!-- dependency map, written by scripts/dependency-map.mjs -->\n';
const END = '<!-- end of the dependency map -->';
const root = process.cwd();
const file = join(root, 'CONTRIBUTING.md');
const packages = publicPackages(root);
const short = (name) => name.replace('@beamline/', '');
const listed = (names) => names.map(short).join(', ') || '–';
const dependants = dependantsOf(packages);
const ours = new Set(packages.map(({ name }) => name));
const rows = packages.map(({ name, manifest }) => {
  const stated = Object.keys(manifest.dependencies ?? {}).filter((dependency) => ours.has(dependency));
  return `| \`${short(name)}\` | ${listed(stated.sort())} | ${listed(dependants.get(name))} |\n`;
});
const map = `| package | depends on | a change may be noticed in |\n| --- | --- | --- |\n${rows.join('')}`;

const text = readFileSync(file, 'utf8');
const begin = text.indexOf(BEGIN);
const end = text.indexOf(END);
if (begin < 0 || end < begin) throw new Error(`${file} has no place for the map`);
const wanted = text.slice(0, begin + BEGIN.length) + map + text.slice(end);
if (process.argv.includes('--check')) {
  if (text !== wanted) {
    console.error('The map of the packages in CONTRIBUTING.md is not that of their manifests: node scripts/dependency-map.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, wanted);
}
