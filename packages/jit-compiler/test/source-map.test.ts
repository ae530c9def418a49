import { readBeamFile } from '@beamline/beam-file';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { expect, test } from 'vitest';
import { type CompiledModule, ModuleCompiler, sourceMapOf, withSourceMap } from '../src/index.js';
import { fixtureBytes, fixtureNames } from './fixtures.js';

const compiler = new ModuleCompiler();

function compiled(name: (typeof fixtureNames)[number], functionBytes?: number): CompiledModule {
  return compiler.compile(readBeamFile(fixtureBytes(name)), { positions: true, ...(functionBytes === undefined ? {} : { functionBytes }) });
}

function sectionsOf({ bytes }: CompiledModule): ArrayBuffer[] {
  return WebAssembly.Module.customSections(new WebAssembly.Module(bytes), 'sourceMappingURL');
}

test.each(fixtureNames)('the code of %s is the same with positions and without; they rise, and name lines that there are', (name) => {
  const plain = compiler.compile(readBeamFile(fixtureBytes(name)));
  expect(plain.positions).toBeUndefined();
  expect(sectionsOf(plain)).toEqual([]);
  const { bytes, beam, positions = new Int32Array() } = compiled(name);
  expect(bytes).toEqual(plain.bytes);
  let last = -1;
  for (let i = 0; i < positions.length; i += 2) {
    expect(positions[i]).toBeGreaterThanOrEqual(last);
    last = positions[i] ?? 0;
    expect(beam.lines?.lines[positions[i + 1] ?? -1]).toBeDefined();
  }
  expect(last).toBeLessThan(bytes.length);
});

test.each(fixtureNames)('the map of %s says what the positions say, also of functions in parts', (name) => {
  for (const functionBytes of [undefined, 200]) {
    const module = compiled(name, functionBytes);
    const { beam, positions = new Int32Array() } = module;
    const map = new TraceMap(JSON.stringify(sourceMapOf(module)));
    for (let i = 0; i < positions.length; i += 2) {
      if (positions[i] === positions[i + 2]) continue;
      const place = beam.lines?.lines[positions[i + 1] ?? 0];
      const found = originalPositionFor(map, { line: 1, column: positions[i] ?? 0 });
      expect(found.line).toBe(place?.line || null);
    }
  }
});

test('the map is in a section behind all others', () => {
  const [name] = fixtureNames;
  const module = compiled(name);
  const mapped = withSourceMap(module);
  expect(mapped.bytes.subarray(0, module.bytes.length)).toEqual(module.bytes);
  const [section] = sectionsOf(mapped);
  const url = new TextDecoder().decode(section).replace(/^.*?data:/s, 'data:');
  expect(JSON.parse(atob(url.split(',')[1] ?? ''))).toEqual(sourceMapOf(module));
});

test('sources are where the compiler found them, in a folder that is named, or in the map', () => {
  const [name] = fixtureNames;
  const module = compiled(name);
  const lines = { instructionCount: 0, flags: 0, names: ['a.erl', 'src/b c.ex', '/other/d.hrl'], lines: [{ file: 0, line: 0 }] };
  const source = (path: string): CompiledModule => ({
    ...module,
    beam: {
      ...module.beam,
      lines,
      compileInfo: {
        kind: 'list',
        elements: [
          {
            kind: 'tuple',
            elements: [
              { kind: 'atom', name: 'source' },
              { kind: 'list', elements: [...path].map((c) => ({ kind: 'integer', value: c.charCodeAt(0) })), tail: { kind: 'nil' } },
            ],
          },
        ],
        tail: { kind: 'nil' },
      },
    },
  });
  expect(sourceMapOf(source('/home/me/src/b c.ex')).sources).toEqual(['a.erl', 'file:///home/me/src/b%20c.ex', 'file:///other/d.hrl']);
  expect(sourceMapOf(source('C:\\work\\a.erl')).sources[0]).toBe('a.erl');
  expect(sourceMapOf(source('/x/a.erl'), { sourceRoot: 'https://host/src/' }).sources[0]).toBe('https://host/src/a.erl');
  const given = sourceMapOf(source('/x/a.erl'), { sources: { 'a.erl': '-module(a).' } });
  expect(given.sources[0]).toBe('a.erl');
  expect(given.sourcesContent).toEqual(['-module(a).', null, null]);
});
