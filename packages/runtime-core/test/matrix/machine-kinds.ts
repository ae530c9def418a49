import type { MachineOptions } from '../../src/index.js';

/** Ways in which a machine can be made. */
export const machineKinds = {
  plain: {},
  collecting: { collectAlways: true },
  'no-tail-calls': { tailCalls: false },
  shallow: { nativeDepth: 16 },
  'collecting-no-tail-calls': { collectAlways: true, tailCalls: false },
} as const satisfies Readonly<Record<string, MachineOptions>>;

/** A way in which a machine can be made. */
export type MachineKind = keyof typeof machineKinds;
