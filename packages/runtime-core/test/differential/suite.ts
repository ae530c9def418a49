import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Term } from '@beamline/beam-file';
import { describe, expect, it } from 'vitest';
import { type MachineOptions, Runtime } from '../../src/index.js';
import { testHost } from '../test-host.js';
import { type Case, differences, readCases } from './cases.js';

const NIL: Term = { kind: 'nil' };
/** Those that are about calls, frames and exceptions, and not about times or much data. */
const TRACED_TOPICS: ReadonlySet<string> = new Set(['control', 'exceptions', 'funs', 'lists', 'messages', 'programs', 'records', 'terms']);
const here = new URL('./', import.meta.url);
/** A folder of random modules to run in place of the committed ones: see ../random/run.sh. */
const given = process.env.DIFFERENTIAL;
/** Which modules to run, a name in which `*` stands for any text. Default: all. */
const pattern = process.env.DIFFERENTIAL_MODULE;
const selected = new RegExp(`^${(pattern ?? '*').replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`);

/** Names of the files in a folder with an extension, without it. */
function names(folder: URL, extension: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length));
}

/** The modules of this folder that were compiled by a release, or of `otp29-only`. */
export function compiledBy(release: string): string[] {
  return names(new URL(`${release}/`, here), '.beam');
}

/** The folders of sources. */
export function topics(): string[] {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('otp'))
    .map((entry) => entry.name);
}

/** The modules whose sources are in a folder. */
export function modulesOf(topic: string): string[] {
  return names(new URL(`${topic}/`, here), '.erl');
}

/** The outcomes that the real Erlang gave for a module as a release compiled it. */
function casesOf(release: string, module: string, folder: URL): Case[] {
  const results = release === 'otp29' ? 'otp25' : release;
  return readCases(readFileSync(new URL(`${results}/${module}.jsonl`, folder), 'utf8'));
}

/** Runs all cases of a module. */
async function check(folder: URL, release: string, module: string, options: MachineOptions, isTraced = false): Promise<void> {
  const runtime = await Runtime.create(testHost(), { otpRelease: release === 'otp29-only' ? 29 : 25, ...options });
  await runtime.load(readFileSync(new URL(`${release}/${module}.beam`, folder)));
  if (isTraced) await traceAll(runtime, module);
  const all = casesOf(release, module, folder);
  const found = await differences(runtime, module, all);
  if (found.length > 0) expect.fail(`${found.length} of ${all.length} calls differ:\n${found.slice(0, 20).join('\n')}`);
}

/** Has all calls of a module's functions be traced in new processes, and where they return to, for a tracer that drops what it gets. */
async function traceAll(runtime: Runtime, module: string): Promise<void> {
  const mailbox = runtime.mailbox();
  const drop = async (): Promise<never> => {
    for (;;) await mailbox.receiveTerm();
  };
  // It ends with the mailbox.
  drop().catch(() => undefined);
  const atom = (name: string): Term => ({ kind: 'atom', name });
  const tuple = (...elements: Term[]): Term => ({ kind: 'tuple', elements });
  const list = (...elements: Term[]): Term => (elements.length === 0 ? NIL : { kind: 'list', elements, tail: NIL });
  const flags = list(atom('call'), atom('return_to'), atom('arity'), tuple(atom('tracer'), mailbox.pid.term));
  await runtime.callTerm('erts_internal', 'trace', [atom('new'), atom('true'), flags]);
  const specification = list(tuple(atom('_'), NIL, list(tuple(atom('message'), tuple(atom('caller'))))));
  const count = await runtime.callTerm('erts_internal', 'trace_pattern', [
    tuple(atom(module), atom('_'), atom('_')),
    specification,
    list(atom('local')),
  ]);
  expect(count.kind === 'integer' && count.value > 0).toBe(true);
}

/** Runs the modules of a folder, in each way in which a machine can be made. */
export function differential(topic: string): void {
  const folder = given === undefined ? here : pathToFileURL(`${given}/`);
  const all = given === undefined ? topics().flatMap(modulesOf) : names(new URL('otp25/', folder), '.beam');
  if (!all.some((name) => selected.test(name))) throw new Error(`DIFFERENTIAL_MODULE=${pattern ?? ''} matches no module`);
  const modules = (given === undefined ? modulesOf(topic) : all).filter((name) => selected.test(name));
  if (modules.length === 0) {
    it.runIf(false)(`DIFFERENTIAL_MODULE=${pattern ?? ''} matches no module of ${topic}`, () => undefined);
    return;
  }
  const onlyOf29 = new Set(given === undefined ? compiledBy('otp29-only') : []);
  const of29 = new Set(given === undefined ? compiledBy('otp29') : []);
  const options = { timeout: 60_000 };
  describe.each(modules)('%s as the real Erlang', (module) => {
    const release = onlyOf29.has(module) ? 'otp29-only' : 'otp25';
    it('gives the same results and errors', options, () => check(folder, release, module, {}));
    it('does so when it collects at every allocation', options, () => check(folder, release, module, { collectAlways: true }));
    it('does so without tail calls of the engine', options, () => check(folder, release, module, { tailCalls: false }));
    it('does so in functions that are cut into parts', options, () =>
      check(folder, release, module, { functionBytes: 200, tailCalls: false, nativeDepth: 16 }),
    );
    it('does so when the native stack is unwound all the time', options, () => check(folder, release, module, { nativeDepth: 16 }));
    if (TRACED_TOPICS.has(topic)) {
      it('does so when all its calls are traced', options, () => check(folder, release, module, {}, true));
      it('does so when they are, and the native stack is unwound all the time', options, () =>
        check(folder, release, module, { nativeDepth: 16, tailCalls: false }, true),
      );
    }
    if (of29.has(module)) it('does so as compiled by OTP 29', options, () => check(folder, 'otp29', module, {}));
  });
}
