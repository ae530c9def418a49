import { describe, expect, test } from 'vitest';
import { Atom, atom, type Runtime, StoppedError, SystemLimitError, Tuple } from '../src/index.js';
import { runtimeWith } from './fixture.js';
import { TurnHost } from './turn-host.js';

/** What each of the natives makes of 3,000 elements or bytes, as OTP 25's `erlang:phash2/1` has it. */
const digests: Readonly<Record<string, number>> = {
  subtract: 113427502,
  add: 100043963,
  reverse: 28061359,
  member: 7111573,
  keyfind: 7111573,
  list_to_tuple: 79263606,
  tuple_to_list: 32838283,
  matches: 56016117,
  matches_of_many: 31878022,
  match: 90409704,
  split: 62501119,
  copy: 130987548,
  prefix: 77326618,
  characters_to_list: 36096174,
  characters_to_binary: 109704866,
  binary_to_list: 60435314,
  list_to_binary: 116841082,
  bitstring_to_list: 104461014,
  list_to_bitstring: 74317410,
  iolist_size: 77326618,
  term_to_binary: 28634021,
  external_size: 110456475,
  binary_to_term: 54292291,
  md5: 97789385,
  crc32: 127760494,
  adler32: 37395400,
  phash2: 83376191,
  phash2_of_bytes: 102850614,
  from_list: 77326618,
  from_keys: 46112344,
  merge: 79073654,
  keys: 7111573,
  send: 54292291,
  look_for: 77326618,
  look_once: 77326618,
  select: 74034151,
  select_count: 45758141,
};
const names = Object.keys(digests);

/** Elements or bytes that all of them need more than ten slices for. */
const MANY = 1_000_000;

/** Most reductions of a turn: the clock of the host is looked at after each slice, of 4,000, and a turn has 8 ticks of it. */
const MOST_OF_TURN = 8 * 4000;

/** A runtime whose program tells the function when its work begins. */
function startedWith(host: TurnHost, ready: () => void, options: { timeLimit?: number } = {}): Promise<Runtime> {
  const natives = {
    'host:ready/0': () => {
      ready();
      return true;
    },
  };
  return runtimeWith(['long_natives'], { ...options, natives }, host);
}

describe.each(names)('%s', (name) => {
  test('takes reductions by its work, and leaves the host its turns', { timeout: 60_000 }, async () => {
    const host = new TurnHost();
    const runtime = await runtimeWith(['long_natives'], {}, host);
    const before = host.turns;
    const reductions = Number(await runtime.call('long_natives', 'measured', [atom(name), MANY]));
    expect(reductions).toBeGreaterThan(10 * 4000);
    expect(reductions / (host.turns - before)).toBeLessThan(MOST_OF_TURN);
  });

  test('ends in the middle by an exit signal', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['long_natives'], {}, new TurnHost());
    const before = runtime.machine.kernel.usedBytes();
    expect(await runtime.call('long_natives', 'killed', [atom(name), MANY])).toEqual(atom('killed'));
    // What the native had is gone, tables after a while.
    while (runtime.machine.kernel.usedBytes() - before > 1_000_000) await new Promise(setImmediate);
  });

  test('is stopped within a turn', { timeout: 60_000 }, async () => {
    const host = new TurnHost();
    const controller = new AbortController();
    let begun = 0;
    const runtime = await startedWith(host, () => {
      begun = host.turns;
      const stop = (): void => {
        if (host.turns < begun + 2) setImmediate(stop);
        else controller.abort();
      };
      setImmediate(stop);
    });
    await expect(runtime.call('long_natives', 'once', [atom(name), MANY], { signal: controller.signal })).rejects.toThrow(StoppedError);
    expect(host.turns - begun).toBeLessThan(6);
  });
});

test('a time limit ends natives', { timeout: 60_000 }, async () => {
  const host = new TurnHost();
  let begun = 0;
  const runtime = await startedWith(
    host,
    () => {
      begun = host.turns;
    },
    { timeLimit: 100_000 },
  );
  await runtime.call('long_natives', 'once', [atom('md5'), 1000]);
  const short = await startedWith(
    host,
    () => {
      begun = host.turns;
    },
    { timeLimit: 40 },
  );
  await expect(short.call('long_natives', 'once', [atom('md5'), 20 * MANY])).rejects.toThrow(SystemLimitError);
  expect(host.turns - begun).toBeLessThan(20);
});

test.each([undefined, 1, 2, 3, 4, 5, 6, 7, 8])('all at once make what they make one by one, with the schedule of seed %s', async (seed) => {
  const runtime = await runtimeWith(['long_natives'], seed === undefined ? {} : { scheduleSeed: seed });
  const results = await runtime.call('long_natives', 'all', [3000]);
  const found: Record<string, unknown> = {};
  for (const result of Array.isArray(results) ? results : []) {
    if (!(result instanceof Tuple)) throw new Error('not a pair');
    const [name, digest] = result.elements;
    if (name instanceof Atom) found[name.name] = digest;
  }
  expect(found).toEqual(digests);
});

test('and in the pieces that they are really made in', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['long_natives']);
  expect(await runtime.call('long_natives', 'digest', [200_000])).toBe(74147410);
});

describe('a large table', () => {
  const ROWS = 300_000;

  test('is deleted in parts when its owner has ended', { timeout: 60_000 }, async () => {
    const host = new TurnHost();
    const runtime = await runtimeWith(['long_natives'], {}, host);
    const used = (): number => runtime.machine.kernel.usedBytes();
    const before = used();
    await runtime.call('long_natives', 'table', [ROWS]);
    // Nobody finds it any more, though not all of it is gone.
    expect(runtime.machine.kernel.tables()).toBe(0);
    expect(used() - before).toBeGreaterThan(1_000_000);
    const turns = host.turns;
    while (used() - before > 100_000) await new Promise(setImmediate);
    expect(host.turns - turns).toBeGreaterThan(5);
  });

  test('gives its memory back to who needs it', { timeout: 60_000 }, async () => {
    // One table takes more than half of the limit.
    const runtime = await runtimeWith(['long_natives'], { memoryLimit: 24 << 20 }, new TurnHost());
    expect(await runtime.call('long_natives', 'kept', [ROWS])).toEqual(atom('ok'));
  });
});
