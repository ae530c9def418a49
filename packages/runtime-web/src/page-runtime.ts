import { Runtime } from '@beamline/runtime-core';
import type { RuntimeOptions } from './runtime-options.js';
import { WebHost } from './web-host.js';
import { withOtpRelease } from './with-otp-release.js';

/** Makes a runtime in this page or worker: a module of its own, which a page whose machines are in Workers need not load. */
export async function createPageRuntime({ javascript, worker: _, ...given }: RuntimeOptions): Promise<Runtime> {
  const options = await withCarrier(given);
  const host = new WebHost(options);
  await host.fetchCode();
  const made = await withOtpRelease(options, host);
  if (javascript === undefined) return await Runtime.create(host, made);
  const { withJavaScript } = await import('@beamline/javascript');
  return await Runtime.create(host, withJavaScript(made, javascript));
}

/** The options with the module that carries connections to other nodes, where there are ways to some. */
async function withCarrier({ hub, ...options }: RuntimeOptions): Promise<RuntimeOptions> {
  if (options.channels === undefined && hub === undefined) return options;
  const { clusterModules, HubChannels } = await import('@beamline/cluster');
  const channels = hub === undefined ? options.channels : new HubChannels(hub.join());
  return { ...options, ...(channels === undefined ? {} : { channels }), modules: { ...clusterModules, ...options.modules } };
}
