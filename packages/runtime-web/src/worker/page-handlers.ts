import type { Term } from '@beamline/beam-file';
import type { JavaScriptOperations, MachineAccess, OperationName } from '@beamline/javascript';
import {
  ErlangError,
  type ModuleSource,
  NEWEST_RELEASE,
  type NifContext,
  type NifLibrary,
  type NifSource,
  terms,
  toTerm,
  toValue,
  type UserNative,
} from '@beamline/runtime-core';
import type { WebHost } from '../web-host.js';
import type { Handlers } from './channel.js';
import type { PageCallers } from './page-callers.js';
import { pageNifContext } from './page-nif-context.js';
import type { PageValues, Release } from './page-values.js';

/** What a page does for its Worker. */
export interface PageParts {
  readonly host: WebHost;
  readonly values: PageValues;
  readonly callers: PageCallers;
  readonly machine: MachineAccess;
  readonly modules: Readonly<Record<string, ModuleSource>>;
  readonly natives: Readonly<Record<string, UserNative>>;
  readonly nifs: Readonly<Record<string, NifSource>>;
  /** What does the operations of the module `js`, if anything is granted. */
  operations(): Promise<JavaScriptOperations>;
}

/** What the Worker of a machine asks its page for. */
export function pageHandlers({ host, values, callers, machine, modules, natives, nifs, operations }: PageParts): Handlers {
  const libraries = new Map<string, { readonly library: NifLibrary; readonly otpRelease: number }>();
  const run = async (implementation: UserNative | undefined, args: unknown): Promise<Term> => {
    if (implementation === undefined) throw new ErlangError('error', terms.atom('badarg'), []);
    return toTerm(await implementation(...(args as readonly Term[]).map((arg) => toValue(arg))), 'result');
  };
  return {
    write: ([text]) => host.write(text as string),
    writeLine: ([text]) => host.writeLine(text as string),
    writeError: ([text]) => host.writeError(text as string),
    readInput: () => host.readInput(),
    function: ([id, args]) => run(values.functionOf(id as number), args),
    native: ([key, args]) => run(natives[key as string], args),
    module: ([name]) => (Object.hasOwn(modules, name as string) ? modules[name as string]?.() : undefined),
    nifs: async ([name, release]) => {
      const module = { name: name as string, otpRelease: release as number, has: () => true };
      const library = Object.hasOwn(nifs, module.name) ? await nifs[module.name]?.(module) : undefined;
      if (library === undefined) throw new TypeError(`there is no library for ${module.name}`);
      libraries.set(module.name, { library, otpRelease: module.otpRelease });
      return Object.keys(library.functions);
    },
    nif: async ([module, key, args, self, token]) => {
      const { library, otpRelease } = libraries.get(module as string) ?? { library: undefined, otpRelease: NEWEST_RELEASE };
      const context: NifContext = pageNifContext(values, machine, callers.caller(self as Term, token as number), otpRelease);
      const result = await library?.functions[key as string]?.(args as readonly Term[], context);
      return [result, callers.has(token as number)];
    },
    javascript: async ([name, args, self, token]) =>
      (await operations()).run(name as OperationName, args as readonly Term[], callers.caller(self as Term, token as number)),
    ended: ([token]) => callers.ended(token as number),
    release: ([all]) => values.release(all as readonly Release[]),
  };
}
