import { MAX_ARITY, type Term } from '@beamline/beam-file';
import { TermConversionError } from '../terms/term-conversion-error.js';

/** Throws TermConversionError for a call whose module, name or arguments cannot denote a function: JavaScript callers are not type-checked. */
export function checkCall(module: string, name: string, args: readonly Term[]): void {
  for (const [what, text] of Object.entries({ module, function: name })) {
    if (typeof text !== 'string')
      throw new TermConversionError(
        `the ${what} of a call must be a string, not ${text === undefined ? 'undefined' : `a ${typeof text}`}`,
        typeof text,
      );
  }
  if (args.length > MAX_ARITY)
    throw new TermConversionError(`a function takes at most ${MAX_ARITY} arguments, ${module}:${name} was given ${args.length}`, 'list');
}
