import type { Term } from '@beamline/beam-file';
import { HostError, type Nif, type NifContext, type NifLibrary } from '@beamline/runtime-core';
import { JavaScriptOperations, type OperationName, operationNames } from './operations/operations.js';
import { isError } from './values/is-error.js';
import { JavaScriptValue, type References } from './values/references.js';

/** What a reference counts as memory of the machine: nobody knows what is behind it. */
const REFERENCE_BYTES = 256;

/** References to values in the thread of the machine. */
class LocalReferences implements References {
  readonly #context: NifContext;
  /** What stands for an object, so that its reference is the same each time. */
  readonly #holders = new WeakMap<object, object>();

  constructor(context: NifContext) {
    this.#context = context;
  }

  referTo(value: unknown): Term {
    return this.#context.referenceTo(this.#holder(value, isError(value)), REFERENCE_BYTES);
  }

  referToThrown(value: unknown): Term {
    return this.#context.referenceTo(this.#holder(value, true), REFERENCE_BYTES);
  }

  find(term: Term): { readonly value: unknown } | undefined {
    const error = this.#context.find(term, HostError);
    return error === undefined ? this.#context.find(term, JavaScriptValue) : { value: error.thrown };
  }

  #holder(value: unknown, isThrown: boolean): object {
    const made = (): object => (isThrown ? new HostError(value) : new JavaScriptValue(value));
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return made();
    let holder = this.#holders.get(value);
    if (holder === undefined) {
      holder = made();
      this.#holders.set(value, holder);
    }
    return holder;
  }
}

/** The library of the module `js`, for a machine in the same thread as the values. */
export function javascriptLibrary(globals: Readonly<Record<string, unknown>>): NifLibrary {
  let operations: JavaScriptOperations | undefined;
  const made = (context: NifContext): JavaScriptOperations => {
    operations ??= new JavaScriptOperations(new LocalReferences(context), context, globals);
    return operations;
  };
  const nif =
    (name: OperationName): Nif =>
    (args, context) =>
      made(context).run(name, args, { self: context.self(), whenEnded: (task) => context.whenEnded(task) });
  return { functions: Object.fromEntries(operationNames.map((name) => [name, nif(name)])) };
}
