// What runs in a Node process that the bench starts, of this or another version:
//   node-engine.js times SYSTEM RULE... NAME... measures programs: a line of JSON for the engine, and one for each program
//   node-engine.js cost NAME                   runs a program three times: what the process has taken
//   node-engine.js idle                        what 100,000 idle processes take
//   node-engine.js compile                     how fast the compiler is
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRuntime } from '@beamline/runtime-node';
import { IDLE_PROCESSES } from '../cost/idle-processes.js';
import { measureCompileSpeed } from '../measuring/compile-speed.js';
import { measureBeamline } from '../measuring/measure-beamline.js';
import { type JavaScriptProgram, measureJavaScript } from '../measuring/measure-javascript.js';
import { type RunRule, readRule } from '../measuring/run-rule.js';
import { javaScriptUrl, type Program, readPrograms } from '../programs.js';
import { clockStep, type Engine } from './engine.js';

/** What a process that runs a program takes. */
export interface ProcessCost {
  /** Greatest resident memory, in KiB. */
  readonly kilobytes: number;
  /** Longest time for which the event loop did not have its turn while the program ran, in milliseconds. */
  readonly longestTurn: number;
}

/** Milliseconds between two looks at the clock: the longest turn is known to about as much. */
const RESOLUTION = 1;

/** Milliseconds for which the compiler warms up, and for which it is measured. */
const COMPILE_WARM_UP = 500;
const COMPILE_DURATION = 1000;

const programs = readPrograms();

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function chosen(names: readonly string[]): Program[] {
  return names.flatMap((name) => programs.filter((program) => program.name === name));
}

async function times(system: string, rule: RunRule, names: readonly string[]): Promise<void> {
  const engine: Engine = {
    version: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    clock: clockStep(() => performance.now()),
  };
  print(engine);
  for (const program of chosen(names)) {
    if (system === 'beamline') print(await measureBeamline(() => createRuntime({ cache: false }), program, rule));
    else {
      const load = async (): Promise<JavaScriptProgram> => (await import(javaScriptUrl(program).href)) as JavaScriptProgram;
      print(await measureJavaScript(program.name, load, program.expected, rule));
    }
  }
}

async function cost(program: Program): Promise<ProcessCost> {
  const runtime = await createRuntime({ cache: false });
  await runtime.load(program.bytes);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  for (let i = 0; i < 3; i++) await runtime.callTerm(program.name, 'main', []);
  // The last turn is counted when the loop comes round once more.
  await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION));
  delay.disable();
  return { kilobytes: process.resourceUsage().maxRSS, longestTurn: delay.max / 1e6 };
}

/** Bytes for each of many processes of the program `crowd` that wait for a message. */
async function idle(crowd: Program): Promise<number> {
  const runtime = await createRuntime({ cache: false });
  await runtime.load(crowd.bytes);
  const { kernel } = runtime.machine;
  const before = kernel.usedBytes();
  for (let i = 0; i < IDLE_PROCESSES; i++) runtime.spawn('crowd', 'idle', []);
  // One that comes after all others.
  await runtime.call('crowd', 'end_all', [[]]);
  const bytes = (kernel.usedBytes() - before) / IDLE_PROCESSES;
  runtime.stop();
  return bytes;
}

const [command, first = '', ...rest] = process.argv.slice(2);
if (command === 'times') await times(first, readRule(rest), rest.slice(4));
else if (command === 'cost') for (const program of chosen([first])) print(await cost(program));
else if (command === 'idle') for (const program of chosen(['crowd'])) print(await idle(program));
else {
  const files = programs.map(({ bytes }) => bytes);
  print(measureCompileSpeed(files, COMPILE_WARM_UP, COMPILE_DURATION));
}
