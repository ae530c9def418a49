import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('ring.beam');
await runtime.call('ring', 'start');
console.log(runtime.machine.dump());
