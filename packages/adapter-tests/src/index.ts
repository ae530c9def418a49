import type { AdapterTest } from './context.js';
import { errorTests } from './errors.js';
import { javascriptTests } from './javascript.js';
import { nativeTests } from './natives.js';
import { processTests } from './processes.js';
import { schedulingTests } from './scheduling.js';
import { withTimeLimit } from './time-limit.js';
import { valueTests } from './values.js';

export { AdapterTestError } from './assertions.js';
export type { AdapterContext, AdapterOptions, AdapterTest } from './context.js';
export { fixturesUrl } from './fixtures-url.js';

/** What every adapter has to do, wherever it runs. */
export const adapterTests: readonly AdapterTest[] = [
  ...valueTests,
  ...errorTests,
  ...schedulingTests,
  ...nativeTests,
  ...javascriptTests,
  ...processTests,
].map(withTimeLimit);
