import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('Elixir.Hello.beam');

const greeting = await runtime.call('Elixir.Hello', 'greet', ['José']);
console.log(new TextDecoder().decode(greeting));
