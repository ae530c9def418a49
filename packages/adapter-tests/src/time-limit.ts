import { AdapterTestError } from './assertions.js';
import type { AdapterContext, AdapterTest } from './context.js';

/** Time that a test may take unless the context says otherwise, in milliseconds. */
const TIME_LIMIT = 30_000;

/** A test that fails with AdapterTestError if it takes too long: an adapter without turns of the event loop would hang in it. */
export function withTimeLimit({ name, run }: AdapterTest): AdapterTest {
  return {
    name,
    run: (context: AdapterContext) => {
      const limit = context.timeLimit ?? TIME_LIMIT;
      return new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new AdapterTestError(`has not come to an end after ${limit / 1000} s`));
        }, limit);
        run(context)
          .finally(() => {
            clearTimeout(timer);
          })
          .then(resolve, reject);
      });
    },
  };
}
