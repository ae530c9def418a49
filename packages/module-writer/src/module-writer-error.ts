/** Index spaces of a module (WebAssembly 3.0, section 2.5.1). */
export type IndexSpace = 'type' | 'function' | 'table' | 'memory' | 'tag' | 'global' | 'element' | 'data';

/** What a `ModuleWriter` was asked to do wrongly. */
export type ModuleWriterProblem =
  /** The index space has no such index. */
  | 'unknown-index'
  /** An import came after a definition of the same index space: imports have the first indices. */
  | 'import-after-definition'
  /** The function was reserved but has no body when the module is finished. */
  | 'missing-body'
  /** The function has a body already. */
  | 'second-body'
  /** The function is imported, so it cannot have a body. */
  | 'body-of-import'
  /** Local declarations are not pairs of count and type. */
  | 'odd-locals'
  /** Two exports have the same name; `index` is that of the second one. */
  | 'duplicate-export'
  /** Two modules that are merged both have a start function. */
  | 'second-start'
  /** The type is not a function type. */
  | 'not-a-function-type'
  /** A shared memory has no maximum. */
  | 'shared-without-maximum'
  /** The code's offset is known only after `finish`. */
  | 'not-finished';

/** Wrong use of a `ModuleWriter`. */
export class ModuleWriterError extends Error {
  /** The name of the class. */
  override readonly name = 'ModuleWriterError';

  constructor(
    /** What is wrong. */
    readonly problem: ModuleWriterProblem,
    /** The index space. */
    readonly space: IndexSpace,
    /** The index in that space. */
    readonly index: number,
    detail = '',
  ) {
    super(`${problem.replaceAll('-', ' ')}: ${space} ${index}${detail === '' ? '' : ` (${detail})`}`);
  }
}
