import { createRuntime } from '@beamline/runtime-web';
import hello from './hello.beam';

const runtime = await createRuntime({ codePaths: hello.codePaths });

const form = document.querySelector('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const greeting = await runtime.call('hello', 'greet', [form.elements.name.value]);
  form.elements.greeting.value = new TextDecoder().decode(greeting);
});
form.elements.greet.disabled = false;
