import { readFile } from 'node:fs/promises';
import { type Host, Runtime, tuple } from '@beamline/runtime-core';

const host: Host = {
  now: () => performance.now(),
  systemTime: () => Date.now(),
  schedule: (task) => setImmediate(task),
  timer: (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
  compile: (bytes) => WebAssembly.compile(bytes),
  writeLine: (text) => console.log(text),
};
const runtime = await Runtime.create(host);
await runtime.load(await readFile(new URL('fixtures/stress.beam', import.meta.url)));

console.log(await runtime.call('stress', 'sum', [1_000_000])); // 500000500000
console.log(await runtime.call('lists', 'reverse', [[1, tuple(2, 3.5)]])); // [ Tuple { elements: [ 2, 3.5 ] }, 1 ]
