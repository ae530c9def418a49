import { readFileSync } from 'node:fs';
import { type BeamFile, readBeamFile } from '@beamline/beam-file';

/** Names of the modules in `fixtures`. */
export const fixtureNames = [
  'atom_selections',
  'binaries-otp29',
  'binaries_stepwise',
  'control',
  'data',
  'data-otp29',
  'exceptions',
  'functions',
  'integers',
  'key_order',
  'prim_buffer',
] as const;
export type FixtureName = (typeof fixtureNames)[number];

/** Bytes of a `.beam` file of `fixtures`. */
export function fixtureBytes(name: FixtureName): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}.beam`, import.meta.url)));
}

export function fixture(name: FixtureName): BeamFile {
  return readBeamFile(fixtureBytes(name));
}
