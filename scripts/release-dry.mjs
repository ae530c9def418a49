// Does all of a release but the publishing: packs the packages, and uses them from the tarballs alone, as their users would.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installFromTarballs } from './release/blank-project.mjs';
import { movedByBumps } from './release/bumps.mjs';
import { publicPackages } from './release/packages.mjs';
import { layExamples, runExample } from './release/readme-examples.mjs';
import { forEach, runCommand } from './release/run.mjs';
import { checkStatedImports } from './release/stated-imports.mjs';
import { packPackages } from './release/tarballs.mjs';
import { checkTypes, typescriptVersions } from './release/type-checks.mjs';

const root = process.cwd();
const target = mkdtempSync(join(tmpdir(), 'beamline-release-'));
const began = Date.now();

/** Does a step and says how it went, with the time since the beginning. */
async function step(name, work) {
  const result = await work();
  console.log(
    `${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${name}${typeof result === 'string' ? `: ${result}` : ''}`,
  );
  return result;
}

const short = (name) => name.replace('@beamline/', '');

try {
  const packages = publicPackages(root);
  await step('looked at what built files import', () => packages.forEach(checkStatedImports));
  const tarballs = await packPackages(root, mkdirIn('tarballs'));
  const bytes = [...tarballs.values()].reduce((sum, path) => sum + statSync(path).size, 0);
  await step('packed', () => `${packages.length} packages, ${Math.round(bytes / 1024)} KiB`);

  const dependencies = Object.fromEntries([...tarballs.keys()].map((name) => [name, '*']));
  const devDependencies = { ...typescriptVersions(root), '@types/node': '20', esbuild: '0.28.2', vite: '8.3.8' };
  for (const manager of ['pnpm', 'npm']) {
    const project = mkdirIn(manager);
    await step(`installed with ${manager}`, () =>
      installFromTarballs(
        project,
        { name: 'blank', private: true, type: 'module', dependencies, devDependencies },
        tarballs,
        manager,
        root,
      ),
    );
    const examples = layExamples(root, packages, project);
    if (manager === 'pnpm') await step('checked types', async () => `${await checkTypes(root, project, packages, examples)} ways`);
    await step('ran the examples of the READMEs', async () => {
      const results = await forEach(examples, async (example) => `${short(example.name)} ${await runExample(root, project, example)}`);
      return results.filter((result) => !result.endsWith(' ran')).join(', ');
    });
    await step('loaded all packages with require()', () => requireAll(project, packages));
    await step('bundled with esbuild', () => bundle(project));
  }

  const moved = await movedByBumps(root, packages);
  console.log('\nA new version of … gives new versions to:');
  for (const [name, others] of moved) console.log(`  ${short(name).padEnd(16)} ${others.map(short).join(', ') || '–'}`);
  console.log('\nReady for a release.');
} catch (error) {
  console.error(`\nNot ready for a release: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(target, { recursive: true, force: true, maxRetries: 3 });
}

function mkdirIn(name) {
  const folder = join(target, name);
  mkdirSync(folder);
  return folder;
}

/** Node has `require()` of modules from 20.19 and 22.12 on. */
async function requireAll(project, packages) {
  if (process.features.require_module !== true) return 'this Node cannot';
  const names = packages.filter(({ manifest }) => manifest.publishConfig?.exports?.['.'] !== undefined).map(({ name }) => name);
  const script = `for (const name of ${JSON.stringify(names)}) if (Object.keys(require(name)).length === 0) throw new Error(name + ' has no exports');`;
  writeFileSync(join(project, 'require-all.cjs'), script);
  await runCommand('node --no-warnings require-all.cjs', project);
  return undefined;
}

/** The assembler for a page: what is bundled must be small, and run. */
async function bundle(project) {
  const script =
    'import { CodeEmitter } from "@beamline/wasm-asm"; const c = new CodeEmitter(); c.i32.const(1); console.log(c.buffer.slice().join());';
  const esbuild = join(project, 'node_modules', '.bin', 'esbuild');
  const bundled = join(project, 'bundled.mjs');
  writeFileSync(join(project, 'to-bundle.mjs'), script);
  await runCommand(`"${esbuild}" to-bundle.mjs --bundle --minify --format=esm --log-level=error --outfile="${bundled}"`, project);
  const written = (await runCommand(`node "${bundled}"`, target)).trim();
  if (written !== '65,1') throw new Error(`the bundle of @beamline/wasm-asm wrote ${written} for i32.const 1`);
  return `@beamline/wasm-asm, ${Math.round(statSync(bundled).size / 1024)} KiB`;
}
