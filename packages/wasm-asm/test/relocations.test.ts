import { Leb128Error } from '@beamline/leb128';
import { describe, expect, test } from 'vitest';
import {
  ByteBuffer,
  CodeEmitter,
  type IndexMap,
  instructionTable,
  LinkFixupKind,
  RelocatableInstructions,
  Relocations,
  readInstructions,
  renumberCode,
} from '../src/index.js';
import { sampleBody } from './samples.js';

const up = (by: number) => (index: number) => index + by;
const shifted: IndexMap = {
  function: up(1000),
  type: up(2000),
  table: up(3000),
  memory: up(4000),
  global: up(5000),
  tag: up(6000),
  element: up(7000),
  data: up(8000),
};
const same: IndexMap = {
  function: up(0),
  type: up(0),
  table: up(0),
  memory: up(0),
  global: up(0),
  tag: up(0),
  element: up(0),
  data: up(0),
};

describe('relocations', () => {
  test('every kind of field is recorded, right as written and patched', () => {
    const c = new CodeEmitter();
    const r = new RelocatableInstructions(c);
    r.call(1);
    r.returnCall(2);
    r.callIndirect(3, 4);
    r.returnCallIndirect(5, 6);
    r.callRef(7);
    r.returnCallRef(8);
    r.refFunc(9);
    r.globalGet(10);
    r.globalSet(11);
    r.tableGet(12);
    r.tableSet(13);
    r.tableInit(14, 15);
    r.memorySize(16);
    r.memoryGrow(17);
    r.memoryInit(18, 19);
    r.throw(20);
    r.i32Const(-21);
    r.i64Const(22);
    const { relocations } = r;
    expect(relocations.count).toBe(22);
    expect(Array.from({ length: 22 }, (_, i) => Math.abs(relocations.value(i)))).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));

    // In the shortest form it is what the plain emitter writes.
    const plain = new CodeEmitter();
    plain.call(1);
    plain.returnCall(2);
    plain.callIndirect(3, 4);
    plain.returnCallIndirect(5, 6);
    plain.callRef(7);
    plain.returnCallRef(8);
    plain.ref.func(9);
    plain.global.get(10);
    plain.global.set(11);
    plain.table.get(12);
    plain.table.set(13);
    plain.table.init(14, 15);
    plain.memory.size(16);
    plain.memory.grow(17);
    plain.memory.init(18, 19);
    plain.throw(20);
    plain.i32.const(-21);
    const constantAt = plain.buffer.length;
    plain.i64.const(22);
    const short = new ByteBuffer();
    renumberCode(short, c.buffer.slice(), same);
    // An i64 constant keeps its bytes.
    expect([...short.slice(0, constantAt)]).toEqual([...plain.buffer.slice(0, constantAt)]);

    const names = Object.keys(LinkFixupKind);
    relocations.apply(c.buffer.bytes, (kind, value) =>
      kind === LinkFixupKind.i64 ? -(2n ** 63n) : kind === LinkFixupKind.i32 ? -(2 ** 31) : value + 1000,
    );
    const patched = new ByteBuffer();
    renumberCode(patched, c.buffer.slice(), { ...same, function: (index) => index - 1000 });
    expect([...patched.slice(0, 2)]).toEqual([0x10, 1]);
    expect(names.length).toBe(10);
    expect([...c.buffer.slice(c.buffer.length - 11)]).toEqual([0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f]);
  });

  test('code that has moved, and part of the list', () => {
    const relocations = new Relocations();
    const c = new CodeEmitter();
    const r = new RelocatableInstructions(c, relocations);
    for (let i = 0; i < 100; i++) r.call(i);
    const moved = new Uint8Array(10 + c.buffer.length);
    moved.set(c.buffer.slice(), 10);
    relocations.apply(moved, (_, value) => value + 1, 10, 50);
    const calls: number[] = [];
    const out = new ByteBuffer();
    renumberCode(out, moved.subarray(10), {
      ...same,
      function: (index) => {
        calls.push(index);
        return index;
      },
    });
    expect(calls).toEqual(Array.from({ length: 100 }, (_, i) => (i < 50 ? i : i + 1)));
    relocations.reset();
    expect(relocations.count).toBe(0);
  });

  test('answers that do not fit', () => {
    const c = new CodeEmitter();
    const r = new RelocatableInstructions(c);
    r.call(1);
    expect(() => r.relocations.apply(c.buffer.bytes, () => -1)).toThrow(Leb128Error);
    expect(() => r.relocations.apply(new Uint8Array(3), () => 1)).toThrow('no room at byte 1: 5');
  });
});

describe('renumbering', () => {
  test.each(instructionTable.map((instruction) => [`${instruction.name}${instruction.method ?? ''}`, instruction] as const))(
    '%s',
    (_, instruction) => {
      const body = sampleBody(instruction);
      const unchanged = new ByteBuffer();
      renumberCode(unchanged, body, same);
      expect([...unchanged.slice()]).toEqual([...body]);

      const changed = new ByteBuffer();
      renumberCode(changed, body, shifted);
      const names = (bytes: Uint8Array): string[] => {
        const list: string[] = [];
        readInstructions(bytes, 0, bytes.length, ({ name }) => list.push(name));
        return list;
      };
      expect(names(changed.slice())).toEqual(names(body));
      const back = new ByteBuffer();
      const down = (by: number) => (index: number) => index - by;
      renumberCode(back, changed.slice(), {
        function: down(1000),
        type: down(2000),
        table: down(3000),
        memory: down(4000),
        global: down(5000),
        tag: down(6000),
        element: down(7000),
        data: down(8000),
      });
      expect([...back.slice()]).toEqual([...body]);
      // A sample of `rethrow` needs a `catch` around it.
      const named =
        instruction.name === 'rethrow' ||
        instruction.immediates.some((kind) => kind in shifted || kind.startsWith('memarg') || kind === 'catches');
      expect(changed.length > body.length).toBe(named);
    },
  );

  test('a memory offset of 64 bits survives', () => {
    const code = Uint8Array.from([0x28, 0x02, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
    const out = new ByteBuffer();
    renumberCode(out, code, { ...same, memory: () => 1 });
    expect([...out.slice()]).toEqual([0x28, 0x42, 1, ...code.subarray(2)]);
  });

  test('where each instruction has gone', () => {
    const c = new CodeEmitter();
    c.call(1);
    c.nop();
    c.call(2);
    const moves: [number, number][] = [];
    renumberCode(new ByteBuffer(), c.buffer.slice(), shifted, (from, to) => moves.push([from, to]));
    expect(moves).toEqual([
      [0, 0],
      [2, 3],
      [3, 4],
    ]);
  });
});
