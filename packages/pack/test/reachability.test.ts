import { readdirSync, readFileSync } from 'node:fs';
import type { Term } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { constantModule } from '../src/constant-module.js';
import type { FunctionFacts } from '../src/facts.js';
import { type CodeSource, type PackOptions, pack } from '../src/index.js';
import { ModuleFacts } from '../src/module-facts.js';

const programs = new URL('./fixtures/programs/', import.meta.url);
const names = readdirSync(programs).flatMap((file) => (file.endsWith('.beam') ? [file.slice(0, -'.beam'.length)] : []));

/** The programs of the fixtures, without OTP. */
const code: CodeSource = {
  modules: () => Promise.resolve(new Set(names)),
  read: (module) => Promise.resolve(new Uint8Array(readFileSync(new URL(`${module}.beam`, programs)))),
  applicationOf: () => Promise.resolve(undefined),
  application: () => Promise.resolve(undefined),
};

async function packed(options: Partial<PackOptions>): Promise<string[]> {
  const { modules } = await pack({ code, entries: [{ module: 'stroll' }], ...options });
  return modules.map(({ name }) => name);
}

function facts(module: string): ModuleFacts {
  return new ModuleFacts(module, new Uint8Array(readFileSync(new URL(`${module}.beam`, programs))));
}

describe('a function is known to', () => {
  const of = (name: string): FunctionFacts => {
    const module = facts('stroll');
    return module.facts(module.functions.findIndex((_, index) => module.functionName(index) === name));
  };

  test('call and name what its code says', () => {
    const start = of('start/0');
    expect(start.calls).toContainEqual({ module: 'sofs', name: 'relation', arity: 1 });
    // apply(?MODULE, double, [4]) is a call like any other.
    expect(start.calls).toContainEqual({ module: 'stroll', name: 'double', arity: 1 });
    expect(start.calls).toContainEqual({ module: 'stroll', name: 'loop', arity: 1 });
    expect(start.dynamic).toContainEqual({ module: undefined, name: 'from_list', arity: 1 });
    expect(start.dynamic).toContainEqual({ module: undefined, name: undefined, arity: undefined });
  });

  test('have made the pairs of atoms that stand together', () => {
    expect(of('calls/0').pairs.get('stroll')).toEqual(new Set(['double']));
  });
});

test('The behaviours of a module and their callbacks are found.', () => {
  expect(facts('callback').behaviours).toEqual(['gen_statem']);
  expect(facts('callback').callbacks).toEqual(['callback/1']);
});

test('What is called by a module that is named is kept, and what nobody names is not.', async () => {
  expect((await packed({})).toSorted()).toEqual(['callback', 'stroll']);
  expect(await packed({ entries: [{ module: 'hello' }] })).toEqual(['hello']);
});

test('A module with one term returns that.', () => {
  const nil: Term = { kind: 'nil' };
  const elements: Term[] = [
    { kind: 'atom', name: 'a' },
    { kind: 'map', pairs: [[{ kind: 'float', value: 1.5 }, nil]] },
  ];
  const term: Term = { kind: 'tuple', elements: [{ kind: 'list', elements, tail: nil }, nil] };
  const module = new ModuleFacts('one', constantModule('one', 'all', term));
  expect(module.functions).toHaveLength(1);
  expect(module.literal(0)).toEqual(term);
});
