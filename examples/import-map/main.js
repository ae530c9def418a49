import { createRuntime } from '@beamline/runtime-web';

const output = document.querySelector('output');
const file = (name) => import.meta.resolve(`@beamline/runtime-web/dist/${name}`);
try {
  // The kernel, compiled while it is fetched, and once for both machines. Without the option a larger script has it.
  const kernel = await WebAssembly.compileStreaming(fetch(file('kernel.wasm')));
  // A page may not start a Worker from a script of another origin: the URL is imported by a script of the page's own.
  const worker = { url: file('worker.js') };
  const machines = await Promise.all([createRuntime({ kernel }), createRuntime({ kernel, worker })]);
  const lines = machines.map(async (runtime, i) => {
    await runtime.load('hello.beam'); // erlc hello.erl
    return new TextDecoder().decode(await runtime.call('hello', 'greet', [['the page', 'a Worker'][i]]));
  });
  output.value = (await Promise.all(lines)).join('\n');
} catch (error) {
  output.value = String(error);
}
output.dataset.done = 'true';
