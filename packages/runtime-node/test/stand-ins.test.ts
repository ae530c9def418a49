import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRuntime, findInstalledOtp, formatTerm, parseTerm } from '../src/index.js';

const programs = fileURLToPath(new URL('../../pack/test/fixtures/programs', import.meta.url));

/** Results of calls in a machine without OTP, `module:function(arguments)` each. */
async function results(calls: readonly (readonly [string, string, string])[], codePaths: readonly string[]): Promise<string[]> {
  const runtime = await createRuntime({ codePaths });
  const texts: string[] = [];
  for (const [module, name, args] of calls) {
    const list = parseTerm(args);
    const call = runtime.callTerm(module, name, list.kind === 'list' ? list.elements : []);
    texts.push(await call.then(formatTerm, (error: Error) => error.message.split('\n')[0] ?? ''));
  }
  runtime.stop();
  return texts;
}

describe('without OTP started', () => {
  // As OTP 25 and 29 answer.
  test('code:ensure_modules_loaded/1 loads what there is, and tells the rest from the last', async () => {
    const answers = await results(
      [
        ['code', 'ensure_modules_loaded', '[[hello, nope, nope2, nope]]'],
        ['code', 'is_loaded', '[hello]'],
        ['code', 'ensure_modules_loaded', '[[hello, callback]]'],
        ['code', 'ensure_modules_loaded', '[[]]'],
        ['code', 'ensure_modules_loaded', '[[1]]'],
      ],
      [programs],
    );
    expect(answers).toEqual(['{error,[{nope2,nofile},{nope,nofile}]}', '{file,"hello.beam"}', 'ok', 'ok', 'error: badarg']);
  });

  test.runIf(findInstalledOtp() !== undefined)(
    "OTP's own application:get_env/2 answers once there is its controller",
    { timeout: 60_000 },
    async () => {
      const lib = `${findInstalledOtp()?.root}/lib`;
      const answers = await results(
        [
          ['application', 'get_env', '[shop, size]'],
          // Loads the module, whose other functions are OTP's.
          ['application', 'get_env', '[shop]'],
          ['code', 'ensure_loaded', '[application_controller]'],
          ['application', 'get_env', '[shop, size]'],
        ],
        [lib],
      );
      expect(answers[0]).toBe('undefined');
      expect(answers[2]).toBe('{module,application_controller}');
      // It looks for the table of the controller, which nobody has started.
      expect(answers[3]).toBe('error: badarg');
    },
  );
});
