// 1,000,000 async functions begin and end, 1,000 at a time.

export async function main() {
  for (let i = 0; i < 1000; i++) await Promise.all(Array.from({ length: 1000 }, nothing));
  return 'done';
}

/** Ends in a later turn, as a process does. */
async function nothing() {
  await undefined;
}

export const toErlang = String;
