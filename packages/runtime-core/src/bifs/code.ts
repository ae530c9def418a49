import { BeamFileError, formatAtom, readBeamFile, type Term } from '@beamline/beam-file';
import { CompileError } from '@beamline/jit-compiler';
import { LinkError } from '../loader/link-error.js';
import { LoadError } from '../loader/load-error.js';
import { moduleMd5 } from '../loader/module-md5.js';
import { preloadedModules } from '../loader/preloaded-modules.js';
import { atom, binary, boolean, list, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf, elementsOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { loadReport } from './load-report.js';

/** `{error, Reason}`. */
export function failure(reason: string): Term {
  return tuple(atom('error'), atom(reason));
}

/** Loads a module; returns what `code:load_binary/3` does. With OTP its code server calls the on_load function: the answer is `{error, on_load}`. */
export async function loadModule(module: string, bytes: Uint8Array, machine: BifContext): Promise<Term> {
  const { code, hasOtp } = machine;
  try {
    const prepared = await code.prepare(bytes);
    if (prepared.module !== module) return refused(module, prepared.module, machine);
    if (code.isFull(module)) return failure('not_purged');
    const loading = await prepared.finish();
    if (loading !== undefined && hasOtp()) {
      code.keepLoading(module, loading);
      return failure('on_load');
    }
    await loading?.settle();
    return tuple(atom('module'), atom(module));
  } catch (error) {
    if (error instanceof LoadError) return failure('on_load_failure');
    if (isOfFile(error)) return refused(module, error, machine);
    throw error;
  }
}

/** True for what is wrong with a file. */
function isOfFile(error: unknown): error is BeamFileError | CompileError | LinkError {
  return error instanceof BeamFileError || error instanceof CompileError || error instanceof LinkError;
}

/** The answer for a file that cannot be loaded, which is reported. */
function refused(module: string, error: Error | string, { otpRelease, report }: BifContext): Term {
  report(loadReport(module, error, otpRelease));
  return failure('badfile');
}

/** Purging happens when no process runs. */
export async function rested(): Promise<void> {
  await Promise.resolve();
}

/** As `badarg`, for a native of the application kernel, which tells what is wrong with a call of its own. */
function kernelBadarg(): never {
  throw new BifFailure('badarg', undefined, 'erl_kernel_errors');
}

/** What a module that is loaded has none of. */
function noneOf(module: Term | undefined, { isLoaded }: BifContext): Term {
  return module?.kind === 'atom' && isLoaded(module.name) ? atom('none') : kernelBadarg();
}

/** Loading and replacing code. */
export const codeBifs: HostBifs = {
  // Code does not count how often it runs (OTP 27); `cover` then has the code that it compiles count.
  'code:coverage_support/0': () => boolean(false),
  'code:get_coverage_mode/0': () => atom('none'),
  'code:get_coverage_mode/1': ([module], machine) => noneOf(module, machine),
  'code:set_coverage_mode/1': ([mode]) => (mode?.kind === 'atom' && mode.name === 'none' ? mode : kernelBadarg()),
  'code:get_coverage/2': () => kernelBadarg(),
  'code:reset_coverage/1': () => kernelBadarg(),
  // What the compiler's option beam_debug_info adds is not used (OTP 28).
  'code:get_debug_info/1': ([module], machine) => noneOf(module, machine),
  'erlang:pre_loaded/0': (_, { otpRelease }) => list(preloadedModules(otpRelease).map(atom)),
  // @bif inErlang
  'erlang:purge_module/1': async ([module], { code }) => {
    const name = atomOf(module);
    if (!code.hasOld(name)) return badarg();
    await rested();
    code.purge(name);
    return atom('true');
  },
  'erlang:delete_module/1': ([module], { code, report }) => {
    const name = atomOf(module);
    const result = code.delete(name);
    if (result === 'not purged') {
      report(`Module ${formatAtom(name)} must be purged before deleting\n`);
      return badarg();
    }
    return result === 'deleted' ? atom('true') : atom('undefined');
  },
  'erlang:check_old_code/1': ([module], { code }) => boolean(code.hasOld(atomOf(module))),
  // @bif inErlang
  'erlang:load_module/2': ([module, bytes], machine) => {
    const name = atomOf(module);
    return loadModule(name, bytesOf(bytes), machine);
  },
  // @bif inErlang
  'erlang:prepare_loading/2': ([module, bytes], machine) => prepare(atomOf(module), bytesOf(bytes), machine),
  'erts_internal:prepare_loading/2': ([module, bytes], machine) => prepare(atomOf(module), bytesOf(bytes), machine),
  'erlang:has_prepared_code_on_load/1': ([prepared], { code }) => boolean(code.prepared(prepared ?? badarg())?.hasOnLoad ?? badarg()),
  'erlang:finish_loading/1': async ([all], { code }) => {
    const prepared = elementsOf(all).map((each) => code.prepared(each) ?? badarg());
    const names = prepared.map(({ module }) => module);
    const which = (kind: string, modules: readonly string[]): Term => tuple(atom(kind), list(modules.map(atom)));
    const duplicated = names.filter((name, i) => names.indexOf(name) !== i);
    if (duplicated.length > 0) return which('duplicated', [...new Set(duplicated)]);
    const notPurged = names.filter((name) => code.isFull(name));
    if (notPurged.length > 0) return which('not_purged', notPurged);
    const withOnLoad = prepared.filter(({ hasOnLoad }) => hasOnLoad).map(({ module }) => module);
    if (withOnLoad.length > 0 && prepared.length > 1) return which('on_load', withOnLoad);
    for (const each of elementsOf(all)) code.used(each);
    for (const each of prepared) {
      const loading = await each.finish();
      if (loading !== undefined) code.keepLoading(each.module, loading);
    }
    return withOnLoad.length > 0 ? which('on_load', withOnLoad) : atom('ok');
  },
  // The function runs in a process of its own.
  'erlang:call_on_load_function/1': ([module], { code }) => (code.loading(atomOf(module)) ?? badarg()).call(),
  'erlang:finish_after_on_load/2': ([module, keeps], { code }) => {
    const loading = code.loading(atomOf(module)) ?? badarg();
    const isKept = atomOf(keeps) === 'true' || (atomOf(keeps) === 'false' ? false : badarg());
    code.keepLoading(atomOf(module), undefined);
    if (isKept) loading.publish();
    else loading.discard();
    return atom('true');
  },
  'erts_internal:purge_module/2': async ([module, step], { code }) => {
    const name = atomOf(module);
    // `complete` removes the code that `prepare` has found, `abort` leaves it.
    if (atomOf(step) === 'prepare') return boolean(code.hasOld(name));
    if (atomOf(step) !== 'complete') return boolean(false);
    await rested();
    code.purge(name);
    return boolean(true);
  },
  'erts_internal:beamfile_module_md5/1': ([bytes]) => {
    try {
      return binary(moduleMd5(readBeamFile(bytesOf(bytes))));
    } catch {
      return atom('undefined');
    }
  },
};

async function prepare(module: string, bytes: Uint8Array, machine: BifContext): Promise<Term> {
  const { code } = machine;
  try {
    const prepared = await code.prepare(bytes);
    return prepared.module === module ? code.keep(prepared) : refused(module, prepared.module, machine);
  } catch (error) {
    if (isOfFile(error)) return refused(module, error, machine);
    throw error;
  }
}
