import type { NifLibrary, NifModule } from '@beamline/runtime-core';

/** The natives of OTP's `crypto`, which are read when the module is loaded. */
export async function cryptoNatives(module: NifModule): Promise<NifLibrary> {
  const { crypto } = await import('@beamline/crypto');
  return crypto(module);
}
