import type { PidTerm, PortTerm, ReferenceTerm } from '@beamline/beam-file';
import { PID_ID_BITS } from '@beamline/machine-model';

/** The bits of `id`. */
export const PID_ID_MASK: number = (1 << PID_ID_BITS) - 1;

/** The pid of the process with a number. */
export function pidTerm(number: number): PidTerm {
  return { kind: 'pid', node: LOCAL_NODE, id: number & PID_ID_MASK, serial: number >>> PID_ID_BITS, creation: 0 };
}

/** The port with a number. */
export function portTerm(number: number): PortTerm {
  return { kind: 'port', node: LOCAL_NODE, id: BigInt(number), creation: 0 };
}

/** Number of the process that a pid is of. */
export function pidNumber(pid: PidTerm): number {
  return pid.serial * (1 << PID_ID_BITS) + pid.id;
}

/** Name of a machine that is not distributed. */
export const LOCAL_NODE = 'nonode@nohost';

/** True for an identifier of this machine: a node of that name that was started at another time has another creation. */
export function isOfThisNode({ node, creation }: PidTerm | PortTerm | ReferenceTerm): boolean {
  return node === LOCAL_NODE && creation === 0;
}
