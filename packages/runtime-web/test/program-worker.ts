// What a worker does in the tests: it runs the program that it is told.
import { createRuntime, formatTerm } from '../src/index.js';

globalThis.onmessage = async ({ data }: MessageEvent<string>) => {
  const runtime = await createRuntime();
  await runtime.load(`/programs/${data}.beam`);
  globalThis.postMessage(formatTerm(await runtime.callTerm(data, 'main', [])));
};
