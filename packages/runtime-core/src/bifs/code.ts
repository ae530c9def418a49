import { BeamFileError, readBeamFile, type Term } from '@beamline/beam-file';
import { CompileError } from '@beamline/jit-compiler';
import { LinkError } from '../loader/link-error.js';
import { LoadError } from '../loader/load-error.js';
import { moduleMd5 } from '../loader/module-md5.js';
import { atom, binary, boolean, characters, list, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf, elementsOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';

const failure = (reason: string): Term => tuple(atom('error'), atom(reason));

/** Loads a module; returns what `code:load_binary/3` does. */
async function load(module: string, bytes: Uint8Array, { code }: BifContext): Promise<Term> {
  try {
    const prepared = code.prepare(bytes);
    if (prepared.module !== module) return failure('badfile');
    await prepared.finish();
    return tuple(atom('module'), atom(module));
  } catch (error) {
    if (error instanceof LoadError) return failure('on_load_failure');
    if (error instanceof BeamFileError || error instanceof CompileError || error instanceof LinkError) return failure('badfile');
    throw error;
  }
}

/** Looks for a module in the code path and loads it. */
async function loadFile(module: string, machine: BifContext): Promise<Term> {
  const bytes = await machine.host.findModule?.(module);
  return bytes === undefined ? failure('nofile') : load(module, bytes, machine);
}

/** Purging happens when no process runs. */
async function rested(): Promise<void> {
  await Promise.resolve();
}

/**
 * Loading and replacing code. What OTP's code server does beyond the BIFs is here as well, under the names of its
 * module `code`: a machine has no code server.
 */
export const codeBifs: HostBifs = {
  'code:load_binary/3': ([module, , bytes], machine) => load(atomOf(module), bytesOf(bytes), machine),
  'code:load_file/1': ([module], machine) => loadFile(atomOf(module), machine),
  'code:ensure_loaded/1': ([module], machine) => {
    const name = atomOf(module);
    return machine.isLoaded(name) ? tuple(atom('module'), atom(name)) : loadFile(name, machine);
  },
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
  'erlang:purge_module/1': async ([module], { code }) => {
    const name = atomOf(module);
    if (!code.hasOld(name)) return badarg();
    await rested();
    code.purge(name);
    return atom('true');
  },
  'erlang:delete_module/1': ([module], { code }) => {
    const result = code.delete(atomOf(module));
    if (result === 'not purged') return badarg();
    return result === 'deleted' ? atom('true') : atom('undefined');
  },
  'erlang:check_old_code/1': ([module], { code }) => boolean(code.hasOld(atomOf(module))),
  'erlang:load_module/2': ([module, bytes], machine) => {
    const name = atomOf(module);
    const file = bytesOf(bytes);
    if (machine.code.hasOld(name)) return failure('not_purged');
    return load(name, file, machine);
  },
  'erlang:prepare_loading/2': ([module, bytes], machine) => prepare(atomOf(module), bytesOf(bytes), machine),
  'erts_internal:prepare_loading/2': ([module, bytes], machine) => prepare(atomOf(module), bytesOf(bytes), machine),
  'erlang:has_prepared_code_on_load/1': ([prepared], { code }) => boolean(code.prepared(prepared ?? badarg())?.hasOnLoad ?? badarg()),
  'erlang:finish_loading/1': async ([all], { code }) => {
    const prepared = elementsOf(all).map((each) => code.prepared(each) ?? badarg());
    const notPurged = prepared.filter(({ module }) => code.hasOld(module));
    if (notPurged.length > 0) return tuple(atom('not_purged'), list(notPurged.map(({ module }) => atom(module))));
    for (const each of prepared) await each.finish();
    return atom('ok');
  },
  'erts_internal:purge_module/2': async ([module, step], { code }) => {
    const name = atomOf(module);
    // It comes in three steps; the last one removes the code.
    if (atomOf(step) === 'prepare') return boolean(code.hasOld(name));
    await rested();
    if (atomOf(step) === 'complete') code.purge(name);
    return boolean(code.hasOld(name));
  },
  'erts_internal:beamfile_module_md5/1': ([bytes]) => {
    try {
      return binary(moduleMd5(readBeamFile(bytesOf(bytes))));
    } catch {
      return atom('undefined');
    }
  },
};

function prepare(module: string, bytes: Uint8Array, { code }: BifContext): Term {
  try {
    const prepared = code.prepare(bytes);
    return prepared.module === module ? code.keep(prepared) : failure('badfile');
  } catch (error) {
    if (error instanceof BeamFileError || error instanceof CompileError || error instanceof LinkError) return failure('badfile');
    throw error;
  }
}
