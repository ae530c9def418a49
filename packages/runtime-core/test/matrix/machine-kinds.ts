import type { MachineOptions } from '../../src/index.js';

/** A way in which a machine can be made. */
export type MachineKind =
  | 'plain'
  | 'collecting'
  | 'no-tail-calls'
  | 'shallow'
  | 'parts'
  | 'parts-no-tail-calls'
  | 'collecting-no-tail-calls';

/** Ways in which a machine can be made. */
export const machineKinds: Readonly<Record<MachineKind, MachineOptions>> = {
  plain: {},
  collecting: { collectAlways: true },
  'no-tail-calls': { tailCalls: false },
  shallow: { nativeDepth: 16 },
  parts: { functionBytes: 200 },
  'parts-no-tail-calls': { functionBytes: 200, tailCalls: false },
  'collecting-no-tail-calls': { collectAlways: true, tailCalls: false },
};
