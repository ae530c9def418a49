import { readFileSync } from 'node:fs';
import { readBeamFile } from '@beamline/beam-file';
import { expect, test } from 'vitest';
import { moduleMd5 } from '../src/loader/module-md5.js';

// What beam_lib:md5/1 of OTP 25 says of these files.
test.each([
  ['data', 'd6f3682a2bec50419b5474030719d935'],
  ['functions', '46865fce8ff0123a52840b3876f1c552'],
])('the MD5 of %s is what beam_lib tells', (module, digest) => {
  const beam = readBeamFile(readFileSync(new URL(`differential/otp25/${module}.beam`, import.meta.url)));
  expect(Buffer.from(moduleMd5(beam)).toString('hex')).toBe(digest);
});
