import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { snippets } from './snippets.js';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));
const beamline = path.join(packages, 'runtime-node', 'dist', 'beamline.js');

/** Packages of others that the site has its readers install. */
const OTHERS = ['vite'];

/** The words of a command, as a shell reads them: quotes of both kinds, nothing else. */
export function words(line: string): string[] {
  const read: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) read.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  return read;
}

/** Whether a program is on the path. */
function isOnPath(program: string): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.bat`, `${program}.cmd`] : [program];
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => names.some((name) => existsSync(path.join(folder, name))));
}

/** Runs Node in a folder; what it prints to the standard output. Rejects with what it printed to the other if it fails. */
export async function runNode(args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } });
  return stdout.replaceAll('\r\n', '\n');
}

/** The arguments of Node without those by which it waits for a debugger or writes a profile beside the program. */
export function withoutDebugger(args: readonly string[]): string[] {
  return args.filter((word) => word !== '--inspect-brk' && word !== '--cpu-prof');
}

/** Makes sure that packages can be installed once they are published: they are ours and public, or known. */
function checkInstallable(names: readonly string[]): void {
  for (const name of names) {
    if (OTHERS.includes(name)) continue;
    const manifest = path.join(packages, name.replace('@beamline/', ''), 'package.json');
    if (!existsSync(manifest)) throw new Error(`no package of this repository is named ${name}`);
    const { name: own, private: isPrivate } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; private?: boolean };
    if (own !== name || isPrivate === true) throw new Error(`${name} is not published`);
  }
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Runs a command of npm as far as nothing needs to be published. */
async function runNpm(args: readonly string[], cwd: string): Promise<string> {
  const [command, ...rest] = args;
  if (command === 'create')
    return await runNode(
      [path.join(packages, 'create-beamline', 'dist', 'create-beamline.js'), ...rest.slice(1).filter((word) => word !== '--')],
      cwd,
    );
  if (command === 'install' && rest.length > 0) {
    checkInstallable(rest.filter((word) => !word.startsWith('-')));
    return '';
  }
  const manifest = JSON.parse(readFileSync(path.join(cwd, 'package.json'), 'utf8')) as Manifest;
  if (command === 'install') {
    checkInstallable(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
    return '';
  }
  const script = manifest.scripts[command === 'run' ? (rest[0] ?? '') : (command ?? '')];
  const [program, ...scriptArgs] = words(script ?? '');
  if (program === 'node') return await runNode(scriptArgs, cwd);
  // The development server runs until it is stopped: building the page shows that all is there.
  if (program === 'vite')
    return await runNode([path.join(cwd, '..', 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], cwd);
  throw new Error(`npm ${args.join(' ')} runs ${script}, which this test does not know`);
}

/** Compilers that are not here everywhere: what they make is committed, and compared with the sources by digests. */
function checkCompiled(program: string, files: readonly string[], project: string): void {
  const compiled = JSON.parse(readFileSync(path.join(snippets, 'compiled.json'), 'utf8')) as Record<string, string>;
  const named = program === 'gleam' ? ['src/hello.gleam'] : files;
  for (const file of named)
    if (compiled[`${project}/${file}`] === undefined) throw new Error(`${file} of ${project} has no compiled module: run make.mjs`);
}

/** Runs the commands of a script in a copy of its project, one after the other; what they print. Rejects for one that it does not know. */
export async function runCommands(script: string, project: string, folder: string): Promise<string> {
  let cwd = folder;
  let printed = '';
  for (const line of script.split('\n').filter((each) => each !== '')) {
    const [program = '', ...args] = words(line);
    if (program === 'cd') cwd = path.join(cwd, args[0] ?? '');
    else if (program === 'npm') printed += await runNpm(args, cwd);
    else if (program === 'npx' && args[0] === 'beamline') printed += await runNode([beamline, ...args.slice(1)], cwd);
    else if (program === 'npx' && args[0] === 'vite' && args.length === 1)
      await runNode([path.join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], cwd);
    else if (program === 'node') printed += await runNode(withoutDebugger(args), cwd);
    else if (program === 'erlc' || program === 'elixirc' || program === 'gleam') {
      checkCompiled(program, args, project);
      if (isOnPath(program)) await run(program, args, { cwd });
    } else throw new Error(`${line}: a command that this test does not know`);
  }
  return printed;
}

/** Runs a script in Node, with its types taken away if it has some; what it prints. */
export async function runScript(file: string, folder: string): Promise<string> {
  if (!file.endsWith('.ts')) return await runNode([file], folder);
  const { code } = await transform(readFileSync(path.join(folder, file), 'utf8'), { loader: 'ts', format: 'esm' });
  return await runNode(['--input-type=module', '--eval', code], folder);
}
