import type { Job } from './plan.js';

/**
 * Runs that fail without the repair of what was wrong. A change of what the mode draws gives them other schedules: then take the repair out and
 * look for others.
 */
export const regressions: readonly Job[] = [
  // The order of a local and an external fun depended on which of them the machine had seen first: here the module is found late.
  { module: 'fun_guards', kind: 'plain', seed: 3 },
  { module: 'fun_guards', kind: 'no-tail-calls', seed: 2 },
  // Where a function had not yet stored a return address, what was left in its frame could be taken for a handler.
  { module: 'exceptions', kind: 'plain', seed: 3 },
  { module: 'exceptions', kind: 'no-tail-calls', seed: 8 },
  { module: 'exceptions', kind: 'shallow', seed: 2 },
  // A port that a message had closed was asked for its next message.
  { module: 'ram_files', kind: 'parts-no-tail-calls', seed: 17 },
];
