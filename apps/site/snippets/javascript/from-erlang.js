import { createRuntime } from '@beamline/runtime-node';

const shop = {
  lastOrder: {},
  priceOf: async (item) => item.length * 10,
};

// A program reaches what `globals` names, and nothing else.
const runtime = await createRuntime({ javascript: { globals: { shop } } });
await runtime.load('order.beam');

console.log(await runtime.call('order', 'total', ['apple']));
console.log(shop.lastOrder);
