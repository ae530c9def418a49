import type { Nif } from '@beamline/runtime-core';

/** Keys: signatures, encryption, agreement. */
export const keyNifs: Readonly<Record<string, Nif>> = {};
