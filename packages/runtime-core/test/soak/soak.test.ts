import { expect, test } from 'vitest';
import { soak } from './soak.js';

// Half an hour of it: `npm run soak`.
test('a mixed load leaves nothing behind', { timeout: 60_000 }, async () => {
  const { footprints, calls, aborted, replaced } = await soak([1500, 1500, 1500], 1, () => undefined);
  const [first, , last] = footprints;
  expect(calls).toBeGreaterThan(50);
  expect(aborted).toBeGreaterThan(0);
  expect(replaced).toBeGreaterThan(2);
  expect(last?.processes).toBe(1);
  expect((last?.used ?? 0) - (first?.used ?? 0)).toBeLessThan(1_000_000);
});
