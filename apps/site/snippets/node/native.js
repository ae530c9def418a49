import { createRuntime, tuple } from '@beamline/runtime-node';

const prices = new Map([
  ['apple', 30],
  ['pear', 45],
]);

const runtime = await createRuntime({
  natives: {
    // The process that calls it waits for the promise, and no other.
    'shop:price/1': async (item) => prices.get(new TextDecoder().decode(item)) ?? 0,
  },
});
await runtime.load('prices.beam');

console.log(await runtime.call('prices', 'total', [[tuple('apple', 3), tuple('pear', 2)]]));
