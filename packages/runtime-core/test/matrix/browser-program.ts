// What a page of a browser has: a function that runs a job.
import { readCases } from '../differential/cases.js';
import { type Outcome, runJob, type Subject } from './job.js';
import type { MachineKind } from './machine-kinds.js';

/** A module as it is given to a page: its file in base64, its cases as text. */
export interface GivenSubject {
  readonly module: string;
  readonly beam: string;
  readonly cases: string;
  readonly otpRelease: number;
}

declare global {
  var matrixJob: (given: GivenSubject, kind: MachineKind, seed: number) => Promise<Outcome>;
}

globalThis.matrixJob = (given, kind, seed) => {
  const beam = Uint8Array.from(atob(given.beam), (character) => character.charCodeAt(0));
  const subject: Subject = { module: given.module, beam, cases: readCases(given.cases), otpRelease: given.otpRelease };
  return runJob(subject, kind, seed);
};
