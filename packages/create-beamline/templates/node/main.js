import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('beam/__MODULE__.beam');
const greeting = await runtime.call('__MODULE__', 'greet', ['Joe']);
console.log(new TextDecoder().decode(greeting));
runtime.stop();
