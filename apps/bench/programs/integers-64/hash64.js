// FNV-1a and a hash with rotations over bytes, in 64 bits: BigInts. What stays below 2^53 is a number.

const data = () => Uint8Array.from({ length: 20000 }, (_, i) => (i + 1) * 131);

export function main() {
  const bytes = data();
  let fnv = 0xcbf29ce484222325n;
  for (const byte of bytes) fnv = BigInt.asUintN(64, (fnv ^ BigInt(byte)) * 0x100000001b3n);
  let rotating = 0n;
  for (const byte of bytes) rotating = BigInt.asUintN(64, (rotating << 5n) | (rotating >> 59n)) ^ BigInt(byte);
  let signed = 0;
  for (const byte of bytes) {
    signed = signed * 33 - byte * 1000003;
    if (Math.abs(signed) > 1e12) signed %= 999999937;
  }
  return [fnv, rotating, signed];
}

export const toErlang = (hashes) => `{${hashes.join(',')}}`;
