import { createRuntime } from '../src/index.js';

declare global {
  /** Runs a program with source maps in the page, the text of its source in them; what it returns. */
  var runDebugged: (name: string, source: string) => Promise<string>;
}

globalThis.runDebugged = async (name, source) => {
  const runtime = await createRuntime({ debug: { sources: { [`${name}.erl`]: source } } });
  await runtime.load(`/programs/${name}.beam`);
  return String(await runtime.call(name, 'main'));
};
