import { Aes } from './aes.js';
import type { BlockCipher } from './block-cipher.js';
import { blowfish } from './blowfish.js';
import { ChaCha } from './chacha.js';
import { des, tripleDes } from './des.js';
import { Cbc, Cfb, Cfb8, type CipherStream, Ctr, Ecb, Ofb } from './modes.js';
import { rc2 } from './rc2.js';
import { Rc4 } from './rc4.js';
import { sm4 } from './sm4.js';

/** OpenSSL's word for the mode of a cipher. */
type Mode = 'cbc_mode' | 'ccm_mode' | 'cfb_mode' | 'ctr_mode' | 'ecb_mode' | 'gcm_mode' | 'ofb_mode' | 'stream_cipher';

/** A cipher that OTP knows. */
export interface Cipher {
  readonly name: string;
  readonly mode: Mode;
  /** Bytes of the key. */
  readonly keyBytes: number;
  /** True if the key may have any length. */
  readonly anyKey: boolean;
  /** Bytes of the initialization vector, where it is not for the caller to choose. */
  readonly ivBytes: number;
  /** Bytes of a block; 1 where any number of bytes will do. */
  readonly blockBytes: number;
  /** OpenSSL's number for it; undefined where that gives none. */
  readonly type: number | undefined;
  /** First release of OTP that has it. */
  readonly since: number;
  /** True if it authenticates. */
  readonly isAead: boolean;
  /** The block cipher below it, where there is one. */
  readonly block?: (key: Uint8Array) => BlockCipher;
  /** The cipher with a key and vector, one way, unless it authenticates. */
  readonly open?: (key: Uint8Array, iv: Uint8Array, encrypts: boolean) => CipherStream;
}

type Open = NonNullable<Cipher['open']>;
type Block = NonNullable<Cipher['block']>;

const aes: Block = (key) => new Aes(key);

const openers: Readonly<Record<string, (block: Block, blockBytes: number) => Open>> = {
  cbc: (block) => (key, iv, encrypts) => new Cbc(block(key), iv, encrypts),
  cfb: (block) => (key, iv, encrypts) => new Cfb(block(key), iv, encrypts),
  cfb8: (block) => (key, iv, encrypts) => new Cfb8(block(key), iv, encrypts),
  ctr: (block, blockBytes) => (key, iv) => new Ctr(block(key), iv, blockBytes),
  ecb: (block) => (key, _, encrypts) => new Ecb(block(key), encrypts),
  ofb: (block) => (key, iv) => new Ofb(block(key), iv),
};

interface Family {
  readonly block: Block;
  readonly keyBytes: number;
  readonly blockBytes: number;
  readonly anyKey?: boolean;
  readonly since?: number;
}

const desFamily: Family = { block: des, keyBytes: 8, blockBytes: 8 };
const tripleDesFamily: Family = { block: tripleDes, keyBytes: 24, blockBytes: 8 };
const blowfishFamily: Family = { block: blowfish, keyBytes: 16, blockBytes: 8, anyKey: true };
const rc2Family: Family = { block: rc2, keyBytes: 16, blockBytes: 8, anyKey: true };
const sm4Family: Family = { block: sm4, keyBytes: 16, blockBytes: 16, since: 26 };
const aesFamily = (keyBytes: number): Family => ({ block: aes, keyBytes, blockBytes: 16 });

/** A cipher of a family in a mode: `cbc`, `cfb`, `cfb8`, `ctr`, `ecb`, `ofb`. */
function inMode(name: string, family: Family, mode: string, type: number | undefined): Cipher {
  const { block, keyBytes, blockBytes, anyKey = false, since = 0 } = family;
  const isWhole = mode === 'cbc' || mode === 'ecb';
  return {
    name,
    mode: `${mode.replace('8', '')}_mode` as Mode,
    keyBytes,
    anyKey,
    ivBytes: mode === 'ecb' ? 0 : blockBytes,
    blockBytes: isWhole ? blockBytes : 1,
    type,
    since,
    isAead: false,
    block,
    open: (openers[mode] ?? ((): Open => () => new Rc4(new Uint8Array(1))))(block, blockBytes),
  };
}

function authenticated(name: string, { block, keyBytes, since = 0 }: Family, mode: Mode, type: number | undefined): Cipher {
  return { name, mode, keyBytes, anyKey: false, ivBytes: 12, blockBytes: 1, type, since, isAead: true, block };
}

const stream = { mode: 'stream_cipher', blockBytes: 1, since: 0 } as const;

/** In the order of `crypto:supports(ciphers)`. */
const ciphers: readonly Cipher[] = [
  {
    ...stream,
    name: 'chacha20',
    keyBytes: 32,
    anyKey: false,
    ivBytes: 16,
    type: undefined,
    isAead: false,
    open: (key, iv) => new ChaCha(key, iv),
  },
  inMode('aes_256_ofb', aesFamily(32), 'ofb', 428),
  inMode('aes_192_ofb', aesFamily(24), 'ofb', 424),
  inMode('aes_128_ofb', aesFamily(16), 'ofb', 420),
  inMode('sm4_ctr', sm4Family, 'ctr', 1139),
  inMode('sm4_ofb', sm4Family, 'ofb', 1135),
  inMode('sm4_cfb', sm4Family, 'cfb', 1137),
  inMode('sm4_ecb', sm4Family, 'ecb', 1133),
  inMode('sm4_cbc', sm4Family, 'cbc', 1134),
  inMode('blowfish_ecb', blowfishFamily, 'ecb', undefined),
  inMode('blowfish_ofb64', blowfishFamily, 'ofb', undefined),
  inMode('blowfish_cfb64', blowfishFamily, 'cfb', undefined),
  inMode('blowfish_cbc', blowfishFamily, 'cbc', 91),
  inMode('des_ede3_cfb', tripleDesFamily, 'cfb', 61),
  inMode('des_ecb', desFamily, 'ecb', 29),
  inMode('des_cfb', desFamily, 'cfb', 30),
  inMode('des_cbc', desFamily, 'cbc', 31),
  { ...stream, name: 'rc4', keyBytes: 16, anyKey: true, ivBytes: 0, type: 5, isAead: false, open: (key) => new Rc4(key) },
  inMode('rc2_cbc', rc2Family, 'cbc', 37),
  inMode('aes_128_cbc', aesFamily(16), 'cbc', 419),
  inMode('aes_192_cbc', aesFamily(24), 'cbc', 423),
  inMode('aes_256_cbc', aesFamily(32), 'cbc', 427),
  inMode('aes_128_cfb128', aesFamily(16), 'cfb', 421),
  inMode('aes_192_cfb128', aesFamily(24), 'cfb', 425),
  inMode('aes_256_cfb128', aesFamily(32), 'cfb', 429),
  inMode('aes_128_cfb8', aesFamily(16), 'cfb8', 421),
  inMode('aes_192_cfb8', aesFamily(24), 'cfb8', 425),
  inMode('aes_256_cfb8', aesFamily(32), 'cfb8', 429),
  inMode('aes_128_ecb', aesFamily(16), 'ecb', 418),
  inMode('aes_192_ecb', aesFamily(24), 'ecb', 422),
  inMode('aes_256_ecb', aesFamily(32), 'ecb', 426),
  authenticated('sm4_gcm', sm4Family, 'gcm_mode', undefined),
  authenticated('sm4_ccm', sm4Family, 'ccm_mode', undefined),
  { ...stream, name: 'chacha20_poly1305', keyBytes: 32, anyKey: false, ivBytes: 12, type: undefined, isAead: true },
  authenticated('aes_256_gcm', aesFamily(32), 'gcm_mode', 901),
  authenticated('aes_256_ccm', aesFamily(32), 'ccm_mode', 902),
  authenticated('aes_192_gcm', aesFamily(24), 'gcm_mode', 898),
  authenticated('aes_192_ccm', aesFamily(24), 'ccm_mode', 899),
  authenticated('aes_128_gcm', aesFamily(16), 'gcm_mode', 895),
  authenticated('aes_128_ccm', aesFamily(16), 'ccm_mode', 896),
  inMode('aes_256_ctr', aesFamily(32), 'ctr', undefined),
  inMode('aes_192_ctr', aesFamily(24), 'ctr', undefined),
  inMode('aes_128_ctr', aesFamily(16), 'ctr', undefined),
  inMode('des_ede3_cbc', tripleDesFamily, 'cbc', 44),
];

const byName = new Map(ciphers.map((cipher) => [cipher.name, cipher]));

/** The ciphers that a release of OTP has. */
export function ciphersOf(otpRelease: number): readonly Cipher[] {
  return ciphers.filter(({ since }) => since <= otpRelease);
}

/** A cipher by its name; undefined if a release of OTP has none of that name. */
export function cipherNamed(name: string | undefined, otpRelease: number): Cipher | undefined {
  const found = name === undefined ? undefined : byName.get(name);
  return found === undefined || found.since > otpRelease ? undefined : found;
}
