import { defineInspector, type InspectorElement, MachineView } from '@beamline/inspector';
import { createRuntime } from '@beamline/runtime-web';

const runtime = await createRuntime();
await runtime.load('/inspected.beam');
await runtime.call('inspected', 'start');

defineInspector();
const inspector = document.createElement('beamline-inspector') as InspectorElement;
inspector.runtime = runtime; // from createRuntime, in the page or in a Worker
document.body.append(inspector);

// What the element shows can be had without it, in Node too.
const { rows } = await new MachineView(runtime).processes('newest', 10);
console.log(rows.map(({ name, status, messages }) => `${name ?? '–'} ${status} ${messages}`)); // ['linked waiting 0', 'owner waiting 2']
