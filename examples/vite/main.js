import { createRuntime } from '@beamline/runtime-web';
import counter from './program/counter.erl?beam';

const runtime = await createRuntime({ codePaths: counter.codePaths });
counter.attach(runtime);
await runtime.call(counter.start.module, counter.start.name);

const button = document.querySelector('button');
const output = document.querySelector('output');
button.addEventListener('click', async () => {
  output.value = new TextDecoder().decode(await runtime.call('counter', 'click'));
});
button.disabled = false;
