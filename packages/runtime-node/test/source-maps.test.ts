import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRuntime, type Runtime } from '../src/index.js';

const folder = new URL('./source-maps/', import.meta.url);

interface Frame {
  readonly functionName: string;
  readonly column: number;
}

interface Answer {
  readonly ready?: boolean;
  readonly sourceMapURL?: string;
  readonly paused?: readonly Frame[];
  readonly functions?: readonly string[];
}

function decoded(url: string): TraceMap {
  return new TraceMap(JSON.parse(Buffer.from(url.split(',')[1] ?? '', 'base64').toString()) as ConstructorParameters<typeof TraceMap>[0]);
}

describe('with a debugger', () => {
  let debuggerThread: Worker;
  let runtime: Runtime;
  const pauses: (readonly Frame[])[] = [];
  let answered: (answer: Answer) => void = () => undefined;

  const ask = (message: object): Promise<Answer> =>
    new Promise((resolve) => {
      answered = resolve;
      debuggerThread.postMessage(message);
    });

  beforeAll(async () => {
    debuggerThread = new Worker(new URL('debugger.mjs', folder));
    await new Promise<void>((resolve) => {
      debuggerThread.on('message', (answer: Answer) => {
        if (answer.ready === true) resolve();
        else if (answer.paused !== undefined) pauses.push(answer.paused);
        else answered(answer);
      });
    });
    runtime = await createRuntime({ debug: { sourceRoot: 'file:///project' } });
    for (const name of ['stepped', 'greeter', 'Elixir.Doubler']) await runtime.load(fileURLToPath(new URL(`${name}.beam`, folder)));
  });
  afterAll(async () => {
    runtime?.stop();
    await debuggerThread.terminate();
  });

  test('a breakpoint that the source map finds is hit on an Erlang line, and the stack has Erlang names', async () => {
    const source = 'file:///project/stepped.erl';
    const { sourceMapURL = '' } = await ask({ source, line: 12 });
    expect(sourceMapURL).toMatch(/^data:application\/json;base64,/);
    expect(await runtime.call('stepped', 'main', [3])).toMatchObject({ elements: [expect.anything(), 6] });
    await expect.poll(() => pauses.length).toBe(3);
    const map = decoded(sourceMapURL);
    for (const [top, ...rest] of pauses) {
      expect(top?.functionName).toMatch(/\bstepped:sum\/2$/);
      expect(originalPositionFor(map, { line: 1, column: top?.column ?? 0 })).toMatchObject({ source, line: 12 });
      expect(rest[0]?.functionName).toMatch(/\bstepped:main\/1$/);
      expect(originalPositionFor(map, { line: 1, column: rest[0]?.column ?? 0 })).toMatchObject({ source, line: 6 });
    }
  });

  test.each([
    ['file:///project/greeter.gleam', 14, () => runtime.call('greeter', 'greet', ['Joe'])],
    ['file:///project/lib/doubler.ex', 3, () => runtime.callTerm('Elixir.Doubler', 'double', [{ kind: 'nil' }])],
  ])('and in %s', async (source, line, call) => {
    pauses.length = 0;
    const { sourceMapURL } = await ask({ source, line });
    expect(sourceMapURL).toBeDefined();
    // Elixir itself is not there: what the line calls fails, behind the breakpoint.
    await call().catch(() => undefined);
    await expect.poll(() => pauses.length).toBeGreaterThan(0);
  });

  test('a profile shows functions with their modules', async () => {
    const plain = await createRuntime({});
    await plain.load(fileURLToPath(new URL('stepped.beam', folder)));
    await ask({ profile: 'start' });
    await plain.call('stepped', 'sum', [20_000_000, 0]);
    const { functions } = await ask({ profile: 'stop' });
    expect(functions).toContain('stepped:sum/2');
    plain.stop();
  });
});
