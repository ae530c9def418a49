import type { Term } from '@beamline/beam-file';
import { SLICE_REDUCTIONS } from '@beamline/machine-model';
import type { BifContext } from '../bifs/bif-context.js';
import { BifFailure } from '../bifs/bif-failure.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import type { NifContext } from './nif-library.js';

/** Bytes that a host gives at a time. */
const RANDOM_PART = 65_536;

/** Milliseconds that work may take before others have their turn. */
const SLICE = 4;

/** What NIFs see of a machine. */
export function nifContext(machine: BifContext): NifContext {
  const { host, hostMemory, otpRelease, resources } = machine;
  return {
    otpRelease,
    random: (count) => {
      if (host.random === undefined) return undefined;
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += RANDOM_PART) bytes.set(host.random(Math.min(RANDOM_PART, count - at)), at);
      return bytes;
    },
    reference: (value, bytes = 0) => {
      if (!hostMemory.keep(bytes)) throw new BifFailure('system_limit');
      machine.resourceBytes(bytes);
      return new ResourceTerm(
        new Resource(value, () => {
          hostMemory.give(bytes);
        }),
      );
    },
    find: (reference, type) => resources.find(reference, type),
    spend: (reductions) => {
      machine.spend(reductions);
    },
    inSlices: (work) => {
      const start = host.now();
      const result = piece(work, machine);
      machine.spend(Math.ceil(((host.now() - start) / SLICE) * SLICE_REDUCTIONS));
      return result ?? rest(work, machine);
    },
  };
}

/** Works for a slice; the result, undefined if there is more to do. */
function piece(work: Iterator<undefined, Term>, { host }: BifContext): Term | undefined {
  const until = host.now() + SLICE;
  do {
    const next = work.next();
    if (next.done === true) return next.value;
  } while (host.now() < until);
  return undefined;
}

async function rest(work: Iterator<undefined, Term>, machine: BifContext): Promise<Term> {
  for (;;) {
    await new Promise<void>((resolve) => {
      machine.host.schedule(resolve);
    });
    const result = piece(work, machine);
    if (result !== undefined) return result;
  }
}
