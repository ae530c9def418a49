// One run of a differential module with a seed: in any engine, browsers included.
import { Runtime } from '../../src/index.js';
import { type Case, differences } from '../differential/cases.js';
import { type MachineKind, machineKinds } from './machine-kinds.js';
import { Random } from './random.js';
import { SeededHost } from './seeded-host.js';

/**
 * Modules whose cases see what others have left in the machine: atoms, names of tables, persistent terms, the depth
 * of traces, what is traced. The real Erlang had them one after the other.
 */
const inTurn: ReadonlySet<string> = new Set([
  ...['atoms', 'emulator_natives', 'ets_tables', 'external_form', 'external_terms', 'handlers_and_releases', 'machine_functions', 'terms'],
]);

/** Modules that tell in which order their functions were first named, so that no call may come before they are loaded. */
const loadedFirst: ReadonlySet<string> = new Set(['handlers_and_releases']);

/** A module with its cases. */
export interface Subject {
  readonly module: string;
  readonly beam: Uint8Array;
  readonly cases: readonly Case[];
  /** Release of OTP whose results the cases are. */
  readonly otpRelease: number;
}

/** What came of a run. */
export interface Outcome {
  /** What differs from the real Erlang, or the error that ended the run. */
  readonly problems: readonly string[];
  /** What the schedule came to: the same whenever the run is repeated. */
  readonly state: number;
}

/** Runs all cases of a module with a seed. */
export async function runJob({ module, beam, cases, otpRelease }: Subject, kind: MachineKind, seed: number): Promise<Outcome> {
  const random = new Random(seed);
  const host = new SeededHost(random, (name) => (name === module ? beam : undefined));
  const isFound = random.draw(2) === 0 && !loadedFirst.has(module);
  const runtime = await Runtime.create(host, { otpRelease, ...machineKinds[kind], scheduleSeed: seed });
  const work = async (): Promise<string[]> => {
    // Otherwise the first calls wait until the host has found it.
    if (!isFound) await runtime.load(beam);
    return await differences(runtime, module, cases, inTurn.has(module));
  };
  let problems: string[];
  try {
    problems = await host.run(work());
  } catch (error) {
    problems = [error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)];
  }
  return { problems, state: runtime.machine.kernel.scheduleState() >>> 0 };
}
