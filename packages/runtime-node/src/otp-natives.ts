import type { NifSource } from '@beamline/runtime-core';

/**
 * The natives of OTP's own modules that are no part of its runtime system, `crypto` with what Node has of it in C: they are read when the module
 * is loaded.
 */
export const otpNatives: Readonly<Record<string, NifSource>> = {
  asn1rt_nif: async (module) => (await import('@beamline/crypto')).asn1(module),
  crypto: async (module) => {
    const [{ cryptoWith }, { nodeCryptoEngine }] = await Promise.all([import('@beamline/crypto'), import('./node-crypto-engine.js')]);
    return cryptoWith(nodeCryptoEngine)(module);
  },
};
