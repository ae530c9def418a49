import { type AvmEntry, writeAvmFile } from '@beamline/beam-file';
import type { CodeSource } from './code-source.js';
import { PackError } from './pack-error.js';
import { packedModule } from './packed-module.js';
import { Reachability } from './reachability.js';
import { functionText, type ReachedModule } from './reached.js';

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
  /** One at least. All exported functions of an entry's modules may be called. */
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
  /** Its file as it is packed. */
  readonly bytes: Uint8Array;
  /** Bytes of its file as it was found. */
  readonly originalSize: number;
  /** Functions that are packed, and those that there were. */
  readonly functions: number;
  readonly originalFunctions: number;
}

/** A module that is called and not in the code path. */
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
  /** The module whose `start/0` runs the program; undefined if no entry has that. */
  readonly start: string | undefined;
  /** Modules that are called and not there: what calls them fails with `undef`. */
  readonly missing: readonly MissingModule[];
  /** Why a module is there: the functions from an entry to it, each with how it leads to the next. Throws PackError if it is not there. */
  why(module: string): readonly string[];
}

/** Finds what a program needs, from its entries, and puts that into an archive. Rejects with PackError. */
export async function pack(options: PackOptions): Promise<PackResult> {
  const { code, entries, treeShaking = 'modules', stripLines = false, keep = [] } = options;
  if (entries.length === 0) throw new PackError('bad-option', 'there is no entry: name a module or an application to begin with');
  const reach = await Reachability.over(code, { wholeModules: treeShaking === 'none', hasApplications: false });
  const own: string[] = [];
  for (const entry of entries) {
    if ('module' in entry) own.push(entry.module);
    else if ('name' in entry) own.push(entry.name);
  }
  for (const module of own) await enter(reach, module, 'entry', code);
  for (const text of keep) await keepAlso(reach, text);
  await reach.follow();
  const strip = { functions: treeShaking === 'functions', lines: stripLines };
  const modules = inOrder(reach, own).map((module) => packed(module, strip));
  const start = own.find((name) => reach.modules.get(name)?.facts.exports.has('start/0') === true);
  const avm = modules.map(({ name, bytes }): AvmEntry => ({ name: `${name}.beam`, isModule: true, isStart: name === start, bytes }));
  return {
    archive: writeAvmFile(avm),
    modules,
    start,
    missing: [...reach.missing].map(([name, by]) => ({ name, calledBy: functionText(by) })),
    why: (module) => why(reach, module),
  };
}

async function enter(reach: Reachability, module: string, how: string, code: CodeSource): Promise<void> {
  if (await reach.enter(module, how)) return;
  const elixir = `Elixir.${module}`;
  const advice = (await code.modules()).has(elixir)
    ? `did you mean ${elixir}?`
    : 'name the folder that its file is in as part of the code path';
  throw new PackError('no-entry', `there is no module ${module}: ${advice}`);
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

function packed(module: ReachedModule, strip: { readonly functions: boolean; readonly lines: boolean }): PackedModule {
  const { facts, functions } = module;
  const bytes = packedModule(module, strip);
  const reached = functions.reduce((count, each) => count + (each === undefined ? 0 : 1), 0);
  return {
    name: facts.name,
    bytes,
    originalSize: facts.bytes.length,
    functions: strip.functions ? reached : facts.functions.length,
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
