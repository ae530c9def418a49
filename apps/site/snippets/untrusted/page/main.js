import { createRuntime, StoppedError, SystemLimitError } from '@beamline/runtime-web';
import guestUrl from '../guest.beam?url';

/** Calls a function of the guest in a machine of its own, in a Worker. */
async function runGuest(name) {
  const runtime = await createRuntime({
    worker: true, // nothing that it does holds up the page
    memoryLimit: 32 * 1024 * 1024, // bytes
    processLimit: 1000,
    timeLimit: 10_000, // milliseconds of running
  });
  try {
    await runtime.load(guestUrl);
    return String(await runtime.call('guest', name, [], { signal: AbortSignal.timeout(2000) }));
  } catch (error) {
    if (error instanceof StoppedError) return 'stopped';
    if (error instanceof SystemLimitError) return `limit: ${error.limit}`;
    return String(error);
  } finally {
    runtime.stop(); // ends the Worker
  }
}

const output = document.querySelector('output');
for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', async () => {
    output.value = '…';
    output.value = await runGuest(button.value);
  });
}
