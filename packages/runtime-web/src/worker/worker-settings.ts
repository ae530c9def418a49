import type { ChannelMessagePort } from '@beamline/cluster';
import type { NifSource, RuntimeOptions, UserNative } from '@beamline/runtime-core';
import type { WebHostOptions } from '../web-host.js';

/** What a page tells its Worker to start with: data alone. */
export interface WorkerSettings {
  /** Options of the machine that are data. */
  readonly machine: RuntimeOptions;
  /** Options of the host that are data. */
  readonly host: WebHostOptions;
  /** What the hub of a cluster in the page has given for this machine. */
  readonly hub: (ChannelMessagePort & Transferable) | undefined;
  /** True if the page has input. */
  readonly hasInput: boolean;
  /** Names of modules that are in no file. */
  readonly modules: readonly string[];
  /** Names of natives and of libraries of NIFs that the page has. */
  readonly natives: readonly string[];
  readonly nifs: readonly string[];
  /** Names of what the page grants; undefined if it grants nothing, not even the module `js`. */
  readonly globals: readonly string[] | undefined;
  /** The module that the Worker imports. */
  readonly module: string | undefined;
}

/** What the module that a Worker imports may export: what runs in the Worker instead of the page. */
export interface WorkerModule {
  readonly natives?: Readonly<Record<string, UserNative>>;
  readonly nifs?: Readonly<Record<string, NifSource>>;
  /** What programs get from `js:global/1`. */
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** The option `worker` of a runtime. */
export interface WorkerOptions {
  /** URL of the script of the Worker, `worker.js` of this package. Default: where a bundler puts it, or where the package is. */
  readonly url?: string | URL;
  /** Makes the Worker, in place of `url`. */
  readonly create?: () => Worker;
  /**
   * URL of an ES module that the Worker imports: its exports `globals`, `natives` and `nifs` are what the options of these names are, but run in the
   * Worker. Default: none.
   */
  readonly module?: string | URL;
}
