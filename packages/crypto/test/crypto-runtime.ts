import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Host, Runtime, type UserNative } from '@beamline/runtime-core';
import { asn1, crypto } from '../src/index.js';

/** Bytes of a file of `fixtures`. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}

/** The least host that runs a machine in Node; `pauses` counts what was put off. */
function host(pauses: { count: number }): Host {
  return {
    now: () => performance.now(),
    systemTime: () => Date.now(),
    schedule: (task) => {
      pauses.count++;
      setImmediate(task);
    },
    timer: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
    compile: (bytes) => WebAssembly.compile(bytes),
    writeLine: () => undefined,
    random: (count) => new Uint8Array(randomBytes(count)),
  };
}

const characters = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));

/** What the `-on_load` function of OTP's crypto asks of the standard library. */
const otp: Readonly<Record<string, UserNative>> = {
  'filename:join/1': () => characters('/crypto/priv/lib/crypto'),
  'unicode:characters_to_binary/3': () => '/crypto/priv/lib/crypto',
};
/** A runtime with the unmodified crypto of a release. */
export async function cryptoRuntime(otpRelease: 25 | 29): Promise<{ readonly runtime: Runtime; readonly pauses: { count: number } }> {
  const pauses = { count: 0 };
  const runtime = await Runtime.create(host(pauses), { otpRelease, natives: otp, nifs: { crypto, asn1rt_nif: asn1 } });
  await runtime.load(fixture('lists.beam'));
  await runtime.load(fixture(`otp${otpRelease}/crypto_ec_curves.beam`));
  await runtime.load(fixture(`otp${otpRelease}/crypto.beam`));
  await runtime.load(fixture('crypto_calls.beam'));
  return { runtime, pauses };
}
