import { ErlangError } from '../processes/erlang-error.js';
import { atom, binary } from '../terms/plain-terms.js';
import { integerBetween } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** Most random bytes that a call may ask for, and that a host returns at a time. */
const MOST_RANDOM_BYTES = 1 << 24;
const RANDOM_PART = 1 << 16;

/** What programs ask most of OTP's `crypto`, where that is not loaded. */
export const randomBytesBifs: HostBifs = {
  // Without random bytes it fails as `crypto` does where the operating system has no entropy to give.
  'crypto:strong_rand_bytes/1': ([count], { host }) => {
    const wanted = integerBetween(count, 0, MOST_RANDOM_BYTES);
    if (host.random === undefined) throw new ErlangError('error', atom('low_entropy'), []);
    const bytes = new Uint8Array(wanted);
    for (let at = 0; at < wanted; at += RANDOM_PART) bytes.set(host.random(Math.min(RANDOM_PART, wanted - at)), at);
    return binary(bytes);
  },
};
