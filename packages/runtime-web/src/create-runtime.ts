import { type RuntimeOptions as CoreOptions, Runtime } from '@beamline/runtime-core';
import { WebHost, type WebHostOptions } from './web-host.js';

/** Options of a runtime in a page or worker. */
export interface RuntimeOptions extends CoreOptions, WebHostOptions {}

/** Makes a runtime in this page or worker. Its `load` takes a URL or bytes. */
export function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  return Runtime.create(new WebHost(options), options);
}
