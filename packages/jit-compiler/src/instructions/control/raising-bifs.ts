import type { Bif } from '@beamline/machine-model';

const RAISING: ReadonlySet<string> = new Set(['error/1', 'error/2', 'error/3', 'exit/1', 'throw/1', 'nif_error/1', 'nif_error/2']);

/** True for a BIF that never returns. */
export function raises(bif: Bif): boolean {
  return bif.module === 'erlang' && RAISING.has(`${bif.name}/${bif.arity}`);
}
