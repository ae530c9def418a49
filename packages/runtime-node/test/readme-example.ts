import { readFile } from 'node:fs/promises';
import { atom, createRuntime, ErlangError, tuple } from '@beamline/runtime-node';

const fixtures = new URL('../../adapter-tests/fixtures/', import.meta.url);
const runtime = await createRuntime();
await runtime.load(await readFile(new URL('adapter_fixture.beam', fixtures))); // or the path of a file

console.log(await runtime.call('adapter_fixture', 'add', [2n ** 64n, 1])); // 18446744073709551617n
console.log(await runtime.call('adapter_fixture', 'swap', [tuple(1, atom('ok'))])); // Tuple { elements: [ Atom ok, 1 ] }

try {
  await runtime.call('adapter_fixture', 'divide', [7, 0]);
} catch (error) {
  if (error instanceof ErlangError) console.log(error.class, error.reason, error.stacktrace.length); // error Atom { name: 'badarith' } 3
}

// An endless loop: other work goes on, and it can be stopped.
const signal = AbortSignal.timeout(50);
await runtime.call('adapter_fixture', 'spin', [], { signal }).catch((error) => console.log(error.name)); // StoppedError
