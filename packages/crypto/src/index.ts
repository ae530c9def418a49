export { asn1 } from './asn1/asn1-library.js';
export type { CryptoEngine, EngineCipher, EngineDigest, EngineHash, EngineRsaKey } from './engine.js';
export { crypto, cryptoWith } from './library/crypto-library.js';
