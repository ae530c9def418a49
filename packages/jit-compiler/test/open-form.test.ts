import { describe, expect, test } from 'vitest';
import { type CompiledModule, ModuleCompiler } from '../src/index.js';
import { fixture, fixtureNames } from './fixtures.js';

/** Where frames of a module may stand, and what they may refer to. */
function places({
  tableSize,
  tableArities,
  lambdaTableBase,
  sites,
  handlers,
  functions,
  extraLiterals,
  atomSelections,
}: CompiledModule): unknown {
  return { tableSize, tableArities, lambdaTableBase, sites, handlers, functions, extraLiterals, atomSelections };
}

describe.each(fixtureNames)('the open form of %s', (name) => {
  const compiler = new ModuleCompiler();

  test.each([{}, { tailCalls: false }, { functionBytes: 200 }, { gates: true }])('has the places of the closed one: %o', (options) => {
    const closed = compiler.compile(fixture(name), options);
    const open = compiler.compile(fixture(name), { ...options, open: true });
    expect(places(open)).toEqual(places(closed));
    expect(open.nifs).toHaveLength(open.functions.length);
    expect(WebAssembly.validate(open.bytes)).toBe(true);
  });

  test('imports none of the BIFs that calls are of', () => {
    const open = compiler.compile(fixture(name), { open: true, tailCalls: false });
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(open.bytes)).map((each) => each.name);
    expect(imports).not.toContain('lists_reverse_2');
    expect(imports).not.toContain('erlang_send_2');
  });
});
