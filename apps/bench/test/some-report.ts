import { summarizeTimes } from '../src/measuring/timing.js';
import type { PeerRun, System } from '../src/peers/peer.js';
import type { BenchReport } from '../src/report/bench-report.js';
import { compareAll } from '../src/report/comparison.js';

/** Groups of the programs of the reports. */
const groups: Readonly<Record<string, string>> = { fib: 'function-calls', tak: 'function-calls', lcg: 'integers-64' };

/** A peer that took these times for its runs, by program; one without times has failed. */
export function peer(system: System, engine: string, times: Readonly<Record<string, readonly number[]>>): PeerRun {
  return {
    id: `${system}-${engine}`,
    system,
    title: `${system} on ${engine}`,
    version: `${engine}.1`,
    how: 'By hand.',
    programs: Object.entries(times).map(([name, runs]) =>
      runs.length === 0
        ? { name, result: '{badmatch,\n  1}', correct: false }
        : {
            name,
            result: '1',
            correct: true,
            timing: summarizeTimes(runs),
            ...(system === 'beamline' ? { load: { compile: 0.514, link: 0.333 } } : {}),
          },
    ),
  };
}

/** A report of these peers. */
export function report(...peers: readonly PeerRun[]): BenchReport {
  return {
    date: '2026-01-02T03:04:05.678Z',
    commit: '0123456789ab',
    short: false,
    machine: { class: 'linux-x64, 2 × Test', memoryGigabytes: 8, loadBefore: 0 },
    rule: { warmUps: 2, minimumRuns: 10, maximumRuns: 200, budget: 1000 },
    programs: Object.entries(groups).map(([name, group]) => ({ name, group })),
    peers,
    absent: [],
    comparisons: compareAll(peers, (name) => groups[name] ?? ''),
  };
}
