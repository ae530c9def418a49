import type { Term } from '@beamline/beam-file';

/** How terms refer to what JavaScript has: by references, which differ where the machine is in another thread. */
export interface References {
  /** The reference to something: the same each time, as long as terms refer to it. */
  referTo(value: unknown): Term;
  /** The reference to something that was thrown: whoever gets it with an error in JavaScript finds it as the cause. */
  referToThrown(value: unknown): Term;
  /** What a reference is to; undefined for any other term. */
  find(term: Term): { readonly value: unknown } | undefined;
}

/** What is behind a reference, unless it is an error. */
export class JavaScriptValue {
  constructor(
    /** It. */
    readonly value: unknown,
  ) {}
}
