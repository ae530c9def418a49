import { createRuntime, ErlangError, StoppedError, SystemLimitError } from '@beamline/runtime-node';

/** Calls a function of the guest in a machine of its own, with limits. */
async function runGuest(name, args = []) {
  const runtime = await createRuntime({
    memoryLimit: 32 * 1024 * 1024, // bytes, of everything that the machine has
    processLimit: 1000,
    atomLimit: 10_000,
    timeLimit: 10_000, // milliseconds of running, in all
  });
  await runtime.load('guest.beam');
  try {
    // Who waits sets the time for a single call.
    return await runtime.call('guest', name, args, { signal: AbortSignal.timeout(2000) });
  } catch (error) {
    if (error instanceof ErlangError) return `failed: ${error.reason}`;
    if (error instanceof StoppedError) return 'stopped';
    if (error instanceof SystemLimitError) return `limit: ${error.limit}`;
    throw error;
  } finally {
    runtime.stop();
  }
}

console.log('answer ', await runGuest('answer'));
console.log('forever', await runGuest('forever'));
console.log('hoard  ', await runGuest('hoard'));
console.log('breed  ', await runGuest('breed'));
