/** X registers from this number on are taken to be always live. */
export const TRACKED_REGISTERS = 32;

/** Bits of the first `count` registers. */
export function firstRegisters(count: number): number {
  return count >= TRACKED_REGISTERS ? -1 : (1 << count) - 1;
}

/** Bit of a register, 0 for one that is not tracked. */
export function registerBit(register: number): number {
  return register < TRACKED_REGISTERS ? 1 << register : 0;
}
