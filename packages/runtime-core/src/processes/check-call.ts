import { MAX_ARITY, type Term } from '@beamline/beam-file';
import { atomProblem } from '../terms/conversion-limits.js';
import { TermConversionError } from '../terms/term-conversion-error.js';

/** Throws TermConversionError for a call whose module, name or arguments cannot denote a function: JavaScript callers are not type-checked. */
export function checkCall(module: string, name: string, args: readonly Term[]): void {
  checkName('module', module);
  checkName('function', name);
  if (args.length > MAX_ARITY)
    throw new TermConversionError(
      `a function takes at most ${MAX_ARITY} arguments, ${module}:${name} was given ${args.length}`,
      'list',
      'arguments',
    );
}

function checkName(what: string, name: unknown): void {
  if (typeof name !== 'string') {
    const given = name === undefined ? 'undefined' : `a ${typeof name}`;
    throw new TermConversionError(`the ${what} of a call must be a string, not ${given}`, typeof name, what);
  }
  const problem = atomProblem(name);
  if (problem !== undefined) throw new TermConversionError(problem, 'atom', what);
}
