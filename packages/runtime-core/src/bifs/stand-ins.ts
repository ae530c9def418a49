import type { Term } from '@beamline/beam-file';
import { atom, binary, boolean, characters, list, NIL, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { failure, loadModule, rested } from './code.js';
import { halt } from './system.js';

/** Looks for a module in the code path and loads it. */
async function loadFile(module: string, machine: BifContext): Promise<Term> {
  const bytes = await machine.host.findModule?.(module);
  return bytes === undefined ? failure('nofile') : loadModule(module, bytes, machine);
}

/** Loads the modules that are not loaded yet; which of them cannot be, the last one first as in OTP. */
async function ensureLoaded(modules: readonly string[], machine: BifContext): Promise<Term> {
  const errors: Term[] = [];
  for (const name of new Set(modules)) {
    const result = machine.isLoaded(name) ? undefined : await loadFile(name, machine);
    const [tag, reason] = result?.kind === 'tuple' ? result.elements : [];
    if (tag?.kind === 'atom' && tag.name === 'error' && reason !== undefined) errors.unshift(tuple(atom(name), reason));
  }
  return errors.length === 0 ? atom('ok') : tuple(atom('error'), list(errors));
}

function atomsOf(term: Term | undefined): string[] {
  if (term?.kind === 'nil') return [];
  return term?.kind === 'list' && term.tail.kind === 'nil' ? term.elements.map(atomOf) : badarg();
}

/** What is set for an application: of `crypto`, which does not load without, what its own file sets. */
function setting(application: Term | undefined, key: Term | undefined): Term | undefined {
  return atomOf(application) === 'crypto' && atomOf(key) === 'fips_mode' ? atom('false') : undefined;
}

/**
 * What programs ask of OTP's `init`, code server and applications, for a machine in which OTP is not started. Once it is, its own modules take
 * their place.
 */
export const standInBifs: HostBifs = {
  'application:load/1': ([application]) => {
    atomOf(application);
    return atom('ok');
  },
  'application:get_env/2': ([application, key]) => {
    const value = setting(application, key);
    return value === undefined ? atom('undefined') : tuple(atom('ok'), value);
  },
  'application:get_env/3': ([application, key, otherwise]) => setting(application, key) ?? otherwise ?? badarg(),
  'code:priv_dir/1': ([application]) => characters(`/lib/${atomOf(application)}/priv`),
  'code:load_binary/3': ([module, , bytes], machine) => loadModule(atomOf(module), bytesOf(bytes), machine),
  'code:load_file/1': ([module], machine) => loadFile(atomOf(module), machine),
  'code:ensure_loaded/1': ([module], machine) => {
    const name = atomOf(module);
    return machine.isLoaded(name) ? tuple(atom('module'), atom(name)) : loadFile(name, machine);
  },
  'code:ensure_modules_loaded/1': ([modules], machine) => ensureLoaded(atomsOf(modules), machine),
  'code:is_loaded/1': ([module], machine) =>
    machine.isLoaded(atomOf(module)) ? tuple(atom('file'), characters(`${atomOf(module)}.beam`)) : atom('false'),
  'code:all_loaded/0': (_, { loadedModules }) => list(loadedModules().map((name) => tuple(atom(name), characters(`${name}.beam`)))),
  'code:which/1': ([module], machine) => (machine.isLoaded(atomOf(module)) ? characters(`${atomOf(module)}.beam`) : atom('non_existing')),
  'code:get_mode/0': () => atom('interactive'),
  'code:get_object_code/1': async ([module], { host }) => {
    const bytes = await host.findModule?.(atomOf(module));
    return bytes === undefined ? atom('error') : tuple(module ?? atom(''), binary(bytes), characters(`${atomOf(module)}.beam`));
  },
  'code:purge/1': async ([module], { code }) => {
    const name = atomOf(module);
    await rested();
    return boolean(code.purge(name));
  },
  'code:soft_purge/1': async ([module], { code }) => {
    const name = atomOf(module);
    await rested();
    return boolean(code.softPurge(name));
  },
  'code:delete/1': ([module], { code }) => boolean(code.delete(atomOf(module)) === 'deleted'),
  // A machine without OTP is part of no distribution.
  'erlang:disconnect_node/1': () => atom('ignored'),
  'erlang:get_cookie/0': () => atom('nocookie'),
  'erlang:setnode/3': () => badarg(),
  'init:get_arguments/0': () => NIL,
  'init:get_argument/1': ([flag]) => {
    atomOf(flag);
    return atom('error');
  },
  'init:get_plain_arguments/0': (_, machine) => list(machine.programArguments().map(characters)),
  'init:get_status/0': () => tuple(atom('started'), atom('started')),
  'init:script_id/0': (_, { otpRelease }) => tuple(characters('Beamline'), characters(String(otpRelease))),
  'init:stop/0': (_, machine) => halt(undefined, machine),
  'init:stop/1': ([status], machine) => halt(status, machine),
};
