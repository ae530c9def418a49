import type { PidTerm } from '@beamline/beam-file';

/** Bits of the number of a process that are the `id` of its pid; those above are its `serial`, as OTP prints them. */
const PID_ID_BITS = 15;
/** The bits of `id`. */
export const PID_ID_MASK: number = (1 << PID_ID_BITS) - 1;

/** The pid of the process with a number. */
export function pidTerm(number: number): PidTerm {
  return { kind: 'pid', node: LOCAL_NODE, id: number & PID_ID_MASK, serial: number >>> PID_ID_BITS, creation: 0 };
}

/** Number of the process that a pid is of. */
export function pidNumber(pid: PidTerm): number {
  return pid.serial * (1 << PID_ID_BITS) + pid.id;
}

/** Name of a machine that is not distributed. */
export const LOCAL_NODE = 'nonode@nohost';

/** Greatest number of a pid or port. */
export const GREATEST_NUMBER = 0xfffffff;
