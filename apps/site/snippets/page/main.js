import { createRuntime } from '@beamline/runtime-web';
import hello from './hello.beam';

const runtime = await createRuntime({ codePaths: hello.codePaths });

const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = new FormData(form).get('name');
  const greeting = await runtime.call('hello', 'greet', [String(name)]);
  const output = /** @type {HTMLOutputElement} */ (form.elements.namedItem('greeting'));
  output.value = new TextDecoder().decode(greeting);
});
