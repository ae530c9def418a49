import type { Job } from './plan.js';

/** Runs that once failed, by what was wrong. */
export const regressions: readonly Job[] = [
  // The order of a local and an external fun depended on which of them the machine had seen first: here the module is found late.
  { module: 'fun_guards', kind: 'plain', seed: 1 },
  { module: 'fun_guards', kind: 'no-tail-calls', seed: 2 },
  { module: 'fun_guards', kind: 'plain', seed: 102 },
];
