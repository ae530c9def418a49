/** What is written here, held against what is known of AtomVM, and against modules that its own compiler made. */
import { readFileSync } from 'node:fs';
import { ContextOffset, HeaderTag, JitStateOffset, TermTag } from '@beamline/machine-model';
import { decodeModule } from '@beamline/module-writer';
import { describe, expect, test } from 'vitest';
import {
  AtomvmBackend,
  atomvmPrimitives,
  CALL_EXT_NO_DEALLOC,
  CALL_EXT_NO_DEALLOC_MFA,
  decodeAtomvmStream,
  decodeNativeChunk,
  encodeAtomvmStream,
  encodeNativeChunk,
  IMPORTED_MEMORY,
  moduleNativeInterfaceOffset,
  NATIVE_CHUNK,
  NativeChunkError,
  PrimitiveTable,
  readNativeModule,
  Variant,
  xReg,
  yReg,
} from '../src/index.js';

const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`fixtures/atomvm/${name}`, import.meta.url)));
const facts = JSON.parse(new TextDecoder().decode(fixture('facts.json'))) as {
  readonly primitives: readonly {
    readonly name: string;
    readonly parameters: readonly string[];
    readonly result: string;
    readonly tailOnly: boolean;
  }[];
  readonly operations: readonly string[];
  readonly formatVersion: number;
  readonly architecture: number;
  readonly variants: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, number>>;
  readonly jitState: Readonly<Record<string, number>>;
  readonly lastXRegister: number;
  readonly terms: Readonly<Record<string, number>> & {
    readonly primary: Readonly<Record<string, number>>;
    readonly boxed: Readonly<Record<string, number>>;
  };
  readonly callExt: Readonly<Record<string, number>>;
  readonly maxParameters: number;
};

/** A chunk of a `.beam` file. */
function chunkOf(file: Uint8Array, name: string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  for (let at = 12; at < file.length; at += 8 + Math.ceil(view.getUint32(at + 4) / 4) * 4) {
    if (new TextDecoder().decode(file.subarray(at, at + 4)) === name) return file.subarray(at + 8, at + 8 + view.getUint32(at + 4));
  }
  throw new Error(`no ${name}`);
}

describe('primitives', () => {
  test('there are 77', () => {
    expect(facts.primitives).toHaveLength(77);
    expect(atomvmPrimitives).toHaveLength(77);
  });

  test.each(facts.primitives.map((fact, index) => ({ index, ...fact })))('$index is $name', (fact) => {
    expect(atomvmPrimitives[fact.index]).toEqual(fact);
    const table = new PrimitiveTable();
    expect(table.find(fact.name)).toBe(atomvmPrimitives[fact.index]);
    expect(table.find(fact.index)).toBe(atomvmPrimitives[fact.index]);
    expect(moduleNativeInterfaceOffset(fact)).toBe(4 * fact.index);
    expect(fact.parameters.length).toBeLessThanOrEqual(facts.maxParameters);
  });

  test.each(facts.primitives.map((fact, index) => ({ index, ...fact })))('the call of $name has its type and its place', (fact) => {
    const b = new AtomvmBackend();
    b.jumpTable(1);
    b.addLabel(1);
    const args = fact.parameters.map((type) => (type === 'i64' ? ({ kind: 'int64', value: 0n } as const) : 0));
    b.callPrimitiveLast(fact.index, args);
    const module = decodeModule(b.finish().bytes);
    const body = [...(module.code[1]?.body ?? [])];
    const type = fact.parameters.includes('i64') ? 12 : fact.parameters.length - 1 + (fact.result === 'void' ? 6 : 0);
    const offset = 4 * fact.index;
    const leb = offset < 128 ? [offset] : [(offset & 0x7f) | 0x80, offset >> 7];
    // The arguments, the interface, its word, call_indirect, and what is returned.
    expect(body).toEqual([
      ...fact.parameters.flatMap((each) => [each === 'i64' ? 0x42 : 0x41, 0]),
      ...[0x20, 2, 0x28, 2, ...leb, 0x11, type, 0],
      ...(fact.result === 'void' ? [0x20, 0] : []),
      ...[0x0f, 0x0b],
    ]);
  });

  test('call_ext has two values for no frame', () => {
    expect({ noDealloc: CALL_EXT_NO_DEALLOC, noDeallocMfa: CALL_EXT_NO_DEALLOC_MFA }).toEqual(facts.callExt);
  });
});

/** The operations that take fewer or more arguments. */
const OPTIONAL: Readonly<Record<string, readonly [least: number, most: number]>> = {
  moveToNativeRegister: [1, 2],
  addLabel: [1, 2],
  moveToArrayElement: [3, 4],
  returnLabelsAndLines: [0, 1],
};

describe('operations', () => {
  test.each(facts.operations)('%s', (operation) => {
    const [name = '', arity] = operation.split('/');
    const ours = (name === 'new' ? 'reset' : name.replace(/_$/, '')).replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const found: unknown = Reflect.get(AtomvmBackend.prototype, ours);
    if (typeof found !== 'function') throw new Error(`there is no ${ours}`);
    // What Erlang's `new` takes are the variant and the stream, which are no part of the state here.
    if (name === 'new') return;
    // The state is not an argument here.
    const given = Math.max(Number(arity) - 1, 0);
    const [least, most] = OPTIONAL[ours] ?? [found.length, found.length];
    expect(given).toBeGreaterThanOrEqual(least);
    expect(given).toBeLessThanOrEqual(most);
  });
});

describe('offsets', () => {
  test('of the context', () => {
    expect(facts.context).toMatchObject({
      e: ContextOffset.e,
      x: ContextOffset.x,
      cp: ContextOffset.cp,
      fr: ContextOffset.fr,
      bs: ContextOffset.bs,
      bs_offset: ContextOffset.bsOffset,
    });
  });

  test('of the state of compiled code', () => {
    expect(facts.jitState).toEqual({
      module: JitStateOffset.module,
      continuation: JitStateOffset.continuation,
      remaining_reductions: JitStateOffset.remainingReductions,
    });
  });

  test('the last X register', () => {
    const b = new AtomvmBackend();
    b.jumpTable(1);
    b.addLabel(1);
    b.moveToVmRegister(xReg(facts.lastXRegister), yReg(0));
    expect(() => b.moveToVmRegister(xReg(facts.lastXRegister + 1), yReg(0))).toThrow('wrong operand');
  });
});

test('tags of terms', () => {
  const { terms } = facts;
  expect([terms.primaryMask, terms.primary.list, terms.primary.boxed]).toEqual([TermTag.primaryMask, TermTag.cons, TermTag.boxed]);
  expect([terms.integer, terms.atom, terms.nil, terms.atomShift, terms.integerShift]).toEqual([
    TermTag.integer,
    TermTag.atom,
    TermTag.nil,
    TermTag.atomShift,
    TermTag.integerShift,
  ]);
  expect(terms.boxed.tuple).toBe(HeaderTag.tuple);
});

test('the module: imports, types, exports, and the chunk around it', () => {
  expect(IMPORTED_MEMORY).toEqual(facts.memory);
  const b = new AtomvmBackend();
  b.jumpTable(2);
  b.addLabel(1);
  b.callOrScheduleNext(1);
  b.callPrimitiveLast('return', ['ctx', 'jit_state']);
  const module = b.finish();
  const ours = decodeModule(module.bytes);
  const theirs = decodeModule(readNativeModule(chunkOf(fixture('small.beam'), NATIVE_CHUNK))?.bytes ?? new Uint8Array());
  expect(ours.imports).toEqual(theirs.imports);
  expect(ours.types).toEqual(theirs.types);
  expect(ours.functions).toEqual(theirs.functions.slice(0, ours.functions.length));
  expect(ours.exports).toEqual(theirs.exports.slice(0, ours.exports.length));
  const chunk = encodeNativeChunk(module);
  expect([...chunk.subarray(0, 20)]).toEqual([0, 0, 0, 16, 0, 0, 0, 2, 0, 1, 0, 1, 0, facts.architecture, 0, 1, 0, 0, 0, 0]);
  expect([...encodeNativeChunk(module, Variant.pic + Variant.float32).subarray(14, 16)]).toEqual([0, 3]);
  expect(Variant).toEqual(facts.variants);
  expect(decodeNativeChunk(chunk)).toEqual({
    labels: 2,
    version: facts.formatVersion,
    architectures: [{ architecture: facts.architecture, variant: 1, offset: 0 }],
    code: encodeAtomvmStream(module),
  });
});

describe.each(['small', 'turns', 'counter'])("%s, compiled by AtomVM's own compiler", (name) => {
  const chunk = chunkOf(fixture(`${name}.beam`), NATIVE_CHUNK);

  test('decodes, and encoding gives the same bytes', () => {
    const { code, labels } = decodeNativeChunk(chunk);
    const module = decodeAtomvmStream(code);
    expect(module.labelCount).toBe(labels);
    expect(encodeAtomvmStream(module)).toEqual(new Uint8Array(code));
    expect(encodeNativeChunk(module)).toEqual(new Uint8Array(chunk));
    expect(readNativeModule(chunk)).toEqual(module);
  });

  test('has what the facts say', () => {
    const module = decodeAtomvmStream(decodeNativeChunk(chunk).code);
    expect(WebAssembly.validate(module.bytes)).toBe(true);
    expect(module.entryCount).toBe(module.labelCount + 1 + module.continuations.length);
    expect(module.continuations.map(({ entry }) => entry)).toEqual(
      module.continuations.map((_, i) => module.labelCount + module.continuations.length - i),
    );
    expect(module.lines.map(({ offset }) => offset)).toEqual(module.lines.map(({ offset }) => offset).toSorted((a, z) => a - z));
    const { exports, code } = decodeModule(module.bytes);
    expect(exports.map(({ name: each, index }) => [each, index])).toEqual(code.map((_, i) => [`f${i}`, i]));
    expect(code).toHaveLength(module.entryCount);
  });
});

describe('a chunk', () => {
  const good = chunkOf(fixture('small.beam'), NATIVE_CHUNK);
  const changed = (change: (view: DataView, bytes: Uint8Array) => void): Uint8Array => {
    const bytes = new Uint8Array(good);
    change(new DataView(bytes.buffer), bytes);
    return bytes;
  };

  test.each<[string, Uint8Array, string]>([
    ['that is cut off', good.subarray(0, 11), 'a chunk of 11 bytes is cut off'],
    ['with a header that is too short', changed((view) => view.setUint32(0, 15)), 'a header of 15 bytes with 1 architectures'],
    ['with a header that is longer than it', changed((view) => view.setUint32(0, good.length - 3)), 'does not fit'],
    ['of another version', changed((view) => view.setUint16(8, 2)), 'version 2 is not known, only 1'],
    ['with another number of labels', changed((view) => view.setUint32(4, 99)), 'the header has 99 labels'],
    ['without a module', changed((view) => view.setUint32(24, 4, true)), 'header at byte 4'],
  ])('%s is an error', (_, chunk, message) => {
    expect(() => readNativeModule(chunk)).toThrow(NativeChunkError);
    expect(() => readNativeModule(chunk)).toThrow(message);
  });

  test('for another architecture has no module', () => {
    expect(readNativeModule(changed((view) => view.setUint16(12, 1)))).toBeUndefined();
  });

  test('for two architectures has that of wasm32, up to the other', () => {
    const { code } = decodeNativeChunk(good);
    const chunk = new Uint8Array(28 + 8 + code.length + 3);
    const view = new DataView(chunk.buffer);
    for (const [at, word] of [
      [0, 24],
      [4, decodeNativeChunk(good).labels],
      [16, 8 + code.length],
      [24, 8],
    ] as const)
      view.setUint32(at, word);
    for (const [at, word] of [
      [8, 1],
      [10, 2],
      [12, 1],
      [14, 1],
      [20, 7],
      [22, 1],
    ] as const)
      view.setUint16(at, word);
    chunk.set(code, 36);
    expect(readNativeModule(chunk)).toEqual(readNativeModule(good));
  });
});
