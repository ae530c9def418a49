import { createRuntime } from '@beamline/runtime-web';
import hello from './hello.erl?beam';

const output = document.querySelector('output');
const runtime = await createRuntime({
  codePaths: hello.codePaths,
  // A file on a disk has no kernel beside it and nothing to keep modules in.
  cache: false,
  write: (text) => output.append(text),
});
await runtime.call(hello.start.module, hello.start.name);
await runtime.flush();
output.dataset.done = 'true';
