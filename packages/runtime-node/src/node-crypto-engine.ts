import {
  constants,
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  getCiphers,
  getCurves,
  getHashes,
  type Hash,
  pbkdf2,
  privateDecrypt,
} from 'node:crypto';
import type { CryptoEngine, EngineHash, EngineRsaKey } from '@beamline/crypto';

/** Names of OpenSSL by those of OTP. */
const HASHES: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
};

/** What ends the names of ciphers, by what ends those of OTP. */
const MODES: Readonly<Record<string, string>> = { cbc: 'cbc', cfb8: 'cfb8', cfb128: 'cfb', ctr: 'ctr', ecb: 'ecb', ofb: 'ofb', gcm: 'gcm' };

/** Names of curves, where they differ. */
const CURVES: Readonly<Record<string, string>> = { secp256r1: 'prime256v1', secp192r1: 'prime192v1' };

const hashes = new Set(getHashes());
const ciphers = new Set(getCiphers());
const curves = new Set(getCurves());

function hashName(name: string): string | undefined {
  const found = Object.hasOwn(HASHES, name) ? HASHES[name] : undefined;
  return found !== undefined && hashes.has(found) ? found : undefined;
}

function cipherName(name: string): string | undefined {
  if (name === 'chacha20' || name === 'chacha20_poly1305') return name.replace('_', '-');
  const [, bits, mode] = /^aes_(\d+)_(\w+)$/.exec(name) ?? [];
  const found = mode === undefined || !Object.hasOwn(MODES, mode) ? '' : `aes-${bits}-${MODES[mode]}`;
  return ciphers.has(found) ? found : undefined;
}

/** A hash of Node. */
class NodeHash implements EngineHash {
  constructor(readonly hash: Hash) {}

  update(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  digest(): Uint8Array {
    return plain(this.hash.digest());
  }

  clone(): EngineHash {
    return new NodeHash(this.hash.copy());
  }
}

/** The bytes of a Buffer, as an array of their own. */
function plain(buffer: Uint8Array): Uint8Array {
  return Uint8Array.from(buffer);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function privateKey({ e, n, d, p, q, dp, dq, qInverse }: EngineRsaKey): ReturnType<typeof createPrivateKey> {
  const key = {
    kty: 'RSA',
    e: base64(e),
    n: base64(n),
    d: base64(d),
    p: base64(p),
    q: base64(q),
    dp: base64(dp),
    dq: base64(dq),
    qi: base64(qInverse),
  };
  return createPrivateKey({ key, format: 'jwk' });
}

/** What a function returns; undefined where Node, or the OpenSSL in it, refuses. */
function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Node's own cryptography. */
export const nodeCryptoEngine: CryptoEngine = {
  hash: (name) => {
    const found = hashName(name);
    return found === undefined ? undefined : attempted(() => new NodeHash(createHash(found)));
  },
  hmac: (name, key) => {
    const found = hashName(name);
    const hmac = found === undefined ? undefined : attempted(() => createHmac(found, key));
    return hmac === undefined ? undefined : { update: (bytes) => hmac.update(bytes), digest: () => plain(hmac.digest()) };
  },
  pbkdf2: (name, password, salt, iterations, bytes) => {
    const found = hashName(name);
    if (found === undefined) return undefined;
    return new Promise((resolve, reject) => {
      pbkdf2(password, salt, iterations, bytes, found, (error, key) => {
        if (error === null) resolve(plain(key));
        else reject(error);
      });
    });
  },
  cipher: (name, key, iv, encrypts) => {
    const found = cipherName(name);
    if (found === undefined) return undefined;
    const cipher = attempted(() => (encrypts ? createCipheriv : createDecipheriv)(found, key, name.endsWith('ecb') ? null : iv));
    cipher?.setAutoPadding(false);
    return cipher === undefined ? undefined : { update: (blocks) => plain(cipher.update(blocks)) };
  },
  seal: (name, key, iv, text, aad) => {
    const found = cipherName(name);
    if (found === undefined) return undefined;
    return attempted(() => {
      const cipher = createCipheriv(found as 'aes-256-gcm', key, iv, { authTagLength: 16 });
      cipher.setAAD(aad);
      const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
      return { text: plain(sealed), tag: plain(cipher.getAuthTag()) };
    });
  },
  rsaPrivate: (key, block) => attempted(() => plain(privateDecrypt({ key: privateKey(key), padding: constants.RSA_NO_PADDING }, block))),
  ecPublicKey: (curve, key) => {
    const name = CURVES[curve] ?? curve;
    if (!curves.has(name)) return undefined;
    return attempted(() => {
      const pair = createECDH(name);
      pair.setPrivateKey(key);
      return plain(pair.getPublicKey());
    });
  },
  ecSecret: (curve, key, other) => {
    const name = CURVES[curve] ?? curve;
    if (!curves.has(name)) return undefined;
    return attempted(() => {
      const pair = createECDH(name);
      pair.setPrivateKey(key);
      return plain(pair.computeSecret(other));
    });
  },
};
