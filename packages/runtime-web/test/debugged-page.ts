import { createRuntime, type Runtime } from '../src/index.js';

/** What the test of source maps calls in the page. */
export interface DebuggedPage {
  /** Loads a program with source maps, the text of its source in them. */
  load(name: string, source: string): Promise<void>;
  /** What the program returns. */
  run(name: string): Promise<string>;
}

declare global {
  var debuggedPage: DebuggedPage;
}

let runtime: Runtime | undefined;

globalThis.debuggedPage = {
  load: async (name, source) => {
    runtime = await createRuntime({ debug: { sources: { [`${name}.erl`]: source } } });
    await runtime.load(`/programs/${name}.beam`);
  },
  run: async (name) => String(await runtime?.call(name, 'main')),
};
