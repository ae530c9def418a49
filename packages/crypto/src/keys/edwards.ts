import { ed448, x448 } from '@noble/curves/ed448.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';

/** A curve of Edwards for signatures: keys and signatures are bytes. */
interface SigningCurve {
  readonly bytes: number;
  publicKey(key: Uint8Array): Uint8Array;
  sign(text: Uint8Array, key: Uint8Array): Uint8Array;
  verify(signature: Uint8Array, text: Uint8Array, key: Uint8Array): boolean;
}

/** A curve of Montgomery on which two agree upon a secret. */
interface AgreementCurve {
  readonly bytes: number;
  publicKey(key: Uint8Array): Uint8Array;
  /** Undefined where nothing comes out of it but zeros. */
  secret(key: Uint8Array, other: Uint8Array): Uint8Array | undefined;
}

function signing(curve: typeof ed25519, bytes: number): SigningCurve {
  return {
    bytes,
    publicKey: (key) => curve.getPublicKey(key),
    sign: (text, key) => curve.sign(text, key),
    verify: (signature, text, key) => {
      try {
        // As OpenSSL: by the equation without the cofactor.
        return curve.verify(signature, text, key, { zip215: false });
      } catch {
        return false;
      }
    },
  };
}

function agreeing(curve: typeof x25519, bytes: number): AgreementCurve {
  return {
    bytes,
    publicKey: (key) => curve.getPublicKey(key),
    secret: (key, other) => {
      try {
        return curve.getSharedSecret(key, other);
      } catch {
        return undefined;
      }
    },
  };
}

/** By names of OTP. */
export const signingCurves: ReadonlyMap<string, SigningCurve> = new Map([
  ['ed25519', signing(ed25519, 32)],
  ['ed448', signing(ed448, 57)],
]);

/** By names of OTP. */
export const agreementCurves: ReadonlyMap<string, AgreementCurve> = new Map([
  ['x25519', agreeing(x25519, 32)],
  ['x448', agreeing(x448, 56)],
]);
