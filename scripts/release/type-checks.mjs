import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryPoints } from './packages.mjs';
import { forEach, runCommand } from './run.mjs';

/** The least TypeScript that the packages' types are for; the READMEs state it. */
export const LEAST_TYPESCRIPT = '5.7';

/** The versions that programs are checked with: the least, as it came out last, and the newest that the repository knows. */
export function typescriptVersions(root) {
  const [, newest] = /typescript-native: npm:typescript@(\S+)/.exec(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) ?? [];
  return { 'typescript-least': `npm:typescript@~${LEAST_TYPESCRIPT}.0`, 'typescript-newest': `npm:typescript@${newest}` };
}

const resolutions = [
  { name: 'node16', module: 'node16', moduleResolution: 'node16' },
  { name: 'nodenext', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'bundler', module: 'esnext', moduleResolution: 'bundler' },
];

/** An error that is in the types of somebody else's package. */
function isOfOthers(line) {
  const [file] = line.split('(');
  return file.includes('node_modules/') && !file.replace(/.*node_modules\//, '').startsWith('@beamline/');
}

/** The errors that a compiler writes, if any; fails if it fails without any. */
async function linesOf(command, cwd) {
  try {
    await runCommand(command, cwd);
    return [];
  } catch (error) {
    const lines = String(error.cause.stdout)
      .split('\n')
      .filter((line) => line.includes('error TS'));
    if (lines.length === 0) throw error;
    return lines;
  }
}

/**
 * Type-checks the READMEs' examples, and a program that imports each entry point of each package and uses it, under each version and
 * resolution, with the types of the packages themselves.
 * @returns how many checks there were
 */
export async function checkTypes(root, project, packages, examples) {
  const programs = packages.flatMap((each) => entryPoints(each)).filter((entry) => entry !== '@beamline/runtime-node/cluster-worker');
  const lines = programs.flatMap((entry, i) =>
    entry === '@beamline/unplugin/client'
      ? [`import '${entry}';`]
      : [`import * as m${i} from '${entry}';`, `export const names${i}: string[] = Object.keys(m${i});`],
  );
  // What `any` would hide: a type that was not found is one.
  lines.push(
    "import { encodeU32 } from '@beamline/leb128';",
    '// @ts-expect-error',
    "encodeU32('a', 0, 1);",
    "import { createRuntime } from '@beamline/runtime-node';",
    '// @ts-expect-error',
    'createRuntime({ codePaths: 1 });',
  );
  writeFileSync(join(project, 'entries.mts'), `${lines.join('\n')}\n`);
  const checks = Object.keys(typescriptVersions(root)).flatMap((compiler) =>
    resolutions.map((resolution) => ({ compiler, ...resolution })),
  );
  await forEach(checks, async ({ compiler, name, module, moduleResolution }) => {
    const config = join(project, `tsconfig.${compiler}.${name}.json`);
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2023', 'dom'],
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
    };
    const sources = examples.map(({ source }) => source).filter((source) => source.endsWith('.ts'));
    writeFileSync(config, JSON.stringify({ compilerOptions, files: [...sources, join(project, 'entries.mts')] }));
    const lines = await linesOf(`node "${join(project, 'node_modules', compiler, 'bin', 'tsc')}" -p "${config}" --pretty false`, project);
    const errors = lines.filter((line) => !isOfOthers(line));
    if (errors.length > 0) throw new Error(`types, ${compiler}, ${name}:\n${errors.slice(0, 20).join('\n')}`);
  });
  return checks.length;
}
