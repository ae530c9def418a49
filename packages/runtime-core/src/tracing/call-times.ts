import { ContextOffset, MachineRegister } from '@beamline/machine-model';
import type { Host } from '../io/host.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { Measured, MeasureSetting } from './breakpoints.js';

/** What a process is in the middle of. */
interface Current {
  readonly time: MeasureSetting | undefined;
  readonly memory: MeasureSetting | undefined;
}

interface Clock {
  current: Current | undefined;
  /** Milliseconds of the clock and words of the heap when it was last looked at. */
  since: number;
  words: number;
}

/** Time and memory that calls take (`call_time` and `call_memory`): each process is in the last such function that it has called. */
export class CallTimes {
  readonly #memory: LinearMemory;
  readonly #host: Host;
  readonly #clocks = new Map<number, Clock>();
  /** By numbers that frames have: what a process was in before. */
  readonly #kept: (Current | undefined)[] = [undefined];
  readonly #numbers = new Map<MeasureSetting | undefined, Map<MeasureSetting | undefined, number>>();

  constructor(memory: LinearMemory, host: Host) {
    this.#memory = memory;
    this.#host = host;
  }

  /** A process calls a function; the number of what it was in. */
  begin(context: number, number: number, time: MeasureSetting | undefined, memory: MeasureSetting | undefined): number {
    const clock = this.#settle(context, number);
    const before = clock.current;
    clock.current = { time, memory };
    for (const setting of [time, memory]) if (setting !== undefined) measuredOf(setting, number).count++;
    return this.#numberOf(before);
  }

  /** A process is back in what it was in before. */
  end(context: number, number: number, before: number): void {
    this.#settle(context, number).current = this.#kept[before];
  }

  /** A process stops running, or goes on. */
  pause(context: number, number: number): void {
    if (this.#clocks.has(number)) this.#settle(context, number);
  }

  goOn(context: number, number: number): void {
    const clock = this.#clocks.get(number);
    if (clock === undefined) return;
    clock.since = this.#host.now();
    clock.words = this.#words(context);
  }

  /** A process has ended. */
  forget(number: number): void {
    this.#clocks.delete(number);
  }

  #settle(context: number, number: number): Clock {
    const now = this.#host.now();
    const words = this.#words(context);
    let clock = this.#clocks.get(number);
    if (clock === undefined) {
      clock = { current: undefined, since: now, words };
      this.#clocks.set(number, clock);
    }
    const { current } = clock;
    if (current?.time !== undefined) measuredOf(current.time, number).amount += (now - clock.since) * 1000;
    // A collection in between leaves less than there was.
    if (current?.memory !== undefined) measuredOf(current.memory, number).amount += Math.max(0, words - clock.words);
    clock.since = now;
    clock.words = words;
    return clock;
  }

  #words(context: number): number {
    const start = this.#memory.load(context + ContextOffset.heapStart);
    return (this.#memory.load(MachineRegister.heapTop) - start + this.#memory.load(context + ContextOffset.fragmentBytes)) >>> 2;
  }

  #numberOf(current: Current | undefined): number {
    if (current === undefined) return 0;
    let inner = this.#numbers.get(current.time);
    if (inner === undefined) {
      inner = new Map();
      this.#numbers.set(current.time, inner);
    }
    const known = inner.get(current.memory);
    if (known !== undefined) return known;
    const number = this.#kept.push(current) - 1;
    inner.set(current.memory, number);
    return number;
  }
}

function measuredOf(setting: MeasureSetting, number: number): Measured {
  let measured = setting.processes.get(number);
  if (measured === undefined) {
    measured = { count: 0, amount: 0 };
    setting.processes.set(number, measured);
  }
  return measured;
}
