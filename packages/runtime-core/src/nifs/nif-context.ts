import type { Term } from '@beamline/beam-file';
import { SLICE_REDUCTIONS } from '@beamline/machine-model';
import type { BifContext } from '../bifs/bif-context.js';
import { BifFailure } from '../bifs/bif-failure.js';
import { NIL } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import type { Nif, NifContext } from './nif-library.js';

/** Bytes that a host gives at a time. */
const RANDOM_PART = 65_536;

/** Milliseconds that work may take before others have their turn. */
const SLICE = 4;

/** NIFs with what they see of a machine. */
export interface NifCalls {
  readonly context: NifContext;
  /** Calls a NIF for the running process. */
  call(nif: Nif, args: readonly Term[]): Term | Promise<Term>;
}

/** What NIFs see of a machine, and calls of them. */
export function nifCalls(machine: BifContext): NifCalls {
  /** True while a process calls a NIF: at other times there is none to charge for what JavaScript makes. */
  let isCalled = false;
  const { host, hostMemory, otpRelease, processes, resources } = machine;
  const shared = new WeakMap<object, ResourceTerm>();
  const count = (bytes: number): void => {
    if (!hostMemory.keep(bytes)) throw new BifFailure('system_limit');
    if (isCalled) machine.resourceBytes(bytes);
  };
  const made = (value: object, bytes: number, released?: () => void): ResourceTerm => {
    count(bytes);
    return new ResourceTerm(
      new Resource(value, () => {
        hostMemory.give(bytes);
        released?.();
      }),
    );
  };
  const context: NifContext = {
    otpRelease,
    random: (count) => {
      if (host.random === undefined) return undefined;
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += RANDOM_PART) bytes.set(host.random(Math.min(RANDOM_PART, count - at)), at);
      return bytes;
    },
    reference: (value, bytes = 0) => made(value, bytes),
    referenceTo: (value, bytes = 0, released) => {
      const known = shared.get(value);
      // One that no term refers to any more is made anew, so that its bytes count again.
      if (known !== undefined && (known.resource.home === undefined || known.resource.block !== 0)) return known;
      const reference = made(value, bytes, released);
      shared.set(value, reference);
      return reference;
    },
    self: () => processes.pid(processes.running()),
    whenEnded: (task) => {
      const resource = new Resource({}, task);
      const context = processes.running();
      resources.give(resource, context, processes.number(context));
      return () => {
        resources.takeBack(resource);
      };
    },
    send: (to, message) => {
      const isSent = processes.send(to, message);
      machine.wake();
      return isSent;
    },
    call: (module, name, args) => machine.call(module, name, args),
    find: (reference, type) => resources.find(reference, type),
    spend: (reductions) => {
      machine.spend(reductions);
    },
    inSlices: (work) => {
      const start = host.now();
      const result = piece(work, machine);
      machine.spend(Math.ceil(((host.now() - start) / SLICE) * SLICE_REDUCTIONS));
      return result ?? rest(work, machine, machine.processes.number(machine.processes.running()));
    },
  };
  return {
    context,
    call: (nif, args) => {
      const before = isCalled;
      isCalled = true;
      try {
        return nif(args, context);
      } finally {
        isCalled = before;
      }
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

/** Goes on until the work is done, or the process has ended that wants it. */
async function rest(work: Iterator<undefined, Term>, machine: BifContext, process: number): Promise<Term> {
  for (;;) {
    await new Promise<void>((resolve) => {
      machine.host.schedule(resolve);
    });
    if (machine.processes.find(process) === 0) {
      work.return?.();
      return NIL;
    }
    const result = piece(work, machine);
    if (result !== undefined) return result;
  }
}
