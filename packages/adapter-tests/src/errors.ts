import { BeamFileError } from '@beamline/beam-file';
import { atom, ErlangError, LoadError, tuple } from '@beamline/runtime-core';
import { check, checkEqual, failureOf } from './assertions.js';
import type { AdapterTest } from './context.js';
import { fixtureRuntime, MODULE } from './fixture.js';

const FILE = `${MODULE}.erl`;

/** Exceptions of Erlang come out as errors of JavaScript, files that cannot be loaded do no harm. */
export const errorTests: readonly AdapterTest[] = [
  {
    name: 'tells class, reason and stack of an error',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const error = await failureOf(runtime.call(MODULE, 'divide', [7, 0]), ErlangError);
      checkEqual(error.class, 'error', 'class');
      checkEqual(error.reason, atom('badarith'), 'reason');
      checkEqual(
        error.stacktrace.map((frame) => [frame.module, frame.function, frame.arity]),
        [
          ['erlang', 'div', 2],
          [MODULE, 'quotient', 2],
          [MODULE, 'divide', 2],
        ],
        'stack',
      );
      const [operator, inner, outer] = error.stacktrace;
      checkEqual(
        operator?.arguments?.map((term) => 'value' in term && term.value),
        [7, 0],
        'operands',
      );
      check(inner?.file === FILE && outer?.file === FILE, 'the stack does not tell the file');
      check((inner.line ?? 0) > (outer.line ?? 0) && (outer.line ?? 0) > 0, 'the stack does not tell the lines');
      check(
        error.message.startsWith(
          "error: badarith\n    in erlang:'div'(7, 0)\n    in adapter_fixture:quotient/2 (adapter_fixture.erl, line ",
        ),
        error.message,
      );
    },
  },
  {
    name: 'tells errors, throws and exits apart, with any term as the reason',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const reason = tuple(atom('no'), [1, 2n ** 80n, 0.5]);
      for (const [name, expected] of [
        ['fail', 'error'],
        ['throws', 'throw'],
        ['exits', 'exit'],
      ] as const) {
        const error = await failureOf(runtime.call(MODULE, name, [reason]), ErlangError);
        checkEqual(error.class, expected, `class of ${name}`);
        checkEqual(error.reason, reason, `reason of ${name}`);
      }
    },
  },
  {
    name: 'fails with undef for a function or a module that there is not',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      for (const [module, name] of [
        [MODULE, 'nothing'],
        ['no_such_module', 'main'],
      ] as const) {
        const error = await failureOf(runtime.call(module, name, [1, atom('a')]), ErlangError);
        checkEqual(error.reason, atom('undef'), 'reason');
        const [frame] = error.stacktrace;
        checkEqual([frame?.module, frame?.function, frame?.arity, frame?.arguments?.length], [module, name, 2, 2], 'innermost call');
      }
    },
  },
  {
    name: 'fails with function_clause and the arguments',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const error = await failureOf(runtime.call(MODULE, 'swap', [42]), ErlangError);
      checkEqual(error.reason, atom('function_clause'), 'reason');
      checkEqual(error.stacktrace[0]?.arguments, [{ kind: 'integer', value: 42 }], 'arguments');
    },
  },
  {
    name: 'stays usable after bad files',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const good = await context.fixture(`${MODULE}.beam`);
      await failureOf(runtime.load(new Uint8Array()), BeamFileError);
      await failureOf(runtime.load(good.slice(0, good.length / 2)), BeamFileError);
      await failureOf(runtime.load(new TextEncoder().encode('this is no module of Erlang')), BeamFileError);
      checkEqual(await runtime.call(MODULE, 'add', [1, 2]), 3, 'a call of what was loaded before');
      checkEqual((await runtime.load(good)).module, MODULE, 'module of a later load');
      checkEqual(await runtime.call(MODULE, 'add', [2, 2]), 4, 'a call of what was loaded again');
    },
  },
  {
    name: 'loads from where the host finds files, and says what it did not find',
    async run(context) {
      const runtime = await context.createRuntime();
      const report = await runtime.load(context.location(`${MODULE}.beam`));
      checkEqual(report.module, MODULE, 'module');
      check(report.bytes > 0 && report.compile >= 0 && report.link >= 0, 'the report is empty');
      checkEqual(await runtime.call(MODULE, 'pair', [1, 2]), tuple(1, 2), 'a call');
      const missing = context.location('no_such_file.beam');
      const error = await failureOf(runtime.load(missing), LoadError);
      checkEqual(error.location, missing, 'location');
      check(error.message.includes('no_such_file.beam'), error.message);
      checkEqual(await runtime.call(MODULE, 'pair', [1, 2]), tuple(1, 2), 'a call after that');
    },
  },
];
