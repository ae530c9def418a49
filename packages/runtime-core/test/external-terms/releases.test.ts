import type { Term } from '@beamline/beam-file';
import { expect, it } from 'vitest';
import { Runtime } from '../../src/index.js';
import { testHost } from '../test-host.js';

// What the releases of OTP do differently; the bytes are those of OTP 25 and 29.

const atom = (name: string): Term => ({ kind: 'atom', name });
const list = (...elements: Term[]): Term => (elements.length === 0 ? { kind: 'nil' } : { kind: 'list', elements, tail: { kind: 'nil' } });
const binary = (...bytes: number[]): Term => ({ kind: 'bitstring', bytes: Uint8Array.from(bytes), bitSize: 8 * bytes.length });

async function call(runtime: Runtime, name: string, ...args: Term[]): Promise<unknown> {
  try {
    return await runtime.callTerm('erlang', name, args);
  } catch (error) {
    return String(error).split('\n')[0];
  }
}

const create = (otpRelease: number): Promise<Runtime> => Runtime.create(testHost(), { otpRelease });

it('writes atoms in Latin-1 before OTP 26, in UTF-8 since', async () => {
  expect(await call(await create(25), 'term_to_binary', atom('å'))).toEqual(binary(131, 100, 0, 1, 0xe5));
  expect(await call(await create(26), 'term_to_binary', atom('å'))).toEqual(binary(131, 119, 2, 0xc3, 0xa5));
});

it('knows one option of external_size before OTP 26, all since', async () => {
  const options = [list(atom('compressed')), list(atom('deterministic')), list(atom('local'))];
  for (const option of options) expect(await call(await create(25), 'external_size', atom('a'), option)).toBe('ErlangError: error: badarg');
  const sizes = await Promise.all(options.map(async (option) => await call(await create(29), 'external_size', atom('a'), option)));
  expect(sizes).toEqual([4, 4, 9].map((value) => ({ kind: 'integer', value })));
});

it('writes terms that only the same machine reads since OTP 26', async () => {
  const runtime = await create(29);
  const options = list(atom('local'));
  const pid: Term = { kind: 'pid', node: 'nonode@nohost', id: 10, serial: 0, creation: 0 };
  const written = await call(runtime, 'term_to_binary', pid, options);
  expect(written).toMatchObject({ kind: 'bitstring', bitSize: 8 * 20 });
  const bytes = (written as Extract<Term, { kind: 'bitstring' }>).bytes;
  // After a hash of four bytes nil stands for the node.
  expect([...bytes.subarray(0, 2), ...bytes.subarray(6)]).toEqual([131, 121, 88, 106, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(await call(runtime, 'binary_to_term', binary(...bytes))).toEqual(pid);
  expect(await call(await create(29), 'binary_to_term', binary(...bytes))).toBe('ErlangError: error: badarg');
  bytes[10] = 11;
  expect(await call(runtime, 'binary_to_term', binary(...bytes))).toBe('ErlangError: error: badarg');
  expect(await call(runtime, 'term_to_binary', pid, list(atom('local'), atom('deterministic')))).toBe('ErlangError: error: badarg');
  expect(await call(await create(25), 'term_to_binary', pid, options)).toBe('ErlangError: error: badarg');
});

it('keeps the creation of another start of a node with the name of this one', async () => {
  const runtime = await create(29);
  const pid: Term = { kind: 'pid', node: 'nonode@nohost', id: 1, serial: 0, creation: 5 };
  expect(await call(runtime, 'binary_to_term', (await call(runtime, 'term_to_binary', pid)) as Term)).toEqual(pid);
});
