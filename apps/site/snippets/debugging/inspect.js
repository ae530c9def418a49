import { MachineView } from '@beamline/inspector';
import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('ring.beam');
console.log(await runtime.call('ring', 'start'));

const view = new MachineView(runtime);
const { count, rows } = await view.processes('reductions', 3);
console.log(`${count} processes, of which the busiest:`);
for (const { pid, status, current } of rows) console.log(pid, status, current);
