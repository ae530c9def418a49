import { createRuntime } from '@beamline/runtime-node';

interface Values {
  each<T, R>(fun: (value: T) => R, list: readonly T[]): R[];
}

const runtime = await createRuntime();
await runtime.load('values.beam');

const values = runtime.module<Values>('values');
const squares: number[] = await values.each((x: number) => x * x, [1, 2, 3]);
console.log(squares);
