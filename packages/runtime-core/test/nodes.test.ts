import { formatTerm } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { atom, type MachineOptions, Runtime, tuple } from '../src/index.js';
import { fixture } from './fixture.js';
import { testHost } from './test-host.js';

/** All that a node of OTP 25 offers, and what less there may be: no atom cache, no fragments, none of the newer signals. */
const ALL = 55_966_662_589n;
const NO_ATOM_CACHE = ALL & ~0x2000n;
const NO_FRAGMENTS = ALL & ~0x800000n;
const OLD = ALL & ~(0x2000n | 0x800000n | 0x80000n | 0x400000n | 0x2000000n);

interface Node {
  readonly runtime: Runtime;
  /** What carries its packets to the other one. */
  carry: (packet: Uint8Array) => void;
}

async function node(flags: bigint, options: MachineOptions = {}): Promise<Node> {
  const made: Partial<Node> & { carry: Node['carry'] } = { carry: () => undefined };
  const runtime = await Runtime.create(testHost(), {
    ...options,
    otpRelease: 25,
    natives: {
      'wire:flags/0': () => flags,
      'wire:send/1': (packet) => {
        if (packet instanceof Uint8Array) made.carry(packet);
        return atom('ok');
      },
    },
  });
  await runtime.load(fixture('carried'));
  return Object.assign(made, { runtime });
}

/** Gives a packet to a node as its carrier does. */
function deliver({ runtime }: Node, packet: Uint8Array): void {
  runtime.send('carrier', tuple(atom('input'), packet));
}

/** Two nodes that are connected. */
async function pair(flags: bigint, first: MachineOptions = {}, second: MachineOptions = {}): Promise<readonly [Node, Node]> {
  const nodes = [await node(flags, first), await node(flags, second)] as const;
  const names = [atom('a@here'), atom('b@here')];
  for (const [i, each] of nodes.entries()) {
    const other = nodes[1 - i];
    each.carry = (packet) => {
      if (other !== undefined) deliver(other, packet.slice());
    };
    expect(await each.runtime.call('carried', 'start', [names[i] ?? '', 7 + i])).toBe(true);
  }
  for (const [i, each] of nodes.entries()) await each.runtime.call('carried', 'connect', [names[1 - i] ?? '', 8 - i]);
  return nodes;
}

const EXPECTED =
  '{true,true,true,normal,{bye,[1,2]},boom,silent,error,badopt,noproc,[noconnection,noconnection,nodedown],[{links,[]},{monitors,[]}]}';

describe('two machines as nodes', () => {
  test.each([
    ['all that there is', ALL, {}, {}],
    ['no atom cache', NO_ATOM_CACHE, {}, {}],
    ['no fragments', NO_FRAGMENTS, {}, {}],
    ['none of the newer signals', OLD, {}, {}],
    ['random schedules', ALL, { scheduleSeed: 17 }, { scheduleSeed: 18 }],
    ['other random schedules and no atom cache', NO_ATOM_CACHE, { scheduleSeed: 1234 }, { scheduleSeed: 99 }],
    ['collections at every allocation', ALL, { collectAlways: true }, { collectAlways: true }],
  ])('do to each other what nodes do, with %s', { timeout: 120_000 }, async (_, flags, first, second) => {
    const [a, b] = await pair(flags, first, second);
    expect(formatTerm(await a.runtime.callTerm('carried', 'program', [{ kind: 'atom', name: 'b@here' }]))).toBe(EXPECTED);
    for (const { runtime } of [a, b]) runtime.stop();
  });
});

describe('a connection that breaks', () => {
  // From the first packet on, and at some later ones.
  test.each([1, 2, 3, 5, 8, 13, 21, 34, 55, 70])('at packet %d is noticed, and made again', { timeout: 120_000 }, async (last) => {
    const [a, b] = await pair(ALL);
    const names = ['a@here', 'b@here'];
    const whole = [a.carry, b.carry];
    let count = 0;
    for (const [i, each] of [a, b].entries())
      each.carry = (packet) => {
        count++;
        // What is on its way when it breaks is lost.
        if (count < last) whole[i]?.(packet);
        else if (count === last) for (const { runtime } of [a, b]) runtime.call('carried', 'close').catch(() => undefined);
      };
    const program = async (): Promise<string> =>
      formatTerm(await a.runtime.callTerm('carried', 'program', [{ kind: 'atom', name: 'b@here' }]));
    // It ends in one way or another.
    await program().catch(() => undefined);
    for (const { runtime } of [a, b]) await runtime.call('carried', 'close');
    for (const [i, each] of [a, b].entries()) each.carry = whole[i] ?? each.carry;
    for (const [i, each] of [a, b].entries()) await each.runtime.call('carried', 'connect', [atom(names[1 - i] ?? ''), 8 - i]);
    expect(await program()).toBe(EXPECTED);
    for (const { runtime } of [a, b]) runtime.stop();
  });
});

/** A generator of numbers that are the same each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A packet with some bytes changed, left out, put in or cut off. */
function mutated(packet: Uint8Array, draw: () => number): Uint8Array {
  const bytes = [...packet];
  for (let times = 1 + Math.floor(draw() * 4); times > 0; times--) {
    const at = Math.floor(draw() * bytes.length);
    const kind = Math.floor(draw() * 5);
    const byte = Math.floor(draw() * 256);
    if (kind === 0) bytes[at] = byte;
    else if (kind === 1) bytes[at] = ((bytes[at] ?? 0) ^ (1 << Math.floor(draw() * 8))) & 0xff;
    else if (kind === 2) bytes.splice(at, 1 + Math.floor(draw() * 4));
    else if (kind === 3) bytes.splice(at, 0, byte);
    else bytes.length = at;
  }
  return Uint8Array.from(bytes);
}

/** How many packets are tried; `MALFORMED_PACKETS` may name more. */
const PACKETS = Number(process.env.MALFORMED_PACKETS ?? 4000);

describe('a node that lies', () => {
  test('gets its connection closed, and nothing else happens', { timeout: 3_600_000 }, async () => {
    const [a, b] = await pair(ALL);
    // What one node says to the other while a program runs; long packets say no more than short ones.
    const said: Uint8Array[] = [];
    a.carry = (packet) => {
      if (packet.length < 2000) said.push(packet.slice());
      deliver(b, packet.slice());
    };
    await a.runtime.callTerm('carried', 'program', [{ kind: 'atom', name: 'b@here' }]);
    const draw = random(4711);
    let closed = 0;
    b.carry = () => undefined;
    for (let tried = 0; tried < PACKETS; ) {
      await b.runtime.call('carried', 'connect', [atom('a@here'), 7]);
      // Several by one connection, as the first may be understood.
      for (let i = 0; i < 8 && tried < PACKETS; i++, tried++) {
        const packet = said[Math.floor(draw() * said.length)] ?? Uint8Array.of();
        try {
          deliver(b, draw() < 0.2 ? packet : mutated(packet, draw));
        } catch {
          // The carrier is gone.
          closed++;
          break;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      await b.runtime.call('carried', 'close').catch(() => undefined);
    }
    expect(closed).toBeGreaterThan(0);
    expect(await b.runtime.call('carried', 'sound')).toBe(true);
    for (const { runtime } of [a, b]) runtime.stop();
  });
});
