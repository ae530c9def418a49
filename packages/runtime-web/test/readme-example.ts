import { atom, createRuntime, ErlangError, tuple } from '@beamline/runtime-web';

const runtime = await createRuntime({ writeLine: (text) => console.log(text) });
await runtime.load('/programs/fib.beam'); // a URL, or bytes
await runtime.load('/fixtures/adapter_fixture.beam');

await runtime.call('adapter_fixture', 'show', [tuple(atom('ok'), 1)]); // {ok,1}
console.log(String(await runtime.call('fib', 'main'))); // 832040

try {
  await runtime.call('adapter_fixture', 'divide', [7, 0]);
} catch (error) {
  if (error instanceof ErlangError) console.log(`${error.class} ${String(error.reason)}`); // error badarith
}

// An endless loop: the page stays responsive, and it can be stopped.
const signal = AbortSignal.timeout(50);
await runtime.call('adapter_fixture', 'spin', [], { signal }).catch((error) => console.log(error.name)); // StoppedError
