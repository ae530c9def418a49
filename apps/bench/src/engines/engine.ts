/** What an engine says of itself. */
export interface Engine {
  /** `Node 20.20.2, V8 11.3.244.8-node.30`. */
  readonly version: string;
  /** Milliseconds between two readings of its clock that differ. */
  readonly clock: number;
}

/** The smallest step of a clock that a loop sees within some readings, in milliseconds. */
export function clockStep(now: () => number): number {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const start = now();
    let end = now();
    while (end === start) end = now();
    step = Math.min(step, end - start);
  }
  return step;
}
