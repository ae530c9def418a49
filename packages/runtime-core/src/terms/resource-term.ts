import type { ReferenceTerm } from '@beamline/beam-file';
import { LOCAL_NODE } from './identifiers.js';

/** Something of the host that terms refer to. */
export class Resource {
  /** Its number while terms refer to it; 0 before and after. */
  number = 0;
  /** The machine whose terms refer to it, as an object of its own; undefined before any does. */
  home: object | undefined;
  /** The block that its references hold. */
  block = 0;
  /** The words of its references, least significant one first. */
  ids: readonly number[] = [0, 0, 0];

  constructor(
    /** What it is. */
    readonly value: object,
    /** Called when no term refers to it any more, and when the process that it belongs to has ended. */
    readonly dispose: () => void = () => undefined,
  ) {}
}

/** A reference to a resource as a plain term: written to memory it keeps the resource, as one that was read did. */
export class ResourceTerm implements ReferenceTerm {
  readonly kind = 'reference';
  readonly node: string = LOCAL_NODE;
  readonly creation: number = 0;

  constructor(readonly resource: Resource) {
    Object.freeze(this);
  }

  get ids(): readonly number[] {
    return this.resource.ids;
  }
}

/** A reference that no other is equal to. */
export function freshReference(): ResourceTerm {
  return new ResourceTerm(new Resource({}));
}
