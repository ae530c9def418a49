import { atom, tuple } from '@beamline/runtime-core';
import { check, checkEqual } from './assertions.js';
import type { AdapterTest } from './context.js';
import { fixtureRuntime, MODULE } from './fixture.js';

/** What OTP's `zlib:compress/1` makes of a hundred times `hello hello `. */
const COMPRESSED: Uint8Array = Uint8Array.of(
  ...[120, 156, 203, 72, 205, 201, 201, 87, 200, 24, 37, 71, 201, 81, 114, 148, 28, 244, 36, 0, 85, 126, 184, 176],
);

/** The natives that OTP's libraries call. */
export const nativeTests: readonly AdapterTest[] = [
  {
    name: 'compresses to the bytes of zlib, and back',
    run: async (context) => {
      const runtime = await fixtureRuntime(context);
      const text = 'hello hello '.repeat(100);
      checkEqual(await runtime.call(MODULE, 'deflated', [text]), COMPRESSED, 'deflated');
      checkEqual(await runtime.call(MODULE, 'inflated', [COMPRESSED]), new TextEncoder().encode(text), 'inflated');
      const large = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i * 7 + (i >> 4)) % 251);
      const packed = await runtime.call(MODULE, 'deflated', [large]);
      check(packed instanceof Uint8Array && packed.length < large.length, 'it is smaller');
      checkEqual(await runtime.call(MODULE, 'inflated', [packed]), large, 'inflated again');
      runtime.stop();
    },
  },
  {
    name: 'grants no files unless it is told to',
    run: async (context) => {
      const runtime = await fixtureRuntime(context);
      const denied = tuple(atom('error'), atom('eacces'));
      checkEqual(
        await runtime.call(MODULE, 'files', []),
        Array.from({ length: 10 }, () => denied),
        'files',
      );
      runtime.stop();
    },
  },
];
