import { NEWEST_RELEASE, OLDEST_RELEASE, type RuntimeOptions } from '@beamline/runtime-core';
import type { WebHost } from './web-host.js';

/** Options of a machine that behaves as the release of the OTP in the code path, unless they say otherwise. */
export async function withOtpRelease(options: RuntimeOptions, host: WebHost): Promise<RuntimeOptions> {
  const found = options.otpRelease ?? (await host.otpRelease());
  return found !== undefined && found >= OLDEST_RELEASE && found <= NEWEST_RELEASE ? { ...options, otpRelease: found } : options;
}
