import { createRuntime } from '@beamline/runtime-web';
import program from './beam/__MODULE__.beam';

const runtime = await createRuntime({ codePaths: program.codePaths });
program.attach(runtime);

const form = document.querySelector('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const greeting = await runtime.call('__MODULE__', 'greet', [form.elements.name.value]);
  form.elements.greeting.value = new TextDecoder().decode(greeting);
});
form.elements.greet.disabled = false;
