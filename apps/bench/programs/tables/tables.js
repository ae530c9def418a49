// What the Erlang program does with tables of ets, with Maps: counters, sorted keys, several values for a key, selections. A Map keeps
// the order of insertion, so that what must be in the order of keys is sorted first.

export function main() {
  const set = new Map();
  const ordered = new Map();
  const bag = new Map();
  for (let n = 10000; n > 0; n--) {
    set.set(n, { counter: n, value: 'value' });
    ordered.set((n * 7919) % 10007, n % 10);
    const values = bag.get(n % 500);
    if (values === undefined) bag.set(n % 500, [n]);
    else values.push(n);
  }
  let seed = 9;
  let count = 0;
  for (let i = 0; i < 30000; i++) {
    seed = (seed * 3877 + 29573) % 139968;
    count = (count + ++set.get((seed % 10000) + 1).counter) % 1000003;
  }
  const keys = [...ordered.keys()].sort((a, b) => a - b);
  const walk = keys.reduce((sum, key) => sum + ordered.get(key), 0);
  const selected = [...set].filter(([key, { counter }]) => counter > 5000 && key % 3 === 0).map(([key]) => key);
  const few = keys.filter((key) => ordered.get(key) === 7 && key < 2500);
  const matched = keys.filter((key) => ordered.get(key) === 7);
  const found = keys.filter((key) => key % 50 === 0).reduce((sum, key) => sum + (bag.get(key)?.length ?? 0), 0);
  let taken = 0;
  for (const key of few) {
    taken += set.get(key)?.counter ?? 0;
    set.delete(key);
  }
  return [count, walk, selected.length, matched.length, found, taken, set.size];
}

export const toErlang = (results) => `{${results.join(',')}}`;
