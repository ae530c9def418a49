import { createRuntime } from '@beamline/runtime-web';
import greeting from './greeting.erl?beam';

const output = document.querySelector('output');
try {
  const runtime = await createRuntime({ codePaths: greeting.codePaths });
  output.value = new TextDecoder().decode(await runtime.call('greeting', 'greet', ['world']));
} catch (error) {
  output.value = String(error);
}
output.dataset.done = 'true';
