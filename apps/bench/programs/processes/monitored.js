// 100,000 async functions begin and end, each waited for.

export async function main() {
  for (let i = 0; i < 100000; i++) await nothing();
  return 'done';
}

async function nothing() {}

export const toErlang = String;
