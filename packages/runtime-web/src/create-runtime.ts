import type { JavaScriptOptions } from '@beamline/javascript';
import { type RuntimeOptions as CoreOptions, checkOptions, type OptionType, Runtime, runtimeOptions } from '@beamline/runtime-core';
import { WebHost, type WebHostOptions } from './web-host.js';

/** Options of a runtime in a page or worker. */
export interface RuntimeOptions extends CoreOptions, WebHostOptions {
  /** What programs may reach of JavaScript by the module `js`. Default: nothing, and there is no such module. */
  readonly javascript?: JavaScriptOptions;
}

const webOptions: Readonly<Record<keyof RuntimeOptions, OptionType>> = {
  ...runtimeOptions,
  javascript: 'object',
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
  if (options.javascript === undefined) return await Runtime.create(host, options);
  const { withJavaScript } = await import('@beamline/javascript');
  return await Runtime.create(host, withJavaScript(options, options.javascript));
}
