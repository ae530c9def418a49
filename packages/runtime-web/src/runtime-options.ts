import type { ChannelHub } from '@beamline/cluster';
import type { JavaScriptOptions } from '@beamline/javascript';
import { type RuntimeOptions as CoreOptions, type OptionType, runtimeOptions } from '@beamline/runtime-core';
import type { WebHostOptions } from './web-host.js';
import type { WorkerOptions } from './worker/worker-settings.js';

/** Options of a runtime in a page or worker. */
export interface RuntimeOptions extends CoreOptions, WebHostOptions {
  /** What programs may reach of JavaScript by the module `js`. Default: nothing, and there is no such module. */
  readonly javascript?: JavaScriptOptions;
  /** The hub of a cluster in the page, which the machine joins: its way to the other nodes, in place of `channels`. Default: none. */
  readonly hub?: ChannelHub;
  /** True to have the machine in a Worker of its own, or how that is made. Functions of other options run in the page. Default: false. */
  readonly worker?: boolean | WorkerOptions;
}

/** The options, with what they take. */
export const webOptions: Readonly<Record<keyof RuntimeOptions, OptionType>> = {
  ...runtimeOptions,
  javascript: 'object',
  hub: 'object',
  worker: 'boolean or object',
  writeLine: 'function',
  write: 'function',
  writeError: 'function',
  codePaths: 'strings',
  cache: 'boolean',
  kernel: 'object',
  readInput: 'function',
  channels: 'object',
};
