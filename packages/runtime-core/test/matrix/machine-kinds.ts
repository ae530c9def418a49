import type { MachineOptions } from '../../src/index.js';

/** A way in which a machine can be made. */
export type MachineKind = 'plain' | 'collecting' | 'no-tail-calls' | 'shallow' | 'collecting-no-tail-calls';

/** Ways in which a machine can be made. */
export const machineKinds: Readonly<Record<MachineKind, MachineOptions>> = {
  plain: {},
  collecting: { collectAlways: true },
  'no-tail-calls': { tailCalls: false },
  shallow: { nativeDepth: 16 },
  'collecting-no-tail-calls': { collectAlways: true, tailCalls: false },
};
