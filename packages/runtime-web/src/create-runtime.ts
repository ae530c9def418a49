import { type RuntimeOptions as CoreOptions, checkOptions, type OptionType, Runtime, runtimeOptions } from '@beamline/runtime-core';
import { WebHost, type WebHostOptions } from './web-host.js';

/** Options of a runtime in a page or worker. */
export interface RuntimeOptions extends CoreOptions, WebHostOptions {}

const webOptions: Readonly<Record<keyof RuntimeOptions, OptionType>> = {
  ...runtimeOptions,
  writeLine: 'function',
  write: 'function',
  writeError: 'function',
  codePaths: 'strings',
  readInput: 'function',
};

/** Makes a runtime in this page or worker. Its `load` takes a URL or bytes. Rejects with OptionError, and with LoadError for an archive that is not there. */
export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  checkOptions(options, webOptions);
  const host = new WebHost(options);
  await host.fetchArchives();
  return await Runtime.create(host, options);
}
