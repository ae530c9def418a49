import { atom, createRuntime, tuple } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('values.beam');

// `tuple` and `atom` make what JavaScript has no form of.
console.log(await runtime.call('values', 'describe', [tuple(atom('user'), 'Joe', 44)]));

// A function is a fun. It may return a promise, for which the process waits.
console.log(await runtime.call('values', 'each', [async (x) => x * x, [1, 2, 3]]));

// Each call is a process of its own, so calls run at the same time. The functions of a module can be called as methods, too.
const values = runtime.module('values');
console.log(await Promise.all([values.later(20, 1), values.later(10, 2)]));
