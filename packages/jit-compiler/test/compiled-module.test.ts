import { Leb128Reader } from '@beamline/leb128';
import { LINK_FIXUP_WORDS, LinkFixupKind } from '@beamline/machine-model';
import { readInstructions } from '@beamline/wasm-asm';
import { describe, expect, test } from 'vitest';
import wabtInit from 'wabt';
import { type CompiledModule, ModuleCompiler } from '../src/index.js';
import { type FixtureName, fixture, fixtureNames } from './fixtures.js';

const wabt = await wabtInit();

function compile(name: FixtureName): CompiledModule {
  return new ModuleCompiler().compile(fixture(name));
}

interface Body {
  /** Offset of the declarations of locals. */
  readonly start: number;
  /** Offset of the first instruction. */
  readonly code: number;
  readonly end: number;
}

interface Module {
  readonly importedFunctions: number;
  readonly bodies: readonly Body[];
  /** Function index, offset from the start of the body, whether it is likely. */
  readonly hints: readonly (readonly [number, number, number])[];
  readonly customNames: readonly string[];
}

const text = new TextDecoder();

function readName(reader: Leb128Reader, bytes: Uint8Array): string {
  const length = reader.u32();
  reader.offset += length;
  return text.decode(bytes.subarray(reader.offset - length, reader.offset));
}

function readHints(reader: Leb128Reader): [number, number, number][] {
  const hints: [number, number, number][] = [];
  let functions = reader.u32();
  while (functions-- > 0) {
    const index = reader.u32();
    let count = reader.u32();
    while (count-- > 0) {
      const offset = reader.u32();
      expect(reader.u32()).toBe(1);
      hints.push([index, offset, reader.u32()]);
    }
  }
  return hints;
}

function readModule(bytes: Uint8Array): Module {
  const reader = new Leb128Reader(bytes, 8);
  const bodies: Body[] = [];
  let hints: [number, number, number][] = [];
  const customNames: string[] = [];
  while (reader.offset < bytes.length) {
    const section = bytes[reader.offset++];
    const size = reader.u32();
    const end = reader.offset + size;
    if (section === 0) {
      const name = readName(reader, bytes);
      customNames.push(name);
      if (name === 'metadata.code.branch_hint') {
        hints = readHints(reader);
        expect(reader.offset).toBe(end);
      }
    } else if (section === 10) {
      let count = reader.u32();
      while (count-- > 0) {
        const bodySize = reader.u32();
        const start = reader.offset;
        for (let groups = reader.u32(); groups > 0; groups--) {
          reader.u32();
          reader.s33();
        }
        bodies.push({ start, code: reader.offset, end: start + bodySize });
        reader.offset = start + bodySize;
      }
    }
    reader.offset = end;
  }
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes.slice())).filter(({ kind }) => kind === 'function');
  return { importedFunctions: imports.length, bodies, hints, customNames };
}

/** Names of all instructions by offset. */
function instructions(bytes: Uint8Array, { bodies }: Module): Map<number, string> {
  const found = new Map<number, string>();
  for (const { code, end } of bodies) readInstructions(bytes, code, end, ({ name }, offset) => found.set(offset, name));
  return found;
}

describe.each(fixtureNames)('%s', (name) => {
  const { beam, bytes, fixups } = compile(name);
  const module = readModule(bytes);
  const at = instructions(bytes, module);

  test('hints are at branches that may be taken or not, in order', () => {
    expect(module.hints.length).toBeGreaterThan(20);
    for (const [i, [index, offset, likely]] of module.hints.entries()) {
      const body = module.bodies[index - module.importedFunctions];
      expect(['if', 'br_if']).toContain(at.get((body?.start ?? 0) + offset));
      expect([0, 1]).toContain(likely);
      const before = module.hints[i - 1];
      if (before !== undefined) expect(before[0] < index || (before[0] === index && before[1] < offset)).toBe(true);
    }
  });

  test('relocations are at padded zeros of i32.const, each once', () => {
    const offsets = new Set<number>();
    for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) {
      const offset = fixups[i] ?? 0;
      expect(at.get(offset - 1)).toBe('i32.const');
      expect([...bytes.subarray(offset, offset + 5)]).toEqual([0x80, 0x80, 0x80, 0x80, 0]);
      offsets.add(offset);
    }
    expect(offsets.size).toBe(fixups.length / LINK_FIXUP_WORDS);
  });

  test('wabt finds it valid, and the functions have their Erlang names', () => {
    const read = wabt.readWasm(bytes, { tail_call: true, readDebugNames: true });
    // The types of the package leave out that it takes features.
    Reflect.apply(read.validate, read, [{ tail_call: true, multi_value: true, sign_extension: true }]);
    read.applyNames();
    const wat = read.toText({});
    read.destroy();
    expect(module.customNames).toEqual(['metadata.code.branch_hint', 'name']);
    expect(wat).toContain(`$${beam.module}:module_info/1`);
    expect(wat).toContain('return_call');
  });

  test('compiling is deterministic, also with a compiler that has been used', () => {
    const compiler = new ModuleCompiler();
    for (const other of fixtureNames) compiler.compile(fixture(other));
    const again = compiler.compile(fixture(name));
    expect(again.bytes).toEqual(bytes);
    expect(again.fixups).toEqual(fixups);
  });

  test('the options leave out tail calls and names', () => {
    const plain = new ModuleCompiler().compile(fixture(name), { tailCalls: false, names: false });
    const read = readModule(plain.bytes);
    expect(read.customNames).toEqual(['metadata.code.branch_hint']);
    const used = new Set(instructions(plain.bytes, read).values());
    expect([...used].filter((instruction) => instruction.startsWith('return_call'))).toEqual([]);
  });
});

test('every kind of relocation but that of very large functions occurs', () => {
  const kinds = new Set<number>();
  for (const name of fixtureNames) {
    for (const tailCalls of [true, false]) {
      const { fixups } = new ModuleCompiler().compile(fixture(name), { tailCalls });
      for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) kinds.add(fixups[i + 1] ?? -1);
    }
  }
  const all = new Set<number>(Object.values(LinkFixupKind));
  all.delete(LinkFixupKind.resumeBase);
  expect([...kinds].toSorted()).toEqual([...all].toSorted());
});
