import { BeamFileError, Opcode } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { atom, CompileError, ErlangError, LinkError, LoadError, Opaque, Runtime, StoppedError, tuple } from '../src/index.js';
import { fixture, runtimeWith } from './fixture.js';
import { testHost } from './test-host.js';

function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
}

/** Offset of the data of a chunk. */
function chunk(bytes: Uint8Array, name: string): number {
  const at = Buffer.from(bytes).indexOf(name, 0, 'latin1');
  if (at < 0) throw new Error(`there is no chunk ${name}`);
  return at + 8;
}

/** `version` of tag two, the last of whose exports has an arity that no function has. */
function withUnknownExport(): Uint8Array {
  const bytes = fixture('two/version');
  const at = chunk(bytes, 'ExpT');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const last = at + 4 + 12 * (view.getUint32(at) - 1);
  view.setUint32(last + 4, 200);
  return bytes;
}

describe('scheduling', () => {
  test('endless loops leave the event loop its turns, and stop when they are told to', { timeout: 20_000 }, async () => {
    const runtime = await runtimeWith(['stress']);
    const stop = new AbortController();
    const loops = [
      failure(runtime.call('stress', 'forever', [0], { signal: stop.signal })),
      failure(runtime.call('stress', 'forever_cells', [[0]], { signal: stop.signal })),
    ];
    // Each of these turns comes while the loops run.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop.abort();
    for (const error of await Promise.all(loops)) expect(error).toBeInstanceOf(StoppedError);
    expect(await runtime.call('stress', 'echo', [1])).toBe(1);
  });

  test('a signal that is aborted already, and stop', async () => {
    const runtime = await runtimeWith(['stress']);
    expect(await failure(runtime.call('stress', 'echo', [1], { signal: AbortSignal.abort() }))).toBeInstanceOf(StoppedError);
    const loop = failure(runtime.call('stress', 'forever', [0]));
    runtime.stop();
    expect(await loop).toBeInstanceOf(StoppedError);
    expect(await runtime.call('stress', 'echo', [1])).toBe(1);
  });

  test('a thousand calls at once each get their own result', async () => {
    const runtime = await runtimeWith(['stress']);
    const results = await Promise.all(Array.from({ length: 1000 }, (_, i) => runtime.call('stress', 'sum', [i])));
    expect(results).toEqual(Array.from({ length: 1000 }, (_, i) => (i * (i + 1)) / 2));
  });
});

describe('loading', () => {
  test('what cannot be loaded leaves the runtime as it was', async () => {
    const runtime = await runtimeWith(['one/version']);
    expect(await failure(runtime.load(fixture('stress').subarray(0, 100)))).toBeInstanceOf(BeamFileError);
    expect(await failure(runtime.load('somewhere.beam'))).toBeInstanceOf(LoadError);
    const unsupported = fixture('stress');
    const code = chunk(unsupported, 'Code');
    // `int_code_end`, which only ends a file, has as many operands as `return`: none.
    unsupported[unsupported.indexOf(19, code + 24)] = Opcode.int_code_end;
    expect(await failure(runtime.load(unsupported))).toSatisfy((error) => error instanceof CompileError || error instanceof BeamFileError);
    const error = await failure(runtime.load(withUnknownExport()));
    expect(error).toBeInstanceOf(LinkError);
    expect(String(error)).toMatch(/^LinkError: version:\w+\/200 is exported but not defined$/);
    // Every function is that of the first version still.
    expect(await runtime.call('version', 'tag')).toBe(atom('one'));
    expect(await runtime.call('version', 'one')).toBe(atom('here'));
    await runtime.load(fixture('stress'));
    expect(await runtime.call('stress', 'echo', [2])).toBe(2);
  });

  test('a literal may be a pid of another node', async () => {
    const runtime = await runtimeWith(['literals']);
    const pid = { kind: 'pid', node: 'a@other', id: 1, serial: 0, creation: 1 };
    expect(await runtime.callTerm('literals', 'pid', [])).toEqual(pid);
  });

  test('a new version serves new calls; old processes and funs keep the old one', { timeout: 60_000 }, async () => {
    const runtime = await runtimeWith(['one/version', 'stress']);
    const old = runtime.call('version', 'run', [300_000_000]);
    const fun = await runtime.call('version', 'make_fun');
    expect(fun).toBeInstanceOf(Opaque);
    await runtime.load(fixture('two/version'));
    expect(await runtime.call('version', 'tag')).toBe(atom('two'));
    expect(await old).toEqual(tuple(atom('one'), atom('two')));
    // What the new version does not export is gone.
    expect(String(await failure(runtime.call('version', 'one')))).toContain('undef');
    expect(await runtime.call('version', 'two')).toBe(atom('here'));
  });

  test('a report tells the module, times and size', async () => {
    const runtime = await Runtime.create(testHost());
    const report = await runtime.load(fixture('stress'));
    expect(report.module).toBe('stress');
    expect(report.bytes).toBeGreaterThan(1000);
    expect(report.compile).toBeGreaterThan(0);
    expect(report.link).toBeGreaterThan(0);
  });
});

describe('calls', () => {
  test('apply finds what is loaded later', async () => {
    const runtime = await runtimeWith(['stress']);
    const call = (): Promise<unknown> => runtime.call('stress', 'call', [atom('version'), atom('tag'), []]);
    expect(String(await failure(call()))).toBe(
      'ErlangError: error: undef\n    in version:tag()\n    in stress:call/3 (stress.erl, line 34)',
    );
    await runtime.load(fixture('two/version'));
    expect(await call()).toEqual(tuple(atom('called'), atom('two')));
  });

  test('errors have class, reason and stack trace in their message', async () => {
    const runtime = await runtimeWith(['stress']);
    const messages: string[] = [];
    for (const reason of ['badarg', 'throw', 'exit', 'error', 'match']) {
      const error = await failure(runtime.call('stress', 'fail', [atom(reason)]));
      expect(error).toBeInstanceOf(ErlangError);
      messages.push(String(error));
    }
    expect(messages).toEqual([
      'ErlangError: error: badarg\n    in erlang:atom_to_list(1)\n    in stress:fail/1 (stress.erl, line 38)',
      'ErlangError: throw: {ball,1}\n    in stress:fail/1 (stress.erl, line 39)',
      'ErlangError: exit: bye\n    in stress:fail/1 (stress.erl, line 40)',
      'ErlangError: error: {bad,<<"thing">>}\n    in stress:fail/1 (stress.erl, line 41)',
      'ErlangError: error: {badmatch,nothing}\n    in stress:fail/1 (stress.erl, line 42)',
    ]);
    const error = await failure(runtime.call('stress', 'fail', [atom('throw')]));
    expect(error instanceof ErlangError && [error.class, error.reason]).toEqual(['throw', tuple(atom('ball'), 1)]);
  });

  test('a function that does not exist', async () => {
    const runtime = await runtimeWith(['stress']);
    expect(String(await failure(runtime.call('nowhere', 'f', [1])))).toBe('ErlangError: error: undef\n    in nowhere:f(1)');
    expect(String(await failure(runtime.call('stress', 'echo', [1, 2])))).toBe('ErlangError: error: undef\n    in stress:echo(1, 2)');
    expect(runtime.machine.isCallable('stress', 'echo', 1)).toBe(true);
    expect(runtime.machine.isCallable('stress', 'echo', 3)).toBe(false);
  });

  test('native functions of the host', async () => {
    const lines: string[] = [];
    const runtime = await runtimeWith(['stress'], {}, { ...testHost(lines), now: () => 1234.5, systemTime: () => -1.5 });
    const native = (name: string, ...args: Parameters<typeof tuple>): Promise<unknown> => runtime.call('erlang', name, args);
    const text = (value: string): number[] => [...value].map((character) => character.codePointAt(0) ?? 0);
    expect(await runtime.call('stress', 'seen')).toBe(true);
    expect(lines).toEqual(['{seen,"text",1.500000e+00}']);
    expect(await native('monotonic_time')).toBe(1_234_500_000);
    expect(await native('monotonic_time', atom('millisecond'))).toBe(1234);
    expect(await native('system_time', atom('millisecond'))).toBe(-2);
    expect(await native('system_time', 10_000)).toBe(-15);
    expect(await native('atom_to_list', atom('añb'))).toEqual(text('añb'));
    expect(await native('list_to_atom', text('new atom'))).toBe(atom('new atom'));
    expect(await native('integer_to_list', -255, 16)).toEqual(text('-FF'));
    expect(await native('integer_to_list', 2n ** 70n)).toEqual(text(String(2n ** 70n)));
    expect(await native('list_to_integer', text('-1180591620717411303424'))).toBe(-(2n ** 70n));
    for (const [name, ...args] of [
      ['monotonic_time', atom('fortnight')],
      ['list_to_integer', text('1x')],
      ['integer_to_list', 1, 37],
      ['list_to_atom', [-1]],
    ] as const) {
      expect(String(await failure(runtime.call('erlang', name, args)))).toContain('error: badarg');
    }
    expect(String(await failure(native('list_to_atom', text('x'.repeat(256)))))).toContain('error: system_limit');
  });
});
