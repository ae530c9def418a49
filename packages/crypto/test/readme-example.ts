import { readFile } from 'node:fs/promises';
import { crypto } from '@beamline/crypto';
import { atom, createRuntime } from '@beamline/runtime-web';

const runtime = await createRuntime({
  nifs: { crypto },
  // Of the standard library, which is not in the code path here.
  natives: { 'filename:join/1': () => [], 'unicode:characters_to_binary/3': () => '' },
});
// OTP's own module, unmodified, from its lib folder.
for (const name of ['crypto_ec_curves', 'crypto'])
  await runtime.load(await readFile(new URL(`fixtures/otp29/${name}.beam`, import.meta.url)));

const digest = await runtime.call('crypto', 'hash', [atom('sha256'), 'abc']);
console.log(Buffer.from(digest as Uint8Array).toString('hex')); // ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad

const key = new Uint8Array(32);
const secret = await runtime.call('crypto', 'crypto_one_time', [atom('aes_256_ctr'), key, new Uint8Array(16), 'text', true]);
console.log(await runtime.call('crypto', 'crypto_one_time', [atom('aes_256_ctr'), key, new Uint8Array(16), secret, false])); // Uint8Array(4) [ 116, 101, 120, 116 ]
runtime.stop();
