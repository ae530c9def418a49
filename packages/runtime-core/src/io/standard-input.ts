const encoder = new TextEncoder();

/** Bytes of what a host has read from its standard input. */
export function inputBytes(input: string | Uint8Array): Uint8Array {
  return typeof input === 'string' ? encoder.encode(input) : input;
}
