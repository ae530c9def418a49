import type { Term } from '@beamline/beam-file';
import { atom, binary, integer, NIL } from '../terms/plain-terms.js';
import type { ExportEntry } from './export-table.js';

/** What `fun_info` returns for `fun Module:Function/Arity`, except arity and environment; undefined if there is no such item. */
export function externalFunInfo(entry: ExportEntry, item: string): Term | undefined {
  switch (item) {
    case 'module':
      return atom(entry.module);
    case 'name':
      return atom(entry.function);
    case 'type':
      return atom('external');
    case 'pid':
    case 'index':
    case 'uniq':
    case 'new_index':
    case 'new_uniq':
    case 'refc':
      return atom('undefined');
    default:
      return undefined;
  }
}

/** What is known of a fun of a module by its identity. */
export interface LambdaDescription {
  readonly module: string;
  /** Name of its function; undefined if the module was never loaded. */
  readonly name: string | undefined;
  /** Number of arguments. */
  readonly arity: number;
  /** MD5 of the module. */
  readonly uniq: Uint8Array;
  /** Its numbers in the module: in the file, in the list of funs, and as external terms had it before OTP R5. */
  readonly index: number;
  readonly newIndex: number;
  readonly oldIndex: number;
  readonly oldUniq: number;
}

/** What `fun_info` returns for a fun of a module; `self` for the process that made it, which is not recorded. */
export function localFunInfo(lambda: LambdaDescription, item: string): Term | 'self' | undefined {
  switch (item) {
    case 'module':
      return atom(lambda.module);
    case 'name':
      return lambda.name === undefined ? NIL : atom(lambda.name);
    case 'type':
      return atom('local');
    case 'index':
      return integer(lambda.oldIndex);
    case 'new_index':
      return integer(lambda.newIndex);
    case 'uniq':
      return integer(lambda.oldUniq);
    case 'new_uniq':
      return binary(lambda.uniq);
    case 'refc':
      // What counts references in OTP is collected here.
      return integer(1);
    case 'pid':
      return 'self';
    default:
      return undefined;
  }
}
