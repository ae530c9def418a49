import { readFileSync } from 'node:fs';
import { decodeExternalTerm } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { atom, createRuntime, formatTerm, type Runtime, tuple } from '../src/index.js';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../crypto/test/fixtures/${name}`, import.meta.url)));

/** A runtime of Node with the unmodified crypto of a release, whose natives it has by itself. */
async function cryptoRuntime(otpRelease: number): Promise<Runtime> {
  const natives = { 'filename:join/1': () => [], 'unicode:characters_to_binary/3': () => '' };
  const runtime = await createRuntime({ otpRelease, natives, cache: false });
  for (const name of ['lists', `otp${otpRelease}/crypto_ec_curves`, `otp${otpRelease}/crypto`, 'crypto_calls'])
    await runtime.load(fixture(`${name}.beam`));
  return runtime;
}

describe.each([25, 29])("with Node's own cryptography, crypto of OTP %i", (release) => {
  test('does as on its own natives, by 8,167 calls', { timeout: 300_000 }, async () => {
    const runtime = await cryptoRuntime(release);
    const expected = fixture(`otp${release}/sums`);
    const sums = (await runtime.call('crypto_calls', 'sums', [release])) as Uint8Array;
    const differing: string[] = [];
    for (let at = 0; at < expected.length && differing.length < 10; at += 4) {
      if (expected.subarray(at, at + 4).every((byte, i) => byte === sums[at + i])) continue;
      const call = await runtime.callTerm('crypto_calls', 'call', [
        { kind: 'integer', value: release },
        { kind: 'integer', value: at / 4 },
      ]);
      differing.push(formatTerm(call));
    }
    expect(differing).toEqual([]);
    expect(sums.length).toBe(expected.length);
    runtime.stop();
  });

  test('accepts what the real one has signed and encrypted, and what it has signed itself', { timeout: 120_000 }, async () => {
    const runtime = await cryptoRuntime(release);
    const theirs = decodeExternalTerm(fixture(`otp${release}/signatures`));
    expect(formatTerm(await runtime.callTerm('crypto_calls', 'checked', [theirs]))).toBe('[]');
    const ours = await runtime.callTerm('crypto_calls', 'signatures', [{ kind: 'integer', value: release }]);
    expect(ours.kind === 'list' ? ours.elements.length : 0).toBeGreaterThan(40);
    expect(formatTerm(await runtime.callTerm('crypto_calls', 'checked', [ours]))).toBe('[]');
    runtime.stop();
  });

  test('goes on with the state of a hash in two ways, and with that of a cipher in parts', { timeout: 60_000 }, async () => {
    const runtime = await cryptoRuntime(release);
    const hashed = async (...parts: string[]): Promise<unknown> => {
      let state = await runtime.call('crypto', 'hash_init', [atom('sha256')]);
      for (const part of parts) state = await runtime.call('crypto', 'hash_update', [state, part]);
      return await runtime.call('crypto', 'hash_final', [state]);
    };
    const state = await runtime.call('crypto', 'hash_update', [await runtime.call('crypto', 'hash_init', [atom('sha256')]), 'ab']);
    const one = await runtime.call('crypto', 'hash_update', [state, 'c']);
    const other = await runtime.call('crypto', 'hash_update', [state, 'd']);
    expect(await runtime.call('crypto', 'hash_final', [one])).toEqual(await hashed('abc'));
    expect(await runtime.call('crypto', 'hash_final', [other])).toEqual(await hashed('a', 'bd'));
    expect(await runtime.call('crypto', 'hash_final', [state])).toEqual(await hashed('ab'));
    const pair = await runtime.call('crypto', 'generate_key', [atom('rsa'), tuple(1024, 65_537)]);
    expect(pair).toMatchObject({ elements: [{ length: 2 }, { length: 8 }] });
    runtime.stop();
  });
});
