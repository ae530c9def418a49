import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './tiny-compiler.js';

function run(source: string, name: string, ...args: number[]): unknown {
  const exported = new WebAssembly.Instance(new WebAssembly.Module(compile(source))).exports[name];
  if (typeof exported !== 'function') throw new Error(`no function ${name}`);
  return exported(...args);
}

/** An expression of x and y as text, and what JavaScript says it is. */
interface Expression {
  readonly text: string;
  readonly value: (x: number, y: number) => number;
}

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const part = tie('expression');
  const binary = (sign: string, apply: (a: number, b: number) => number): fc.Arbitrary<Expression> =>
    fc.tuple(part, part).map(([a, b]) => ({ text: `(${a.text} ${sign} ${b.text})`, value: (x, y) => apply(a.value(x, y), b.value(x, y)) }));
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.nat(1000).map((n): Expression => ({ text: `${n / 8}`, value: () => n / 8 })),
      fc.constant<Expression>({ text: 'x', value: (x) => x }),
      fc.constant<Expression>({ text: 'y', value: (_, y) => y }),
      binary('+', (a, b) => a + b),
      binary('-', (a, b) => a - b),
      binary('*', (a, b) => a * b),
      binary('/', (a, b) => a / b),
      part.map((a): Expression => ({ text: `-${a.text}`, value: (x, y) => -a.value(x, y) })),
      part.map((a): Expression => ({ text: `swap(${a.text}, x)`, value: (x, y) => x - a.value(x, y) })),
      fc.tuple(part, part, part).map(
        ([a, b, c]): Expression => ({
          text: `(if ${a.text} then ${b.text} else ${c.text})`,
          // NaN is not equal to zero, and so WebAssembly takes the first arm.
          value: (x, y) => (a.value(x, y) !== 0 ? b.value(x, y) : c.value(x, y)),
        }),
      ),
    ),
  };
});

describe('the tiny compiler of the guide', () => {
  test('is in the guide as it runs here, in 100 lines', async () => {
    const guide = await readFile(new URL('../../../docs/write-a-tiny-compiler.md', import.meta.url), 'utf8');
    const file = await readFile(new URL('tiny-compiler.ts', import.meta.url), 'utf8');
    expect(/```ts\n(import[\s\S]*?)```/.exec(guide)?.[1]).toBe(file);
    expect(file.trimEnd().split('\n').length).toBeLessThanOrEqual(100);
  });

  test('compiles functions that call each other', () => {
    const source = `
      average(a, b) = (a + b) / 2;
      factorial(n) = if n then n * factorial(n - 1) else 1;
      answer() = 2 * average(factorial(4), 18);
    `;
    expect(run(source, 'average', 1, 2)).toBe(1.5);
    expect(run(source, 'factorial', 10)).toBe(3628800);
    expect(run(source, 'answer')).toBe(42);
  });

  test('operators bind as usual, and from left to right', () => {
    expect(run('f() = 2 + 3 * 4 - 10 / 4 / 5 - 1;', 'f')).toBe(12.5);
  });

  test('gives what JavaScript gives', () => {
    fc.assert(
      fc.property(expression, fc.double(), fc.double(), ({ text, value }, x, y) => {
        expect(run(`swap(a, b) = b - a; f(x, y) = ${text};`, 'f', x, y)).toBe(value(x, y));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['f( = 1;', 'expected a name, found ='],
    ['f() = 1', 'expected ;, found the end'],
    ['f() = 1 2;', 'expected ;, found 2'],
    ['f() = g(1);', 'expected a definition of g, found ('],
    ['f(x) = f();', 'expected 1 arguments of f, found ;'],
    ['f() = (1;', 'expected ), found ;'],
  ])('%s: %s', (source, message) => {
    expect(() => compile(source)).toThrow(new SyntaxError(message));
  });
});
