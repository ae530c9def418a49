// 64-bit generators in BigInts: xorshift64*, splitmix64, and a word of PCG.

const ROUNDS = 30000;
const u64 = (x) => BigInt.asUintN(64, x);

export function main() {
  return [xorshift(), splitmix(), pcg()];
}

function xorshift() {
  let state = 88172645463325252n;
  let sum = 0n;
  for (let i = 0; i < ROUNDS; i++) {
    state ^= state >> 12n;
    state ^= u64(state << 25n);
    state ^= state >> 27n;
    sum ^= u64(state * 0x2545f4914f6cdd1dn);
  }
  return sum;
}

function splitmix() {
  let state = 42n;
  let sum = 0n;
  for (let i = 0; i < ROUNDS; i++) {
    state = u64(state + 0x9e3779b97f4a7c15n);
    let z = u64((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = u64((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    sum = u64(sum + (z ^ (z >> 31n)));
  }
  return sum;
}

function pcg() {
  let state = 1n;
  let sum = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const shifted = Number(BigInt.asUintN(32, ((state >> 18n) ^ state) >> 27n));
    const by = Number(state >> 59n);
    sum += ((shifted >>> by) | (shifted << (-by & 31))) >>> 0;
    state = u64(state * 6364136223846793005n + 1442695040888963407n);
  }
  return sum;
}

export const toErlang = (sums) => `{${sums.join(',')}}`;
