import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AvmEntry, writeAvmFile } from '@beamline/beam-file';
import { type BrowserKind, browsers, startBrowser } from '@beamline/browsers';
import type { AtomVmOutcome } from '../engines/atomvm-engine.js';
import { failure, type ProgramResult, WrongResult } from '../measuring/program-result.js';
import { summarizeTimes } from '../measuring/timing.js';
import { appFolder, atomVmFolder, type Program } from '../programs.js';
import { linesOf } from './command-lines.js';
import { startPageServer } from './page-server.js';
import type { AbsentPeer, Peer, PeerRun } from './peer.js';

/** Popcorn's package, which has AtomVM compiled to WebAssembly. */
const PACKAGE = '@swmansion/popcorn';
const VERSION = '0.3.3';

/** Milliseconds that a program may take with all its runs. */
const LIMIT = 60_000;

const TITLE = 'AtomVM (Popcorn), Chromium';

/** Modules that are in each archive: what measures, and what AtomVM has in libraries that the package comes without. */
const SUPPORT = ['atomvm_time', 'erlang', 'maps'];

/** AtomVM in a page in Chromium, from Popcorn's npm package, which npm fetches into a folder that is not committed. */
export const atomVmPeer: Peer = {
  title: TITLE,
  async run(programs, _rule, tell): Promise<PeerRun | AbsentPeer> {
    const chromium = browsers.find(({ name }) => name === 'Chromium');
    if (chromium === undefined || !chromium.installed) return { title: TITLE, reason: 'Chromium is not installed' };
    let folder: string;
    try {
      folder = await fetchPackage();
    } catch (error) {
      return { title: TITLE, reason: `npm cannot fetch ${PACKAGE}: ${error instanceof Error ? error.message : String(error)}` };
    }
    const server = await startPageServer('atomvm-engine.js', [{ prefix: '/atomvm/', folder: join(folder, 'dist') }], (path) => {
      const name = /^\/archives\/(\w+)$/.exec(path)?.[1];
      const program = programs.find((each) => each.name === name);
      return Promise.resolve(program === undefined ? undefined : archiveOf(program));
    });
    const results: ProgramResult[] = [];
    let userAgent = '';
    try {
      for (const program of programs) {
        const outcome = await runProgram(chromium, server.origin, program.name);
        userAgent = outcome.userAgent;
        const result = readOutcome(outcome, program);
        results.push(result);
        tell(result);
      }
    } catch (error) {
      return { title: TITLE, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      await server.close();
    }
    return {
      id: 'atomvm-chromium',
      system: 'atomvm',
      title: TITLE,
      version: `${PACKAGE} ${VERSION} (${userAgent})`,
      how: `A browser for each program; the package's build of AtomVM, an interpreter, which is one with checks on (its build script asks for debug-wasm); the same .beam files; measured inside by atomvm_time.erl; up to three runs, none to warm up, no further one after 10 s, given up after ${LIMIT / 1000} s. What AtomVM has in Erlang libraries, which the package comes without, is in programs/atomvm.`,
      programs: results,
    };
  },
};

/** Where the package is once npm has fetched it. */
async function fetchPackage(): Promise<string> {
  const prefix = appFolder('node_modules/.cache/popcorn');
  const folder = join(prefix, 'node_modules', PACKAGE);
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version === VERSION) return folder;
  mkdirSync(prefix, { recursive: true });
  const args = ['install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${PACKAGE}@${VERSION}`];
  for await (const _ of linesOf({ file: 'npm', args, shell: process.platform === 'win32' }));
  return folder;
}

function archiveOf({ name, bytes }: Program): Uint8Array {
  const support = SUPPORT.map((module, i): AvmEntry => {
    const file = `${module}.beam`;
    return { name: file, isModule: true, isStart: i === 0, bytes: readFileSync(join(atomVmFolder, file)) };
  });
  return writeAvmFile([...support, { name: `${name}.beam`, isModule: true, isStart: false, bytes }]);
}

/** A browser of its own for each: a program that does not end keeps its threads busy, and one that fails may take all memory. */
async function runProgram(chromium: BrowserKind, origin: string, name: string): Promise<AtomVmOutcome & { readonly userAgent: string }> {
  const browser = await startBrowser(chromium);
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/`);
    const userAgent = await page.evaluate(() => globalThis.atomVmEngine.userAgent());
    try {
      const outcome = await page.evaluate(({ program, limit }) => globalThis.atomVmEngine.run(program, limit), {
        program: name,
        limit: LIMIT,
      });
      return { ...outcome, userAgent };
    } catch (error) {
      return { lines: [], problem: error instanceof Error ? error.message : String(error), userAgent };
    }
  } finally {
    await browser.close();
  }
}

/** Reads what `atomvm_time` has printed. */
export function readOutcome({ lines, problem }: AtomVmOutcome, { name, expected }: Pick<Program, 'name' | 'expected'>): ProgramResult {
  const times = lines.flatMap((line) => {
    const [, microseconds] = /^\{time,(\d+)\}$/.exec(line) ?? [];
    return microseconds === undefined ? [] : [Number(microseconds) / 1000];
  });
  const result = lines.flatMap((line) => /^\{(?:result|failed),(.*)\}$/.exec(line)?.slice(1) ?? []).at(-1);
  if (result === undefined) return failure(name, new Error(problem ?? (lines.join(' ') || 'it printed no result')));
  // It writes strings without the backslashes before quotes in them.
  if ((result !== expected && result !== expected.replaceAll('\\"', '"')) || times.length === 0)
    return failure(name, new WrongResult(result, expected));
  return { name, result, correct: true, timing: summarizeTimes(times) };
}
