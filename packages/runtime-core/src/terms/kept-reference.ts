import type { ReferenceTerm } from '@beamline/beam-file';
import { LOCAL_NODE } from './identifiers.js';

/** A reference of an adapter's that is more than its words, and stays what it is when terms are checked. */
export abstract class KeptReference implements ReferenceTerm {
  readonly kind = 'reference';
  readonly node: string = LOCAL_NODE;
  readonly creation: number = 0;

  constructor(readonly ids: readonly number[]) {}
}
