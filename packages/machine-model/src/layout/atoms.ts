/** Atoms with fixed indices. */
import { declaredAtoms } from '../generated/atoms.js';
import { otpAtoms } from './otp-atoms.js';

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
  'integer',
  'float',
  'binary',
  'utf8',
  'utf16',
  'utf32',
] as const;

/** An atom that kernel or compiled code names: one of {@link wellKnownAtoms}. */
export type WellKnownAtom = (typeof firstAtoms)[number] | (typeof declaredAtoms)[number];

/** Atoms that every machine has first, with these indices: OTP's, and others that kernel or compiled code names. */
export const wellKnownAtoms: readonly string[] = [...new Set<string>(['', ...otpAtoms, ...firstAtoms, ...declaredAtoms])];

/** From this release on atoms that are keys of a flat map are in the order of their indices, and not in that of their texts. */
export const ATOMS_BY_INDEX_RELEASE = 26;

/** From this release on external terms have all atoms in UTF-8, and the option `local`. */
export const UTF8_ATOMS_RELEASE = 26;

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
