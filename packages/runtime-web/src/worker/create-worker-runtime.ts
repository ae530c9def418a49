import type { Term } from '@beamline/beam-file';
import type { JavaScriptOperations } from '@beamline/javascript';
import { packedKernel } from '@beamline/runtime-core';
import { absoluteUrl } from '../base-url.js';
import { kernelModule } from '../kernel-module.js';
import type { RuntimeOptions } from '../runtime-options.js';
import { WebHost } from '../web-host.js';
import { Channel, type Port } from './channel.js';
import { PageCallers } from './page-callers.js';
import { pageHandlers } from './page-handlers.js';
import { PageValues } from './page-values.js';
import { startWorker } from './start-worker.js';
import { WorkerRuntime } from './worker-runtime.js';
import type { WorkerOptions, WorkerSettings } from './worker-settings.js';

/** Makes a runtime in a Worker. Rejects with LoadError when its script, or an archive, is not there. */
export async function createWorkerRuntime(options: RuntimeOptions, workerOptions: WorkerOptions): Promise<WorkerRuntime> {
  const values = new PageValues((id, count) => channel.tell('releaseKept', id, count));
  const { worker, failed } = startWorker(workerOptions);
  const machine = {
    send: (to: Term, message: Term) => {
      channel.tell('tell', to, message);
      return true;
    },
    call: async (module: string, name: string, args: readonly Term[]) => (await channel.call('call', [module, name, args])) as Term,
  };
  const callers = new PageCallers((token) => channel.tell('forget', token));
  let made: Promise<JavaScriptOperations> | undefined;
  const operations = (): Promise<JavaScriptOperations> => {
    made ??= import('@beamline/javascript').then(
      ({ JavaScriptOperations }) => new JavaScriptOperations(values, machine, options.javascript?.globals ?? {}),
    );
    return made;
  };
  const { modules = {}, natives = {}, nifs = {} } = options;
  const parts = { host: new WebHost(options), values, callers, machine, modules, natives, nifs, operations };
  const channel: Channel = new Channel(worker as Port, values, pageHandlers(parts));
  const end = (): void => {
    channel.close();
    worker.terminate();
    callers.allEnded();
  };
  try {
    await Promise.race([failed, started(channel, options, workerOptions)]);
  } catch (error) {
    end();
    throw error;
  }
  return new WorkerRuntime(channel, end, () => values.size);
}

async function started(channel: Channel, options: RuntimeOptions, workerOptions: WorkerOptions): Promise<void> {
  const settings = await workerSettings(options, workerOptions);
  await channel.call('start', [settings], undefined, settings.hub === undefined ? [] : [settings.hub]);
}

/** What of the options is data, and the names of what is not. */
async function workerSettings(options: RuntimeOptions, { module }: WorkerOptions): Promise<WorkerSettings> {
  const {
    cache = true,
    // The Worker has no copy of its own.
    kernel = (await kernelModule()) ?? (await packedKernel((bytes) => WebAssembly.compile(bytes))),
    codePaths = [],
    hub,
    javascript,
    modules = {},
    natives = {},
    nifs = {},
    readInput,
    worker: _worker,
    write: _write,
    writeError: _writeError,
    writeLine: _writeLine,
    ...machine
  } = options;
  return {
    machine,
    host: { cache, kernel, codePaths: codePaths.map((location) => absoluteUrl(location).href) },
    hub: hub?.join() as WorkerSettings['hub'],
    hasInput: readInput !== undefined,
    modules: Object.keys(modules),
    natives: Object.keys(natives),
    nifs: Object.keys(nifs),
    globals: javascript === undefined ? undefined : Object.keys(javascript.globals ?? {}),
    module: module === undefined ? undefined : absoluteUrl(module).href,
  };
}
