import { soak } from './soak.js';

/** Runs the load for some minutes, with a footprint after each; prints them, and what the last one has over the first. */
export async function soakCommand(args: readonly string[]): Promise<void> {
  const minutes = Number(args[0] ?? 30);
  const seed = Number(args[1] ?? 1);
  if (!(minutes >= 2)) throw new RangeError('usage: npm run soak -- MINUTES [SEED], 2 minutes or more');
  const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const report = await soak(new Array<number>(minutes).fill(60_000), seed, ({ at, used, memory, heap, resident, processes }) => {
    console.log(
      `${(at / 60_000).toFixed(1)} min: used ${used} bytes, memory ${mega(memory)}, heap ${mega(heap)}, resident ${mega(resident)}, ${processes} processes`,
    );
  });
  const [first] = report.footprints;
  const last = report.footprints.at(-1);
  console.log(`${report.calls} calls, ${report.aborted} aborted, ${report.replaced} modules replaced`);
  console.log(String(report.counts));
  if (first === undefined || last === undefined) return;
  console.log(
    `after the first minute: used ${last.used - first.used}, memory ${last.memory - first.memory}, heap ${last.heap - first.heap}`,
  );
}
