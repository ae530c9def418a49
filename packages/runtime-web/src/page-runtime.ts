import { Runtime } from '@beamline/runtime-core';
import type { RuntimeOptions } from './runtime-options.js';
import { WebHost } from './web-host.js';
import { withOtpRelease } from './with-otp-release.js';

/** Makes a runtime in this page or worker: a module of its own, which a page whose machines are in Workers need not load. */
export async function createPageRuntime({ javascript, worker: _, ...options }: RuntimeOptions): Promise<Runtime> {
  const host = new WebHost(options);
  await host.fetchCode();
  const made = await withOtpRelease(options, host);
  if (javascript === undefined) return await Runtime.create(host, made);
  const { withJavaScript } = await import('@beamline/javascript');
  return await Runtime.create(host, withJavaScript(made, javascript));
}
