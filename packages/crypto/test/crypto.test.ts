import { decodeExternalTerm, formatTerm, type Term } from '@beamline/beam-file';
import { atom, ErlangError, type NifLibrary, terms, toValue, tuple } from '@beamline/runtime-core';
import { describe, expect, test } from 'vitest';
import { asn1 as asn1Library } from '../src/index.js';
import { cryptoRuntime, fixture } from './crypto-runtime.js';

const binary = (term: Term): Uint8Array => (term.kind === 'bitstring' ? term.bytes : new Uint8Array(0));
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');

describe.each([25, 29] as const)('the unmodified crypto of OTP %i', (release) => {
  test('does as on its own natives, by 8,167 calls', { timeout: 300_000 }, async () => {
    const { runtime } = await cryptoRuntime(release);
    const expected = fixture(`otp${release}/sums`);
    const sums = binary(await runtime.callTerm('crypto_calls', 'sums', [terms.integer(release)]));
    const differing: string[] = [];
    for (let at = 0; at < expected.length; at += 4) {
      if (expected.subarray(at, at + 4).every((byte, i) => byte === sums[at + i])) continue;
      if (differing.length === 10) break;
      differing.push(formatTerm(await runtime.callTerm('crypto_calls', 'call', [terms.integer(release), terms.integer(at / 4)])));
    }
    expect(differing).toEqual([]);
    expect(sums.length).toBe(expected.length);
    runtime.stop();
  });

  test('accepts what the real one has signed and encrypted, and what it has signed itself', { timeout: 120_000 }, async () => {
    const { runtime } = await cryptoRuntime(release);
    const theirs = decodeExternalTerm(fixture(`otp${release}/signatures`));
    expect(theirs.kind === 'list' ? theirs.elements.length : 0).toBeGreaterThan(40);
    expect(formatTerm(await runtime.callTerm('crypto_calls', 'checked', [theirs]))).toBe('[]');
    const ours = await runtime.callTerm('crypto_calls', 'signatures', [terms.integer(release)]);
    expect(formatTerm(await runtime.callTerm('crypto_calls', 'checked', [ours]))).toBe('[]');
    // The check does find what is wrong.
    const [first] = ours.kind === 'list' ? ours.elements : [];
    const forged = first?.kind === 'tuple' ? terms.tuple(...first.elements.with(2, terms.binary(new Uint8Array(256)))) : terms.NIL;
    expect((await runtime.callTerm('crypto_calls', 'checked', [terms.list([forged])])).kind).toBe('list');
    runtime.stop();
  });

  test('makes keys of RSA that work, and random numbers of the size that is wanted', { timeout: 60_000 }, async () => {
    const { runtime } = await cryptoRuntime(release);
    const pair = await runtime.call('crypto', 'generate_key', [atom('rsa'), tuple(1024, 65_537)]);
    const [publicKey, privateKey] = (pair as { elements: readonly [unknown, unknown] }).elements as [never, never];
    const signature = await runtime.call('crypto', 'sign', [atom('rsa'), atom('sha256'), 'text', privateKey]);
    expect(await runtime.call('crypto', 'verify', [atom('rsa'), atom('sha256'), 'text', signature, publicKey])).toBe(true);
    expect(await runtime.call('crypto', 'verify', [atom('rsa'), atom('sha256'), 'other', signature, publicKey])).toBe(false);
    for (const size of [0, 1, 65_535, 200_000])
      expect(((await runtime.call('crypto', 'strong_rand_bytes', [size])) as Uint8Array).length).toBe(size);
    for (let i = 0; i < 50; i++) expect(await runtime.call('crypto', 'rand_uniform', [5, 8])).toBeOneOf([5, 6, 7]);
    runtime.stop();
  });

  test('its functions take the place of those that a machine has without it, also in stack traces', { timeout: 60_000 }, async () => {
    const { runtime } = await cryptoRuntime(release);
    expect(((await runtime.call('crypto_calls', 'random', [100])) as Uint8Array).length).toBe(100);
    const error: unknown = await runtime.call('crypto_calls', 'random', [-1]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ErlangError);
    const frames = error instanceof ErlangError ? error.stacktrace.map(({ module, function: name }) => `${module}:${name}`) : [];
    expect(frames).toEqual(['crypto:strong_rand_bytes_nif', 'crypto:strong_rand_bytes']);
    runtime.stop();
  });

  test('lets others run while it works on what takes long', { timeout: 60_000 }, async () => {
    const { runtime, pauses } = await cryptoRuntime(release);
    let turns = 0;
    let isOver = false;
    const watch = (): void => {
      turns++;
      if (!isOver) setImmediate(watch);
    };
    const before = pauses.count;
    watch();
    await runtime.call('crypto', 'pbkdf2_hmac', [atom('sha512'), 'password', 'salt', 20_000, 64]);
    isOver = true;
    expect(pauses.count - before).toBeGreaterThan(10);
    expect(turns).toBeGreaterThan(10);
    runtime.stop();
  });
});

// Appendices of RFCs.
test('computes what standards have as examples', { timeout: 60_000 }, async () => {
  const { runtime } = await cryptoRuntime(29);
  const hash = await runtime.call('crypto', 'hash', [atom('sha256'), 'abc']);
  expect(hexOf(hash)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const mac = await runtime.call('crypto', 'mac', [atom('hmac'), atom('sha256'), 'Jefe', 'what do ya want for nothing?']);
  expect(hexOf(mac)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  // RFC 7748, 5.2
  const scalar = bytesOf('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4');
  const point = bytesOf('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c');
  const secret = await runtime.call('crypto', 'compute_key', [atom('eddh'), point, scalar, atom('x25519')]);
  expect(hexOf(secret)).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552');
  // RFC 8032, 7.1
  const key = bytesOf('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  const signature = await runtime.call('crypto', 'sign', [atom('eddsa'), atom('none'), '', [key, atom('ed25519')]]);
  expect(hexOf(signature)).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
  runtime.stop();
});

test('reads and writes BER as asn1rt_nif does', () => {
  const { functions } = asn1Library({} as never) as NifLibrary;
  const decode = functions['decode_ber_tlv_raw/1'];
  const encode = functions['encode_ber_tlv/1'];
  const context = { spend: () => undefined } as never;
  const decoded = (...bytes: number[]): string => formatTerm(decode?.([terms.binary(Uint8Array.from(bytes))], context) as Term);
  expect(decoded(48, 6, 2, 1, 5, 2, 1, 6, 3)).toBe('{{16,[{2,<<5>>},{2,<<6>>}]},<<3>>}');
  expect(decoded(48, 128, 48, 128, 2, 1, 5, 0, 0, 0, 0)).toBe('{{16,[{16,[{2,<<5>>}]}]},<<>>}');
  expect(decoded(0xbf, 0x81, 1, 3, 2, 1, 5)).toBe('{{131201,[{2,<<5>>}]},<<>>}');
  expect(decoded()).toBe('{error,{invalid_value,0}}');
  expect(decoded(48, 5, 2, 1)).toBe('{error,{invalid_value,1}}');
  expect(decoded(48, 128, 2, 1, 5, 0)).toBe('{error,{invalid_length,5}}');
  expect(decoded(0x9f, 0x84, 0x80, 0, 1, 7)).toBe('{error,{invalid_tag,2}}');
  const long = [48, 0x82, 1, 4, 4, 0x82, 1, 0, ...new Array<number>(256).fill(7)];
  const value = decode?.([terms.binary(Uint8Array.from(long))], context) as Term;
  const inner = value.kind === 'tuple' ? value.elements[0] : undefined;
  expect(toValue(encode?.([inner ?? terms.NIL], context) as Term)).toEqual(Uint8Array.from(long));
  expect(formatTerm(encode?.([terms.atom('a')], context) as Term)).toBe('{error,-1}');
});
