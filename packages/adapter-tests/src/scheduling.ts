import { StoppedError } from '@beamline/runtime-core';
import { AdapterTestError, check, checkEqual, failureOf } from './assertions.js';
import type { AdapterTest } from './context.js';
import { fixtureRuntime, MODULE } from './fixture.js';

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Longest time between two runs of a timer that is always due, in milliseconds, over some time. */
async function longestGap(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let longest = 0;
  for (let last = performance.now(); last < end; ) {
    await wait(1);
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}

/** Processes take turns with each other and with the event loop. */
export const schedulingTests: readonly AdapterTest[] = [
  {
    name: 'lets timers fire while a process loops, and stops it',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const controller = new AbortController();
      const stopped = failureOf(runtime.call(MODULE, 'spin', [], { signal: controller.signal }), StoppedError);
      // Something else on the machine can hold one measurement up, but not each of them.
      let gap = await longestGap(200);
      for (let i = 0; context.longestGap !== undefined && gap > context.longestGap && i < 10; i++) gap = await longestGap(200);
      controller.abort();
      const aborted = performance.now();
      await stopped;
      const delay = performance.now() - aborted;
      if (context.longestGap !== undefined) {
        check(gap <= context.longestGap, `a timer was ${gap} ms late while a process was running`);
        check(delay <= 5 * context.longestGap, `stopping took ${delay} ms`);
      }
      checkEqual(await runtime.call(MODULE, 'add', [1, 2]), 3, 'a call after that');
    },
  },
  {
    name: 'wakes a process when its time is over, and not before',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const start = performance.now();
      const slept = Promise.all([runtime.call(MODULE, 'sleep', [60]), runtime.call(MODULE, 'sleep', [20])]);
      checkEqual(await runtime.call(MODULE, 'add', [1, 2]), 3, 'a call while others sleep');
      await slept;
      const time = performance.now() - start;
      // Clocks of browsers are coarse.
      check(time >= 58, `60 ms of sleep took ${time} ms`);
    },
  },
  {
    name: 'stops a process that waits',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const controller = new AbortController();
      const stopped = failureOf(runtime.call(MODULE, 'wait', [], { signal: controller.signal }), StoppedError);
      await wait(5);
      controller.abort();
      await stopped;
      checkEqual(await runtime.call(MODULE, 'add', [1, 2]), 3, 'a call after that');
    },
  },
  {
    name: 'does not begin a call that is stopped already',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      await failureOf(runtime.call(MODULE, 'spin', [], { signal: AbortSignal.abort() }), StoppedError);
    },
  },
  {
    name: 'stops every process when the runtime is stopped',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const calls = [1, 2, 3].map(() => failureOf(runtime.call(MODULE, 'spin'), StoppedError));
      await wait(10);
      runtime.stop();
      await Promise.all(calls);
      const later = runtime.call(MODULE, 'add', [1, 2]);
      if (context.endsWhenStopped === true) await failureOf(later, StoppedError);
      else checkEqual(await later, 3, 'a call after that');
    },
  },
  {
    name: 'takes calls while another runs',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const controller = new AbortController();
      const endless = failureOf(runtime.call(MODULE, 'spin', [], { signal: controller.signal }), StoppedError);
      for (let i = 0; i < 10; i++) checkEqual(await runtime.call(MODULE, 'add', [i, 1]), i + 1, 'a call meanwhile');
      await runtime.load(await context.fixture(`${MODULE}.beam`));
      checkEqual(await runtime.call(MODULE, 'add', [1, 1]), 2, 'a call after loading the module again');
      controller.abort();
      await endless;
    },
  },
  {
    name: 'shares time fairly between two calls',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      const work = 20_000_000;
      const ends: string[] = [];
      const start = performance.now();
      const run = async (name: string, size: number): Promise<void> => {
        await runtime.call(MODULE, 'count', [size]);
        ends.push(name);
      };
      await Promise.all([run('long', work), run('short', work / 10)]);
      // The short one began later and has a tenth of the work: with fair shares it ends first.
      checkEqual(ends, ['short', 'long'], `order of ends (${Math.round(performance.now() - start)} ms)`);
    },
  },
  {
    name: 'keeps runtimes apart',
    async run(context) {
      const [first, second] = await Promise.all([fixtureRuntime(context), context.createRuntime()]);
      const results = await Promise.allSettled([first.call(MODULE, 'add', [1, 2]), second.call(MODULE, 'add', [1, 2])]);
      checkEqual(
        results.map((result) => result.status),
        ['fulfilled', 'rejected'],
        'calls',
      );
    },
  },
  {
    name: 'recurses a million calls deep',
    async run(context) {
      const runtime = await fixtureRuntime(context);
      checkEqual(await runtime.call(MODULE, 'deep', [1_000_000]), 1_000_000, 'depth');
    },
  },
  {
    name: 'recurses without tail calls of the engine too, and with a collection at every allocation',
    async run(context) {
      const runtime = await context.createRuntime({ tailCalls: false, collectAlways: true });
      await runtime.load(await context.fixture(`${MODULE}.beam`));
      checkEqual(await runtime.call(MODULE, 'deep', [20_000]), 20_000, 'depth');
      checkEqual(await runtime.call(MODULE, 'count', [100_000]), 35_000, 'sum');
    },
  },
  {
    name: 'writes lines in order',
    async run(context) {
      const lines: string[] = [];
      const runtime = await context.createRuntime({ writeLine: (text) => lines.push(text) });
      await runtime.load(await context.fixture(`${MODULE}.beam`));
      for (const value of ['text', [1, 2], 2n ** 64n]) {
        if ((await runtime.call(MODULE, 'show', [value])) !== true) throw new AdapterTestError('erlang:display/1 did not answer true');
      }
      checkEqual(lines, ['<<"text">>', '[1,2]', '18446744073709551616'], 'lines');
    },
  },
];
