// The script of a Worker with a machine, which its page drives.
import type { Port } from './channel.js';
import { WorkerMachine } from './worker-machine.js';

new WorkerMachine(globalThis as unknown as Port);
