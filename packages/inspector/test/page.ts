import { defineInspector, type InspectorElement } from '@beamline/inspector';
import { createRuntime, type ErlangRuntime } from '@beamline/runtime-web';

/** What the tests call in the page. */
export interface InspectorTests {
  /** Makes a machine, on the page's thread or in a Worker, with the program of the tests in it, and an inspector of it. */
  open(worker: boolean): Promise<void>;
  /** Calls a function of the program. */
  call(name: string): Promise<string>;
  /** Asks the process `echo` something. */
  ask(question: number): Promise<string>;
}

declare global {
  var inspectorTests: InspectorTests;
}

defineInspector();
let runtime: ErlangRuntime | undefined;

function running(): ErlangRuntime {
  if (runtime === undefined) throw new Error('there is no machine');
  return runtime;
}

globalThis.inspectorTests = {
  open: async (worker) => {
    runtime?.stop();
    document.querySelector('beamline-inspector')?.remove();
    runtime = await createRuntime({ worker, cache: false });
    await runtime.load('/inspected.beam');
    const element = document.createElement('beamline-inspector') as InspectorElement;
    element.style.blockSize = '600px';
    element.runtime = runtime;
    document.querySelector('main')?.append(element);
  },
  ask: async (question) => String(await running().call('inspected', 'ask', [question])),
  call: async (name) => String(await running().call('inspected', name)),
};
