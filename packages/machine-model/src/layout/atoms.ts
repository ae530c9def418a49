/** Atoms with fixed indices. */
import { declaredAtoms } from '../generated/atoms.js';

/** What cannot be told from the kernel's sources: constants of their own, and what only compiled code names. */
const firstAtoms = [
  '',
  'false',
  'true',
  '$_',
  '$$',
  '$end_of_table',
  'ETS-TRANSFER',
  'nonode@nohost',
  'badmatch',
  'case_clause',
  'if_clause',
  'try_clause',
] as const;

/** An atom that kernel or compiled code names. */
export type WellKnownAtom = (typeof firstAtoms)[number] | (typeof declaredAtoms)[number];

/** Atoms that kernel or compiled code names: every machine has them first, with these indices. */
export const wellKnownAtoms: readonly WellKnownAtom[] = [
  ...firstAtoms,
  ...declaredAtoms.filter((atom) => !(firstAtoms as readonly string[]).includes(atom)),
];

/** Index of the atom that a pattern has for the whole object. */
export const OBJECT_ATOM: number = wellKnownAtoms.indexOf('$_');

/** Index of the atom that a pattern has for all variables. */
export const VARIABLES_ATOM: number = wellKnownAtoms.indexOf('$$');

/** Index of the atom that stands after the last key of a table. */
export const END_OF_TABLE_ATOM: number = wellKnownAtoms.indexOf('$end_of_table');

/** Index of the atom of the message that comes with a table. */
export const TRANSFER_ATOM: number = wellKnownAtoms.indexOf('ETS-TRANSFER');

/** Index of the atom that is the name of a machine that is not distributed. */
export const LOCAL_NODE_ATOM: number = wellKnownAtoms.indexOf('nonode@nohost');
