import { readdirSync, readFileSync } from 'node:fs';
import { isAvmFile, OPCODES, readAvmFile, readBeamFile, readPrecompiledFile } from '@beamline/beam-file';
import { decodeAtomvmStream, encodeAtomvmStream, NATIVE_CHUNK, readNativeModule } from '@beamline/jit-backend';
import { describe, expect, test } from 'vitest';
import { AtomTerm, DEFAULT_ATOMS, defaultAtom } from '../src/atomvm/default-atoms.js';
import { CompileError, compileForAtomvm, isAtomvmInstruction, listAtomvmModule, precompileForAtomvm } from '../src/index.js';
import { AtomvmMachine } from './atomvm/machine.js';
import { atom, integer, list, tuple } from './atomvm/term-order.js';

const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const corpus = '../../runtime-core/test/differential';

/** The instructions of today's compilers that AtomVM has not. */
const MISSING: readonly string[] = [
  'bs_put_integer',
  'bs_put_binary',
  'bs_put_float',
  'bs_put_string',
  'bs_init2',
  'bs_add',
  'bs_append',
  'bs_private_append',
  'bs_init_bits',
  'bs_utf8_size',
  'bs_put_utf8',
  'bs_utf16_size',
  'bs_put_utf16',
  'bs_put_utf32',
  'on_load',
  'is_any_native_record',
  'is_native_record',
  'get_record_elements',
  'put_record',
  'is_record_accessible',
  'get_record_field',
];

test('every instruction of OTP 25 to 29 is translated, or AtomVM has not got it', () => {
  const missing = OPCODES.filter(({ opcode, obsolete }) => !obsolete && !isAtomvmInstruction(opcode)).map(({ name }) => name);
  expect(missing).toEqual(MISSING);
  for (const { opcode, obsolete } of OPCODES) if (obsolete) expect(isAtomvmInstruction(opcode)).toBe(false);
});

describe.each(['otp25', 'otp29'])('the corpus of %s', (release) => {
  const files = readdirSync(new URL(`${corpus}/${release}/`, import.meta.url)).filter((file) => file.endsWith('.beam'));

  test.each([false, true])(
    'is valid WebAssembly, and the stream says the same (tail calls: %s)',
    (tailCalls) => {
      let compiled = 0;
      for (const file of files) {
        const beam = readBeamFile(read(`${corpus}/${release}/${file}`));
        try {
          const module = compileForAtomvm(beam, { tailCalls });
          expect(WebAssembly.validate(module.bytes), file).toBe(true);
          const { bytes, ...rest } = decodeAtomvmStream(encodeAtomvmStream(module));
          // Comparing them number by number takes longer than the rest.
          expect(Buffer.compare(bytes, module.bytes), file).toBe(0);
          expect({ ...rest, bytes: [] }).toEqual({ ...module, bytes: [] });
          expect(module.labelCount).toBe(beam.code.labelCount);
          compiled++;
        } catch (error) {
          if (!(error instanceof CompileError)) throw error;
          expect(error.code).toBe('unsupported-instruction');
          expect(MISSING).toContain(error.opcode);
        }
      }
      expect(compiled).toBeGreaterThan(230);
    },
    60_000,
  );
});

describe.each(['small', 'turns', 'counter'])("%s, beside what AtomVM's own compiler writes", (name) => {
  const ours = compileForAtomvm(readBeamFile(read(`fixtures/atomvm/${name}.beam`)));
  const theirs = readNativeModule(
    readPrecompiledFile(read(`../../jit-backend/test/fixtures/atomvm/${name}.beam`)).chunks.get(NATIVE_CHUNK) ?? new Uint8Array(),
  );

  test('has the same labels, entries and continuations', () => {
    expect([ours.labelCount, ours.entryCount, ours.continuations]).toEqual([theirs?.labelCount, theirs?.entryCount, theirs?.continuations]);
  });

  test('has its lines, and more behind a wait', () => {
    expect(ours.lines).toEqual(expect.arrayContaining([...(theirs?.lines ?? [])]));
  });
});

test('the atoms that every AtomVM has are those of the facts, and constants in code', () => {
  const facts = JSON.parse(new TextDecoder().decode(read('../../jit-backend/test/fixtures/atomvm/facts.json'))) as {
    readonly defaultAtoms: readonly string[];
  };
  expect(DEFAULT_ATOMS).toEqual(facts.defaultAtoms);
  for (const [key, term] of Object.entries(AtomTerm)) {
    expect(defaultAtom(key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)), key).toBe(term);
  }
  expect(defaultAtom('badkey')).toBeUndefined();
});

test('errors say what AtomVM has not', () => {
  const beam = readBeamFile(read('fixtures/binaries_stepwise.beam'));
  expect(() => compileForAtomvm(beam)).toThrow('AtomVM has no instruction bs_add (binaries_stepwise:cases/0, instruction bs_add at offset');
});

test('a precompiled file has the module in place of the code, and its other chunks', () => {
  const file = read('fixtures/atomvm/turns.beam');
  const written = precompileForAtomvm(file);
  const { chunks, module } = readPrecompiledFile(written);
  const before = [...readBeamFile(file).chunks.keys()];
  expect([...chunks.keys()]).toEqual([...before.filter((chunk) => chunk !== 'Code'), NATIVE_CHUNK]);
  expect(module).toBe('turns');
  expect(readNativeModule(chunks.get(NATIVE_CHUNK) ?? new Uint8Array())).toEqual(compileForAtomvm(readBeamFile(file)));
  expect(() => readBeamFile(written)).toThrow('the file has no chunk "Code"');
});

/** An `.avm` archive, as `packbeam` writes it. */
function archive(files: readonly (readonly [name: string, flags: number, bytes: Uint8Array])[]): Uint8Array {
  const parts: number[] = [...new TextEncoder().encode('#!/usr/bin/env AtomVM\n'), 0, 0];
  const word = (value: number): void => {
    parts.push(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
  };
  const pad = (): void => {
    while (parts.length % 4 !== 0) parts.push(0);
  };
  for (const [name, flags, bytes] of files) {
    const text = [...new TextEncoder().encode(name), 0];
    word(12 + ((text.length + 3) & ~3) + ((bytes.length + 3) & ~3));
    word(flags);
    word(0);
    parts.push(...text);
    pad();
    parts.push(...bytes);
    pad();
  }
  for (let i = 0; i < 3; i++) word(0);
  parts.push(...new TextEncoder().encode('end'), 0);
  return Uint8Array.from(parts);
}

test('the modules of an archive are precompiled, its other files stay', () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5);
  const before = archive([
    ['small.beam', 3, read('fixtures/atomvm/small.beam')],
    ['priv/data.bin', 0, data],
    ['turns.beam', 2, read('fixtures/atomvm/turns.beam')],
  ]);
  const written = precompileForAtomvm(before);
  expect(isAvmFile(written)).toBe(true);
  const entries = readAvmFile(written);
  expect(entries.map(({ name, isStart, isModule }) => [name, isStart, isModule])).toEqual([
    ['small.beam', true, true],
    ['priv/data.bin', false, false],
    ['turns.beam', false, true],
  ]);
  expect(entries[1]?.bytes.subarray(0, 5)).toEqual(data);
  for (const [i, name] of [
    [0, 'small'],
    [2, 'turns'],
  ] as const) {
    const precompiled = readPrecompiledFile(entries[i]?.bytes ?? new Uint8Array());
    expect([precompiled.module, precompiled.chunks.has('Code'), precompiled.chunks.has(NATIVE_CHUNK)]).toEqual([name, false, true]);
  }
  expect([...written.subarray(-16)]).toEqual([...before.subarray(-16)]);
});

describe.each([false, true])('what runs (tail calls: %s)', (tailCalls) => {
  const machine = new AtomvmMachine({ tailCalls });
  for (const name of ['small', 'turns', 'counter']) machine.load(readBeamFile(read(`fixtures/atomvm/${name}.beam`)));

  test('gives results and errors', () => {
    expect(machine.call('small', 'add', [integer(134217727), integer(1)])).toEqual({ result: integer(134217728) });
    expect(machine.call('small', 'add', [integer(-134217728), integer(-1)])).toEqual({ result: integer(-134217729) });
    expect(machine.call('small', 'add', [atom('a'), integer(1)])).toEqual({ kind: 'error', reason: atom('badarith') });
    expect(machine.call('small', 'first', [atom('a')])).toEqual({ kind: 'error', reason: atom('function_clause') });
    expect(machine.call('turns', 'factorial', [integer(25)])).toEqual({ result: integer(15511210043330985984000000n) });
  });

  test('lets others run when its reductions are used up', () => {
    const before = machine.scheduled;
    const numbers = list(Array.from({ length: 10_000 }, (_, i) => integer(i)));
    expect(machine.call('turns', 'sum', [numbers])).toEqual({ result: integer(49_995_000) });
    expect(machine.scheduled).toBeGreaterThanOrEqual(before + 4);
  });

  test('receives, and gives up when the time is over', () => {
    expect(machine.call('counter', 'get', [{ kind: 'pid', node: 'nonode@nohost', id: 1, serial: 0, creation: 0 }])).toEqual({
      result: atom('none'),
    });
    expect(machine.call('counter', 'halves', [{ kind: 'bitstring', bytes: Uint8Array.of(0x12, 0xab), bitSize: 16 }])).toEqual({
      result: list([1, 2, 10, 11].map(integer)),
    });
    expect(machine.call('counter', 'safe', [{ kind: 'export', module: 'counter', function: 'start', arity: 1 }])).toMatchObject({
      result: { kind: 'tuple', elements: [atom('error'), tuple(atom('badarity'), { kind: 'tuple' } as never)] } as never,
    });
  });
});

test('the listing says which label a function belongs to', () => {
  const text = listAtomvmModule(compileForAtomvm(readBeamFile(read('fixtures/atomvm/turns.beam'))));
  expect(text).toMatch(/^f0: ;; label 0\n {2}local\.get 0\nend$/m);
  expect(text).toMatch(/^f(\d+): ;; goes on behind label \d+$/m);
});
