import type { Term } from '@beamline/beam-file';
import { HostError } from '../bifs/host-error.js';
import { atom } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import type { StackFrame } from './erlang-error.js';

/** Terms that are looked at for a cause, at most. */
const MOST_TERMS = 10_000;

/** The resource of each error, so that raising one again makes no other. */
const resources = new WeakMap<HostError, Resource>();

/** The `error_info` of a frame in which JavaScript has thrown: a map whose `cause` is a reference that keeps what was thrown. */
export function causeInfo(error: HostError): Term {
  let resource = resources.get(error);
  if (resource === undefined) {
    resource = new Resource(error);
    resources.set(error, resource);
  }
  return { kind: 'map', pairs: [[atom('cause'), new ResourceTerm(resource)]] };
}

/** What was thrown in JavaScript, by the stack trace, or by the reason that another process ended with, which has its stack trace in it. */
export function findCause(frames: readonly StackFrame[], reason: Term): HostError | undefined {
  for (const { info } of frames) {
    const found = info === undefined ? undefined : findIn(info);
    if (found !== undefined) return found;
  }
  return findIn(reason);
}

function findIn(term: Term): HostError | undefined {
  const pending: Term[] = [term];
  for (let count = 0; count < MOST_TERMS; count++) {
    const next = pending.pop();
    if (next === undefined) return undefined;
    if (next instanceof ResourceTerm && next.resource.value instanceof HostError) return next.resource.value;
    if (next.kind === 'tuple' || next.kind === 'list') pending.push(...next.elements.slice(0, MOST_TERMS));
    else if (next.kind === 'map') pending.push(...next.pairs.slice(0, MOST_TERMS).flat());
  }
  return undefined;
}
