import { createRuntime, ErlangError } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('hello.beam');

try {
  await runtime.call('hello', 'divide', [1, 0]);
} catch (error) {
  if (!(error instanceof ErlangError)) throw error;
  console.log(`${error.class}: ${error.reason}`);
  for (const frame of error.stacktrace) console.log(`in ${frame.module}:${frame.function}, line ${frame.line ?? '-'}`);
}
