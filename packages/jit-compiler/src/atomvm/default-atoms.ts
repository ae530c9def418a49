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

/** The term of an atom that every AtomVM has; undefined for others, whose numbers are known when a module is loaded. */
export function defaultAtom(name: string): number | undefined {
  const index = DEFAULT_ATOMS.indexOf(name);
  return index < 0 ? undefined : (index << TermTag.atomShift) | TermTag.atom;
}

/** The terms that code compares with or raises: what `defaultAtom` gives. */
export const AtomTerm = {
  false: 0x00b,
  true: 0x04b,
  error: 0x0cb,
  badarg: 0x10b,
  badarith: 0x14b,
  badfun: 0x18b,
  tryClause: 0x20b,
  outOfMemory: 0x24b,
  badmatch: 0x28b,
  caseClause: 0x2cb,
  ifClause: 0x30b,
  throw: 0x34b,
  unsupported: 0x38b,
  all: 0x3cb,
  exit: 0x40b,
  badrecord: 0x44b,
} as const;
