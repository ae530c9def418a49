import type { ModuleFacts } from './module-facts.js';

/** A function that a program may call, and the first reason for that. */
export interface ReachedFunction {
  readonly module: ModuleFacts;
  /** Its place in `module.functions`. */
  readonly index: number;
  /** Who calls it; undefined for an entry. */
  readonly from: ReachedFunction | undefined;
  /** How: what stands between the two in a sentence, such as `calls`. */
  readonly how: string;
}

/** A module of which something is reached. */
export interface ReachedModule {
  readonly facts: ModuleFacts;
  /** By the places of its functions; undefined for those that are not reached. */
  readonly functions: (ReachedFunction | undefined)[];
  /** The function that was reached first; undefined for a module that is only asked for. */
  first: ReachedFunction | undefined;
  /** Who asks for it, if nobody calls it. */
  readonly askedBy: ReachedFunction | undefined;
}

/** Name and arity of `name/arity`. */
export function splitName(key: string): [string, number] {
  const at = key.lastIndexOf('/');
  return [key.slice(0, at), Number(key.slice(at + 1))];
}

/** A function as it is shown: `module:name/arity`. */
export function functionText({ module, index }: Pick<ReachedFunction, 'module' | 'index'>): string {
  return `${module.name}:${module.functionName(index)}`;
}
