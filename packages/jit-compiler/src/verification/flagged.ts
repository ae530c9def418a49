/** A table by opcode that has 1 for some of them. */
export function flagged(...opcodes: number[]): Uint8Array {
  const flags = new Uint8Array(256);
  for (const opcode of opcodes) flags[opcode] = 1;
  return flags;
}
