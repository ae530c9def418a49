import { type AvmEntry, readBeamFileWithoutCode, writeAvmFile } from '@beamline/beam-file';
import { applicationsOf, versionOf } from './applications.js';
import type { CodeSource } from './code-source.js';
import { PackError } from './pack-error.js';
import { packedModule, type StripOptions } from './packed-module.js';
import { Reachability } from './reachability.js';
import { functionText, type ReachedFunction, type ReachedModule } from './reached.js';
import { START, StartSource } from './start-source.js';

/** Where a program begins: a module, an application, or what has a name, an application if there is one. */
export type PackEntry = { readonly module: string } | { readonly application: string } | { readonly name: string };

/** What becomes of code that is not reached. */
export type TreeShaking =
  /** Each module that is reached is packed whole, with all that any of its functions reaches. */
  | 'none'
  /** Each module that is reached is packed whole, without what only its other functions would reach. */
  | 'modules'
  /** Functions that are not reached are left out, too. */
  | 'functions';

/** What `pack` takes. */
export interface PackOptions {
  /** Where modules are. */
  readonly code: CodeSource;
  /** One at least. All exported functions of an entry's modules may be called; applications are started by what the archive begins with. */
  readonly entries: readonly PackEntry[];
  /** Default: `modules`. */
  readonly treeShaking?: TreeShaking;
  /** True to leave out lines of the source, which stack traces have then none of. Default: false. */
  readonly stripLines?: boolean;
  /** What else may be called, for names that a program makes when it runs: `module`, `module:function` or `module:function/arity`. */
  readonly keep?: readonly string[];
}

/** A module in a pack. */
export interface PackedModule {
  readonly name: string;
  /** The application that it is part of; undefined if that is not known. */
  readonly application: string | undefined;
  /** Its file as it is packed. */
  readonly bytes: Uint8Array;
  /** Bytes of its file as it was found. */
  readonly originalSize: number;
  /** Functions that are packed, and those that there were. */
  readonly functions: number;
  readonly originalFunctions: number;
}

/** A module that is called and not in the pack. */
export interface MissingModule {
  readonly name: string;
  /** The function that calls it. */
  readonly calledBy: string;
}

/** A program in one file. */
export interface PackResult {
  /** The archive, in AtomVM's format `.avm`. */
  readonly archive: Uint8Array<ArrayBuffer>;
  /** Its modules, in the order of the archive. */
  readonly modules: readonly PackedModule[];
  /** The function of no arguments that the program begins with: the one that starts the applications, or `start` or `main` of an entry. */
  readonly start: { readonly module: string; readonly name: string } | undefined;
  /** Modules that are called and not there: what calls them fails with `undef`. */
  readonly missing: readonly MissingModule[];
  /** Modules for which OTP and Elixir have uses that no other code has named: see the rules in the README. `keep` keeps them. */
  readonly leftOut: readonly MissingModule[];
  /** Why a module is there: the functions from an entry to it, each with how it leads to the next. Throws PackError if it is not there. */
  why(module: string): readonly string[];
}

/** Callbacks of the behaviour `application`. */
const APPLICATION_CALLBACKS: readonly (readonly [string, number])[] = [
  ['start', 2],
  ['start_phase', 3],
  ['prep_stop', 1],
  ['stop', 1],
  ['config_change', 3],
];

/** Finds what a program needs, from its entries, and puts that into an archive. Rejects with PackError. */
export async function pack(options: PackOptions): Promise<PackResult> {
  const { entries, treeShaking = 'modules', stripLines = false, keep = [] } = options;
  if (entries.length === 0) throw new PackError('bad-option', 'there is no entry: name a module or an application to begin with');
  const { modules: names, applications: started } = await sorted(entries, options.code);
  const applications = await applicationsOf(started, options.code);
  const hasApplications = started.length > 0;
  const code = hasApplications ? new StartSource(options.code, applications, started) : options.code;
  const reach = await Reachability.over(code, { wholeModules: treeShaking === 'none', hasApplications });
  const own = [...names];
  for (const module of names) await enter(reach, module, 'an entry', code);
  if (hasApplications) await reach.start(START, 'starts the applications');
  for (const { name, startModule, modules } of applications) {
    if (startModule !== undefined)
      for (const [callback, arity] of APPLICATION_CALLBACKS)
        await reach.start(startModule, `starts and stops the application ${name}`, callback, arity);
    if (!started.includes(name)) continue;
    for (const module of modules) if (await reach.enter(module, `of the application ${name}, an entry`)) own.push(module);
  }
  for (const text of keep) await keepAlso(reach, text);
  await reach.follow();
  const strip = { functions: treeShaking === 'functions', lines: stripLines };
  const modules: PackedModule[] = [];
  for (const module of inOrder(reach, own)) modules.push(packed(module, strip, await code.applicationOf(module.facts.name)));
  const start = hasApplications ? { module: START, name: 'start' } : startOf(reach, names);
  const avm = modules.map(
    ({ name, bytes }): AvmEntry => ({ name: `${name}.beam`, isModule: true, isStart: name === start?.module, bytes }),
  );
  return {
    archive: writeAvmFile([...avm, ...(await releaseEntry(options.code))]),
    modules,
    start,
    missing: callers(reach.missing),
    leftOut: callers(reach.leftOut),
    why: (module) => why(reach, module),
  };
}

/** The file by whose name and version machines tell which release of OTP a program is packed with, to behave as that does. */
async function releaseEntry(code: CodeSource): Promise<AvmEntry[]> {
  const version = versionOf(await code.application('stdlib'));
  if (version === undefined) return [];
  const bytes = new TextEncoder().encode(`{application,stdlib,[{vsn,"${version}"}]}.\n`);
  return [{ name: `lib/stdlib-${version}/ebin/stdlib.app`, isModule: false, isStart: false, bytes }];
}

/** Which entries are modules, and which are applications. */
async function sorted(entries: readonly PackEntry[], code: CodeSource): Promise<{ modules: string[]; applications: string[] }> {
  const modules: string[] = [];
  const applications: string[] = [];
  for (const entry of entries) {
    if ('module' in entry) modules.push(entry.module);
    else if ('application' in entry) applications.push(entry.application);
    else if ((await code.application(entry.name)) !== undefined) applications.push(entry.name);
    else modules.push(entry.name);
  }
  return { modules, applications };
}

async function enter(reach: Reachability, module: string, how: string, code: CodeSource): Promise<void> {
  if (await reach.enter(module, how)) return;
  const elixir = `Elixir.${module}`;
  const advice = (await code.modules()).has(elixir)
    ? `did you mean ${elixir}?`
    : 'name the folder that its file is in as part of the code path';
  throw new PackError('no-entry', `there is no module ${module}: ${advice}`);
}

/** The function that a program begins with, by the habits of Erlang and Gleam. */
function startOf(reach: Reachability, modules: readonly string[]): { module: string; name: string } | undefined {
  for (const name of ['start', 'main'])
    for (const module of modules) if (reach.modules.get(module)?.facts.exports.has(`${name}/0`) === true) return { module, name };
  return undefined;
}

function callers(calls: ReadonlyMap<string, ReachedFunction>): MissingModule[] {
  return [...calls].map(([name, by]) => ({ name, calledBy: functionText(by) }));
}

async function keepAlso(reach: Reachability, text: string): Promise<void> {
  const [, module = '', name, arity] = /^([^:]+)(?::([^/]+)(?:\/(\d+))?)?$/.exec(text) ?? [];
  const how = 'kept as asked';
  const found =
    name === undefined
      ? await reach.keepWhole(module, how)
      : await reach.enter(module, how, name, arity === undefined ? undefined : Number(arity));
  if (!found)
    throw new PackError('bad-option', `there is nothing to keep that is ${text}: write module, module:function or module:function/arity`);
}

/** The modules with those of the entries first, the others by name. */
function inOrder(reach: Reachability, own: readonly string[]): ReachedModule[] {
  const first = new Set(own);
  const others = [...reach.modules.keys()].filter((name) => !first.has(name)).sort();
  return [...first, ...others].flatMap((name) => reach.modules.get(name) ?? []);
}

function packed(module: ReachedModule, strip: StripOptions, application: string | undefined): PackedModule {
  const { facts } = module;
  const bytes = packedModule(module, strip);
  return {
    name: facts.name,
    application,
    bytes,
    originalSize: facts.bytes.length,
    functions: readBeamFileWithoutCode(bytes).code.functionCount,
    originalFunctions: facts.functions.length,
  };
}

function why(reach: Reachability, name: string): string[] {
  const module = reach.modules.get(name);
  if (module === undefined) throw new PackError('bad-option', `the module ${name} is not in the pack: nothing reaches it`);
  const steps: string[] = module.first === undefined ? [`loads ${name} by a name that the program computes`] : [];
  for (let at = module.first ?? module.askedBy; at !== undefined; at = at.from)
    steps.unshift(...(at.from === undefined ? [`${functionText(at)}: ${at.how}`] : [`${at.how} ${functionText(at)}`]));
  return steps;
}
