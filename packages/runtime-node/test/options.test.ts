import { expect, test } from 'vitest';
import { createRuntime, OptionError, type RuntimeOptions } from '../src/index.js';

const wrong: [string, object, RegExp][] = [
  ['a name that is none', { memorylimit: 5 }, /^there is no option memorylimit; the options are .*memoryLimit/],
  ['a name that objects have', { toString: 5 }, /^there is no option toString/],
  ['a number that is a string', { memoryLimit: '64 MB' }, /^the option memoryLimit must be a number from 0 on$/],
  ['a number that is none', { timeLimit: Number.NaN }, /^the option timeLimit must be/],
  ['a number out of range', { otpRelease: 24 }, /^the option otpRelease must be an integer from 25 to 29$/],
  ['a number with a fraction', { processLimit: 1.5 }, /^the option processLimit must be an integer from 1 to/],
  ['a string for an array', { codePaths: '.' }, /^the option codePaths must be an array of strings$/],
  ['an array of something else', { programArguments: [1] }, /^the option programArguments must be an array of strings$/],
  ['a word for a switch', { input: 'yes' }, /^the option input must be a boolean$/],
  ['a text for a function', { writeLine: 'console' }, /^the option writeLine must be a function$/],
  ['natives that are none', { natives: { 'a:b/1': 1 } }, /^the option natives must be an object of functions$/],
  ['an environment that is none', { environment: 'PATH' }, /^the option environment must be true, false or an array of strings$/],
];

test.each(wrong)('%s', async (_, options, message) => {
  const error: unknown = await createRuntime(options as RuntimeOptions).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OptionError);
  expect(error).toMatchObject({ option: Object.keys(options)[0], message: expect.stringMatching(message) as string });
});

test('an option that is undefined is as if it were not there', async () => {
  const options = { memoryLimit: undefined, codePaths: [], environment: ['PATH'], timeLimit: Number.POSITIVE_INFINITY };
  const runtime = await createRuntime(options as object);
  expect(await runtime.call('erlang', 'abs', [-1])).toBe(1);
});
