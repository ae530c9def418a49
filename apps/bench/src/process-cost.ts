// Runs a program three times in a process of its own, which the bench starts: prints what the process has taken as JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRuntime } from '@beamline/runtime-node';

/** What a process that runs a program takes. */
export interface ProcessCost {
  /** Greatest resident memory, in KiB. */
  readonly kilobytes: number;
  /** Longest time for which the event loop did not have its turn while the program ran, in milliseconds. */
  readonly longestTurn: number;
}

/** Milliseconds between two looks at the clock: the longest turn is known to about as much. */
const RESOLUTION = 1;

const [file = '', module = ''] = process.argv.slice(2);
const runtime = await createRuntime();
await runtime.load(file);
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
delay.enable();
for (let i = 0; i < 3; i++) await runtime.callTerm(module, 'main', []);
// The last turn is counted when the loop comes round once more.
await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION));
delay.disable();
const cost: ProcessCost = { kilobytes: process.resourceUsage().maxRSS, longestTurn: delay.max / 1e6 };
process.stdout.write(JSON.stringify(cost));
