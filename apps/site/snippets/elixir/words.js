import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime({ codePaths: ['words.avm'] });

const counts = await runtime.call('Elixir.Words', 'count', ['the cat and the hat']);
for (const { elements } of counts) {
  const [word, count] = elements;
  console.log(new TextDecoder().decode(word), count);
}
