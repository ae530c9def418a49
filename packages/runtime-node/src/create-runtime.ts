import { type RuntimeOptions as CoreOptions, Runtime } from '@beamline/runtime-core';
import { NodeHost, type NodeHostOptions } from './node-host.js';

/** Options of a runtime in Node. */
export interface RuntimeOptions extends CoreOptions, NodeHostOptions {}

/** Makes a runtime in this Node process. Its `load` takes the path of a file, a `file:` URL or bytes. */
export function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  return Runtime.create(new NodeHost(options), options);
}
