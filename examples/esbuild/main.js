import { createRuntime } from '@beamline/runtime-web';
import primes from './program/primes.erl?beam';

const output = document.querySelector('output');
const runtime = await createRuntime({
  codePaths: primes.codePaths,
  write: (text) => output.append(text),
});
await runtime.call(primes.start.module, primes.start.name);
await runtime.flush();
output.dataset.done = 'true';
