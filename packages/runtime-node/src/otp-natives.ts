import type { NifSource } from '@beamline/runtime-core';

/** The natives of OTP's own modules that are no part of its runtime system: they are read when the module is loaded. */
export const otpNatives: Readonly<Record<string, NifSource>> = {
  asn1rt_nif: async () => (await import('@beamline/crypto')).asn1(),
  crypto: async (module) => (await import('@beamline/crypto')).crypto(module),
};
