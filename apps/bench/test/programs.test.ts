import { createRuntime } from '@beamline/runtime-node';
import { describe, expect, test } from 'vitest';
import { measureBeamline } from '../src/measuring/measure-beamline.js';
import { agrees, type JavaScriptProgram, measureJavaScript } from '../src/measuring/measure-javascript.js';
import { javaScriptUrl, type Program, readPrograms } from '../src/programs.js';

const programs = readPrograms();
const once = { warmUps: 0, minimumRuns: 1, maximumRuns: 1, budget: 0 };
const runtime = (): ReturnType<typeof createRuntime> => createRuntime({ cache: false });

function programOf(name: string): Program {
  const program = programs.find((each) => each.name === name);
  if (program === undefined) throw new Error(`there is no ${name}`);
  return program;
}

function loader(program: Program): () => Promise<JavaScriptProgram> {
  return async () => (await import(javaScriptUrl(program).href)) as JavaScriptProgram;
}

test('there are at least fifty programs', () => {
  expect(programs.length).toBeGreaterThanOrEqual(50);
});

describe.each(programs.map((program) => [`${program.group}/${program.name}`, program] as const))('%s', (_, program) => {
  test('has the result that it has in OTP', async () => {
    expect(await measureBeamline(runtime, program, once)).toMatchObject({ result: program.expected, correct: true });
  });

  test('has it in JavaScript', async () => {
    const result = await measureJavaScript(program.name, loader(program), program.expected, once);
    expect(result).toMatchObject({ correct: true, timing: { runs: 1 } });
    // What JavaScript cannot compute is told as such, and in one program only.
    expect(result.result.includes('_')).toBe(program.name === 'json_codec');
  });
});

describe('what is wrong is noticed', () => {
  const fib = programOf('fib');

  test('a result', async () => {
    const wrong = { result: '832040', correct: false };
    expect(await measureBeamline(runtime, { ...fib, expected: '832041' }, once)).toEqual({ name: 'fib', ...wrong });
    expect(await measureJavaScript('fib', loader(fib), '832041', once)).toEqual({ name: 'fib', ...wrong });
  });

  test('an exception', async () => {
    const failed = await measureBeamline(runtime, { ...fib, name: 'no_main' }, once);
    expect(failed).toMatchObject({ correct: false, result: expect.stringMatching(/^error: undef\n/) });
    const failing = { main: () => Promise.reject(new Error('no luck')), toErlang: String };
    expect(await measureJavaScript('fib', () => Promise.resolve(failing), '1', once)).toMatchObject({ correct: false, result: 'no luck' });
  });
});

test('an underscore agrees with a number, and nothing else', () => {
  expect(agrees('{40625,_}', '{40625,77095659}')).toBe(true);
  expect(agrees('{_,1}', '{-3,1}')).toBe(true);
  expect(agrees('{40625,_}', '{40626,77095659}')).toBe(false);
  expect(agrees('{40625,_}', '{40625,[1]}')).toBe(false);
  expect(agrees('{a_b}', '{a_b}')).toBe(true);
  expect(agrees('{a.b}', '{acb}')).toBe(false);
});
