import type { ErlangRuntime } from '@beamline/runtime-core';
import type { AdapterContext } from './context.js';

/** The module that most tests call. */
export const MODULE = 'adapter_fixture';

/** A runtime with the fixture loaded. */
export async function fixtureRuntime(context: AdapterContext): Promise<ErlangRuntime> {
  const runtime = await context.createRuntime();
  await runtime.load(await context.fixture(`${MODULE}.beam`));
  return runtime;
}
