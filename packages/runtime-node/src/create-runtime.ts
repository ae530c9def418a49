import { clusterModules } from '@beamline/cluster';
import type { JavaScriptOptions } from '@beamline/javascript';
import {
  type RuntimeOptions as CoreOptions,
  checkOptions,
  NEWEST_RELEASE,
  OLDEST_RELEASE,
  type OptionType,
  Runtime,
  runtimeOptions,
} from '@beamline/runtime-core';
import { NodeHost, type NodeHostOptions } from './node-host.js';
import { otpNatives } from './otp-natives.js';

/** Options of a runtime in Node. */
export interface RuntimeOptions extends CoreOptions, NodeHostOptions {
  /** What programs may reach of JavaScript by the module `js`. Default: nothing, and there is no such module. */
  readonly javascript?: JavaScriptOptions;
}

const nodeOptions: Readonly<Record<keyof RuntimeOptions, OptionType>> = {
  ...runtimeOptions,
  javascript: 'object',
  writeLine: 'function',
  write: 'function',
  writeError: 'function',
  codePaths: 'strings',
  environment: 'boolean or strings',
  readableFolders: 'strings',
  writableFolders: 'strings',
  input: 'boolean',
  signalKey: 'function',
  run: 'boolean',
  connect: 'boolean or strings',
  listen: 'boolean or strings',
  signals: 'boolean',
  channels: 'object',
  cache: 'boolean or string',
  otpRoot: 'string',
  crashDump: 'string',
};

/**
 * Makes a runtime in this Node process. Its `load` takes the path of a file, a `file:` URL or bytes. Behaves as the release of the
 * OTP in the code path, unless `otpRelease` says otherwise. Rejects with OptionError, and with LoadError for a code path
 * that is not there.
 */
export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  checkOptions(options, nodeOptions);
  const host = new NodeHost(options);
  const found = options.otpRelease ?? (await host.otpRelease());
  const otpRelease = options.otpRelease ?? (found !== undefined && found >= OLDEST_RELEASE && found <= NEWEST_RELEASE ? found : undefined);
  const nifs = { ...otpNatives, ...options.nifs };
  const modules = options.channels === undefined ? options.modules : { ...clusterModules, ...options.modules };
  const made: CoreOptions = {
    ...options,
    nifs,
    ...(modules === undefined ? {} : { modules }),
    ...(otpRelease === undefined ? {} : { otpRelease }),
  };
  if (options.javascript === undefined) return Runtime.create(host, made);
  const { withJavaScript } = await import('@beamline/javascript');
  return Runtime.create(host, withJavaScript(made, options.javascript));
}
