import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
const report = await runtime.load('fib.beam');
console.log('load:', report);

// The engine first runs code that it has compiled fast, then better code: the first runs are slower.
for (let run = 1; run <= 5; run++) {
  const start = performance.now();
  await runtime.call('fib', 'fib', [27]);
  console.log(`run ${run}: ${(performance.now() - start).toFixed(1)} ms`);
}
