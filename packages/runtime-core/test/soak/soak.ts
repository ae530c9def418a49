import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { atom, type Runtime, StoppedError } from '../../src/index.js';
import { fixture, runtimeWith } from '../fixture.js';

/** What a machine and its host have, in bytes and numbers. */
export interface Footprint {
  /** Milliseconds since the load began. */
  readonly at: number;
  /** Blocks of the kernel. */
  readonly used: number;
  /** The machine's memory. */
  readonly memory: number;
  /** The JavaScript heap, after a collection. */
  readonly heap: number;
  readonly resident: number;
  readonly processes: number;
}

/** How a load went. */
export interface SoakReport {
  readonly footprints: readonly Footprint[];
  /** How often each kind of work was done. */
  readonly counts: unknown;
  /** Calls of the host, those of them that were aborted, and modules that were replaced. */
  readonly calls: number;
  readonly aborted: number;
  readonly replaced: number;
}

const KINDS = 'ring messages timers table binaries integers maps links monitors terms dictionary funs literals hibernate'.split(' ');

/** Rounds of work between two replacements of a module. */
const REPLACED_EVERY = 10;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function footprint(runtime: Runtime, start: number): Footprint {
  for (let i = 0; i < 3; i++) collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const { kernel, memory, processes } = runtime.machine;
  return {
    at: Math.round(performance.now() - start),
    used: kernel.usedBytes() >>> 0,
    memory: memory.bytes.length,
    heap: heapUsed,
    resident: rss,
    processes: processes.count(),
  };
}

/**
 * Puts a mixed load on a machine: processes, messages, timers, tables, binaries, big integers, code that is replaced, calls of the host
 * that are aborted. Takes a footprint now and then, each time after the processes of the load have been ended.
 * @param rounds - milliseconds between two footprints, for each footprint
 */
export async function soak(rounds: readonly number[], seed: number, tell: (footprint: Footprint) => void): Promise<SoakReport> {
  const runtime = await runtimeWith(['load'], { memoryLimit: 256 << 20 });
  const versions = [fixture('one/replaced'), fixture('two/replaced')];
  await runtime.load(versions[0] ?? new Uint8Array());
  const footprints: Footprint[] = [];
  const start = performance.now();
  let random = seed;
  const next = (limit: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return (random >>> 8) % limit;
  };
  let calls = 0;
  let aborted = 0;
  let replaced = 0;
  let counts: unknown;

  const work = async (): Promise<void> => {
    calls++;
    const controller = new AbortController();
    const timer = next(4) === 0 ? setTimeout(() => controller.abort(), next(5)) : undefined;
    try {
      await runtime.call('load', 'work', [atom(KINDS[next(KINDS.length)] ?? 'ring'), next(1_000_000)], { signal: controller.signal });
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      aborted++;
    } finally {
      clearTimeout(timer);
    }
  };

  for (const milliseconds of rounds) {
    await runtime.call('load', 'start', [next(1_000_000)]);
    const until = performance.now() + milliseconds;
    for (let round = 0; performance.now() < until; round++) {
      await Promise.all(Array.from({ length: 1 + next(6) }, work));
      if (round % REPLACED_EVERY !== 0) continue;
      replaced++;
      await runtime.call('code', 'purge', [atom('replaced')]);
      await runtime.load(versions[replaced % 2] ?? new Uint8Array());
    }
    counts = await runtime.call('load', 'ask', [atom('it'), atom('counts')]);
    runtime.stop();
    for (let i = 0; i < 1000 && runtime.machine.processes.count() > 1; i++) await pause(1);
    const taken = footprint(runtime, start);
    footprints.push(taken);
    tell(taken);
  }
  return { footprints, counts, calls, aborted, replaced };
}
