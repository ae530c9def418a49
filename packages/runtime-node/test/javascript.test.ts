import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { atom, createRuntime, type ErlangValue, tuple } from '../src/index.js';

const fixture = new URL('../../adapter-tests/fixtures/js_fixture.beam', import.meta.url);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the example in the README of @beamline/javascript is the file that runs here, and prints what it says', async () => {
  const readme = await readFile(new URL('../../javascript/README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('javascript-example.ts', import.meta.url), 'utf8');
  expect(/```ts\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(example);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./javascript-example.js');
  expect(log.mock.calls).toEqual([[new Map([[bytes('text'), bytes('Hello, Joe!')]])]]);
  log.mockRestore();
});

test("events of Node's emitters are messages, too", async () => {
  const emitter = new EventEmitter();
  const runtime = await createRuntime({
    javascript: {
      globals: {
        emitter,
        emit: (count: number) => {
          for (let n = 1; n <= count; n++) emitter.emit('n', { detail: { n } });
        },
      },
    },
  });
  await runtime.load(await readFile(fixture));
  expect(await runtime.call('js_fixture', 'latest', ['emitter', 'emit'])).toEqual(tuple([1], [5], 3));
  await vi.waitFor(() => expect(emitter.listenerCount('n')).toBe(0));
});

test('what references take stays as it is: 100,000 more of them take no memory', { timeout: 30_000 }, async () => {
  class Thing {
    readonly data = new Uint8Array(100);
  }
  const runtime = await createRuntime({ javascript: { globals: { Thing } } });
  await runtime.load(await readFile(fixture));
  const make = (): Promise<ErlangValue> => runtime.call('js_fixture', 'make_references', ['Thing', 100_000]);
  await make();
  const before = { memory: runtime.machine.memory.bytes.length, count: runtime.machine.resourceCount };
  await make();
  expect({ memory: runtime.machine.memory.bytes.length, count: runtime.machine.resourceCount }).toEqual(before);
});

test("Elixir's JS has the same functions", async () => {
  const runtime = await createRuntime({ javascript: { globals: { list: { items: [1, 'two'] } } } });
  const list = await runtime.call('Elixir.JS', 'global', [atom('list')]);
  expect(await runtime.call('Elixir.JS', 'get', [list, atom('items')])).toEqual([1, bytes('two')]);
  const exported = async (module: string): Promise<readonly string[]> =>
    ((await runtime.call(module, 'module_info', [atom('exports')])) as readonly { elements: readonly ErlangValue[] }[])
      .map(({ elements: [name, arity] }) => `${String(name)}/${String(arity)}`)
      .filter((name) => !name.startsWith('module_info') && !name.startsWith('__info__') && !/_nif\//.test(name))
      .sort();
  expect(await exported('Elixir.JS')).toEqual(await exported('js'));
});
