import type { Term } from '@beamline/beam-file';
import type { Caller, MachineAccess } from '@beamline/javascript';
import type { NifContext } from '@beamline/runtime-core';
import type { PageValues } from './page-values.js';

/** Bytes that a browser gives at a time. */
const RANDOM_PART = 65_536;

/** Milliseconds that work may take before the page has its turn. */
const SLICE = 4;

/** What a NIF in a page reaches of its machine in a Worker. What it is charged for there is nothing here. */
export function pageNifContext(values: PageValues, machine: MachineAccess, caller: Caller, otpRelease: number): NifContext {
  return {
    otpRelease,
    random: (count) => {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += RANDOM_PART) crypto.getRandomValues(bytes.subarray(at, at + RANDOM_PART));
      return bytes;
    },
    reference: (value) => values.referTo(value),
    referenceTo: (value) => values.referTo(value),
    find: (reference, type) => {
      const found = reference === undefined ? undefined : values.find(reference)?.value;
      return found instanceof type ? found : undefined;
    },
    self: () => caller.self,
    whenEnded: (task) => caller.whenEnded(task),
    send: (to, message) => machine.send(to, message),
    call: (module, name, args) => machine.call(module, name, args),
    spend: () => undefined,
    inSlices: (work) => inSlices(work),
  };
}

async function inSlices(work: Iterator<undefined, Term>): Promise<Term> {
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      const next = work.next();
      if (next.done === true) return next.value;
    } while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
