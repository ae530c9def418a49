import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('hello.beam');

const greeting = await runtime.call('hello', 'greet', ['Joe']);
console.log(new TextDecoder().decode(greeting));
