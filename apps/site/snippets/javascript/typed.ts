import { createRuntime } from '@beamline/runtime-node';

interface Values {
  each(fun: (x: number) => number, list: readonly number[]): number[];
}

const runtime = await createRuntime();
await runtime.load('values.beam');

const values = runtime.module<Values>('values');
const squares = await values.each((x) => x * x, [1, 2, 3]); // number[]
console.log(squares);
