import type { Host } from '../../src/index.js';
import type { Random } from './random.js';

/** Milliseconds by which the clock goes on whenever it is looked at. */
const TICK = 0.0002;

/** Milliseconds by which it goes on in a turn, at most. */
const LONGEST_STEP = 1;

/** Something that can happen in the next turn. */
interface Task {
  readonly run: () => void;
}

interface Timer extends Task {
  readonly due: number;
}

/** A module that somebody waits for, and for how many turns yet. */
interface Search extends Task {
  turns: number;
}

/** What `compile` made of the bytes of the kernel, which are the same for all machines of this engine. */
const kernels = new Map<number, { readonly bytes: Uint8Array; readonly module: WebAssembly.Module }>();

/** Modules of this size are kept: the kernel is one, what is compiled from Erlang hardly ever is. */
const KEPT_BYTES = 100_000;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const kept = kernels.get(bytes.length);
  if (kept !== undefined && sameBytes(kept.bytes, bytes)) return kept.module;
  const module = new WebAssembly.Module(bytes);
  if (bytes.length > KEPT_BYTES) kernels.set(bytes.length, { bytes: bytes.slice(), module });
  return module;
}

/** Waits until everything that promises have set going is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/**
 * A host without a clock of its own: its time goes on by being looked at and leaps when nothing else can happen, and what happens in each
 * turn of its event loop is drawn at random. Two machines on two hosts with the same seed do the same in any engine.
 */
export class SeededHost implements Host {
  readonly #random: Random;
  readonly #find: (name: string) => Uint8Array | undefined;
  #time = 1000;
  /** Turns since nothing could happen. */
  #busyTurns = 0;
  readonly #tasks: Task[] = [];
  #timers: Timer[] = [];
  #searches: Search[] = [];

  /** @param find - a module that a process calls and that is not loaded */
  constructor(random: Random, find: (name: string) => Uint8Array | undefined) {
    this.#random = random;
    this.#find = find;
  }

  now(): number {
    this.#time += TICK;
    return this.#time;
  }

  systemTime(): number {
    return 1_700_000_000_000 + this.now();
  }

  schedule(task: () => void): void {
    this.#tasks.push({ run: task });
  }

  timer(milliseconds: number, task: () => void): () => void {
    const timer = { due: this.#time + milliseconds, run: task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** At once, as an engine takes time of the real clock to do it otherwise. */
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
    return Promise.resolve(compile(bytes));
  }

  writeLine(): void {
    // What programs write is not compared.
  }

  findModule(name: string): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      this.#searches.push({ turns: this.#random.draw(6), run: () => resolve(this.#find(name)) });
    });
  }

  /** Has turns of the event loop until something is done. Rejects if it never will be. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    work.then(over, over);
    for (await settled(); !isOver; await settled()) this.#turn();
    return work;
  }

  /** One thing happens of those that can. */
  #turn(): void {
    // Slowly at first, so that timers leave others the time that they have in fact; who polls the clock is not to do so for ever.
    this.#time += Math.min(LONGEST_STEP, (this.#busyTurns++) ** 2 * 1e-6);
    for (const search of this.#searches) search.turns--;
    const due = this.#timers.filter((timer) => timer.due <= this.#time).sort((a, b) => a.due - b.due)[0];
    const found = this.#searches.find((search) => search.turns < 0);
    const [task] = this.#tasks;
    const possible = [due, found, task].filter((item) => item !== undefined);
    const next = possible[this.#random.draw(possible.length)];
    if (next === undefined) {
      if (this.#searches.length === 0) this.#leap();
      return;
    }
    if (next === task) this.#tasks.shift();
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.#searches = this.#searches.filter((search) => search !== next);
    next.run();
  }

  #leap(): void {
    this.#busyTurns = 0;
    const first = Math.min(...this.#timers.map((timer) => timer.due));
    if (first === Number.POSITIVE_INFINITY) throw new Error('nothing can happen any more, and a call has not ended');
    this.#time = Math.max(this.#time, first);
  }
}
