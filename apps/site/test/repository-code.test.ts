import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryPages, repositoryRoot } from '../.vitepress/repository-pages.js';
import { runCommands, runNode, withoutDebugger, words } from './commands.js';
import { copyProject } from './project-copy.js';
import { shellScripts, snippets } from './snippets.js';

/** A block of code in a text of the repository. */
interface Block {
  readonly file: string;
  readonly language: string;
  readonly code: string;
}

/** The blocks that somebody could run: those with a language, but for what is marked as a fragment of something. */
const blocks: readonly Block[] = ['README.md', ...repositoryPages.map(({ file }) => file)].flatMap((file) => {
  const text = readFileSync(path.join(repositoryRoot, file), 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/^```(\w+)( fragment)?\n([\s\S]*?)^```$/gm)]
    .filter(([, , fragment]) => fragment === undefined)
    .map(([, language = '', , code = '']) => ({ file, language, code }));
});

/** Texts of all sources and tests of the packages, and of the snippets: what is compiled or run. */
const sources: readonly string[] = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(path.join(repositoryRoot, folder)).flatMap((name) =>
    ['src', 'assembly', 'test', 'snippets', 'templates'].flatMap((part) => {
      const place = path.join(repositoryRoot, folder, name, part);
      try {
        return readdirSync(place, { recursive: true })
          .filter((file) => /\.(ts|js|erl|ex|gleam|html)$/.test(String(file)))
          .map((file) => readFileSync(path.join(place, String(file)), 'utf8').replaceAll('\r\n', '\n'));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      }
    }),
  ),
);

/** Blocks that a test takes out of the text and runs. */
const taken: Readonly<Record<string, string>> = { 'packages/cluster/README.md': 'packages/runtime-node/test/cluster.test.ts' };

const code = blocks.filter(({ language }) => language !== 'sh');
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ file, code: lines }) => lines.split('\n').map((line) => [file, line.replace(/\s+#.*$/, '')] as const))
  .filter(([, line]) => line !== '');

test.each(code.map((block) => [block.file, block.code.split('\n', 1)[0] ?? '', block] as const))(
  'in %s the block that begins with %s is in a file that is compiled or run',
  (file, _first, block) => {
    const by = taken[file];
    if (by !== undefined) {
      const [, folder = ''] = file.split('/');
      expect(readFileSync(path.join(repositoryRoot, by), 'utf8')).toContain(`${folder}/README.md`);
    } else expect(sources.some((source) => source.includes(block.code.trimEnd()))).toBe(true);
  },
);

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const manifests: readonly Manifest[] = [
  '.',
  ...['packages', 'apps'].flatMap((folder) => readdirSync(path.join(repositoryRoot, folder)).map((name) => `${folder}/${name}`)),
].map((folder) => JSON.parse(readFileSync(path.join(repositoryRoot, folder, 'package.json'), 'utf8')) as Manifest);

/** Scripts of the package of a name; of the root without one. */
function scriptsOf(name = 'beamline-monorepo'): readonly string[] {
  return Object.keys(manifests.find((manifest) => manifest.name === name)?.scripts ?? {});
}

describe('commands', () => {
  const shown = shellScripts.flatMap((file) => readFileSync(path.join(snippets, file), 'utf8').split('\n'));
  const beamline = path.join('packages', 'runtime-node', 'dist', 'beamline.js');

  test.each(commands)('%s: %s', { timeout: 60_000 }, async (_file, line) => {
    // Those that are a snippet's, too, are run there.
    if (shown.includes(line) || shown.includes(`npx ${line}`)) return;
    const [program = '', ...args] = words(line);
    if (program === 'npm' && args[0] === 'run') expect(scriptsOf()).toContain(args[1]);
    else if (program === 'npm' && args.length === 1 && args[0] !== 'create') expect(scriptsOf()).toContain(args[0]);
    else if (program === 'npx' && args[0] === 'pnpm' && args[1] === '--filter') expect(scriptsOf(args[2])).toContain(args[3]);
    else if (program === 'beamline') await runNode([beamline, ...args], repositoryRoot);
    else if (program === 'node') await runNode(withoutDebugger(args), repositoryRoot);
    else if (program === 'npm' && args[0] === 'create') {
      const { folder, remove } = copyProject('node');
      await runCommands(line, 'node', folder).finally(remove);
    } else throw new Error('a command that this test does not know: a snippet shows how it is run');
  });
});
