import type { MachineKind } from './machine-kinds.js';

/** A run of a module. */
export interface Job {
  readonly module: string;
  readonly kind: MachineKind;
  readonly seed: number;
}

/** What one engine is to run. */
export interface Plan {
  /** Paths of the `.beam` file and of the cases, and the release of OTP that gave them, by module. */
  readonly files: Readonly<Record<string, { readonly beam: string; readonly cases: string; readonly otpRelease: number }>>;
  readonly jobs: readonly Job[];
}

/** A line that says how a plan goes on. */
export type Progress =
  | { readonly begins: number }
  | { readonly ended: number; readonly problems: readonly string[]; readonly state: number };
