import type { Term } from '@beamline/beam-file';
import { ErlangError } from '../processes/erlang-error.js';
import type { Failure } from '../processes/processes.js';
import { SystemLimitError } from '../system-limit-error.js';
import { checkedTerm } from '../terms/checked-term.js';
import { atom, textBinary, tuple } from '../terms/plain-terms.js';
import { TermConversionError } from '../terms/term-conversion-error.js';
import { isInstance, thrownText } from '../terms/thrown-values.js';
import { toTerm, toValue } from '../terms/value-conversion.js';
import type { ErlangInput, UserNative } from '../terms/values.js';
import { BifFailure } from './bif-failure.js';
import { HostError } from './host-error.js';

/** Where what a function of the user returned is wrong. */
const RESULT = 'result';

/** Calls a function of the user. Throws, or rejects with, HostError for all that goes wrong in it or with its result. */
export function callNative(native: UserNative, args: readonly Term[]): Term | Promise<Term> {
  const values = args.map((term) => toValue(term));
  try {
    const result = native(...values);
    return isInstance(result, Promise) ? settled(result) : toTerm(result, RESULT);
  } catch (thrown) {
    throw asHostError(thrown);
  }
}

/** A promise that settles once, whatever that of the user does. */
async function settled(result: Promise<ErlangInput>): Promise<Term> {
  try {
    return toTerm(await result, RESULT);
  } catch (thrown) {
    throw asHostError(thrown);
  }
}

/** Errors of the engine are not the user's. */
function asHostError(thrown: unknown): unknown {
  return isInstance(thrown, WebAssembly.RuntimeError) ? thrown : new HostError(thrown);
}

/** The exception that a process gets when a host BIF, or a function of the user, throws. */
export function outcomeOf(error: unknown): Failure {
  if (error instanceof HostError) return hostOutcome(error);
  if (isInstance(error, BifFailure)) {
    const detail = error.cause === undefined ? undefined : atom(error.cause);
    const describing = error.describing === undefined ? undefined : atom(error.describing);
    return { exceptionClass: 'error', reason: atom(error.reason), isDescribed: error.reason !== 'undef', detail, describing };
  }
  if (isInstance(error, SystemLimitError) && error.limit !== 'memory')
    return { exceptionClass: 'error', reason: atom('system_limit'), isDescribed: true };
  if (isInstance(error, ErlangError)) return { exceptionClass: error.class, reason: error.reasonTerm };
  // A term that the machine cannot hold came from a wrong argument.
  if (isInstance(error, TermConversionError)) return { exceptionClass: 'error', reason: atom('badarg'), isDescribed: true };
  return { exceptionClass: 'error', reason: hostReason(error), cause: new HostError(error) };
}

/** An Erlang error is raised as it is, anything else as an error with a text. */
function hostOutcome(error: HostError): Failure {
  const { thrown } = error;
  if (isInstance(thrown, ErlangError)) {
    try {
      return { exceptionClass: thrown.class, reason: checkedTerm(thrown.reasonTerm, 'reason'), cause: error };
    } catch {
      // It was made of something else than terms.
    }
  }
  return { exceptionClass: 'error', reason: hostReason(thrown), cause: error };
}

function hostReason(thrown: unknown): Term {
  return tuple(atom('host_error'), textBinary(thrownText(thrown)));
}
