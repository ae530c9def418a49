import { checkOptions, type ErlangRuntime, OptionError, type Runtime } from '@beamline/runtime-core';
import { type RuntimeOptions, webOptions } from './runtime-options.js';
import type { WorkerRuntime } from './worker/worker-runtime.js';
import type { WorkerOptions } from './worker/worker-settings.js';

/**
 * Makes a runtime in this page or worker, or, with the option `worker`, in a Worker of its own. Its `load` takes a URL or bytes. Rejects with
 * OptionError, and with LoadError for an archive or the script of a Worker that is not there.
 */
export function createRuntime(options: RuntimeOptions & { readonly worker: true | WorkerOptions }): Promise<WorkerRuntime>;
export function createRuntime(options?: RuntimeOptions & { readonly worker?: false }): Promise<Runtime>;
export function createRuntime(options?: RuntimeOptions): Promise<ErlangRuntime>;
export async function createRuntime(options: RuntimeOptions = {}): Promise<ErlangRuntime> {
  checkOptions(options, webOptions);
  const { worker = false } = options;
  if (worker === false) return await (await import('./page-runtime.js')).createPageRuntime(options);
  if (options.channels !== undefined) throw new OptionError('the option channels is none of a machine in a Worker; hub is', 'channels');
  const { createWorkerRuntime } = await import('./worker/create-worker-runtime.js');
  return await createWorkerRuntime(options, worker === true ? {} : worker);
}
