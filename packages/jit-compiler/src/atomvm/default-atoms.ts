import { TermTag } from '@beamline/machine-model';

/** The atoms that every AtomVM has first, in their order: their terms are constants in code. */
export const DEFAULT_ATOMS: readonly string[] = [
  'false',
  'true',
  'ok',
  'error',
  'badarg',
  'badarith',
  'badfun',
  'function_clause',
  'try_clause',
  'out_of_memory',
  'badmatch',
  'case_clause',
  'if_clause',
  'throw',
  'unsupported',
  'all',
  'exit',
  'badrecord',
];

const TERMS: ReadonlyMap<string, number> = new Map(DEFAULT_ATOMS.map((name, index) => [name, (index << TermTag.atomShift) | TermTag.atom]));

/** The term of an atom that every AtomVM has; undefined for others, whose numbers are known when a module is loaded. */
export function defaultAtom(name: string): number | undefined {
  return TERMS.get(name);
}

const term = (name: string): number => TERMS.get(name) ?? 0;

/** The terms that code compares with or raises. */
export const AtomTerm: Readonly<
  Record<
    | 'false'
    | 'true'
    | 'error'
    | 'badarg'
    | 'badarith'
    | 'badfun'
    | 'tryClause'
    | 'outOfMemory'
    | 'badmatch'
    | 'caseClause'
    | 'ifClause'
    | 'throw'
    | 'unsupported'
    | 'all'
    | 'exit'
    | 'badrecord',
    number
  >
> = {
  false: term('false'),
  true: term('true'),
  error: term('error'),
  badarg: term('badarg'),
  badarith: term('badarith'),
  badfun: term('badfun'),
  tryClause: term('try_clause'),
  outOfMemory: term('out_of_memory'),
  badmatch: term('badmatch'),
  caseClause: term('case_clause'),
  ifClause: term('if_clause'),
  throw: term('throw'),
  unsupported: term('unsupported'),
  all: term('all'),
  exit: term('exit'),
  badrecord: term('badrecord'),
};
