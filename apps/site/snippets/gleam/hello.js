import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime({ codePaths: ['build/dev/erlang/hello/ebin'] });

const greeting = await runtime.call('hello', 'greet', ['Joe']);
console.log(new TextDecoder().decode(greeting));
console.log(await runtime.call('hello', 'sum', [[1, 2, 3]]));
