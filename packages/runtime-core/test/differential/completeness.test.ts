import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiledBy, modulesOf, topics } from './suite.js';

test('each folder of sources has a test file', () => {
  for (const topic of topics()) expect(existsSync(new URL(`${topic}.test.ts`, import.meta.url)), topic).toBe(true);
});

test('each source is compiled, by OTP 29 too unless make.sh leaves it out', () => {
  const modules = topics().flatMap(modulesOf).sort();
  const only29 = topics()
    .filter((topic) => topic === 'records' || topic.endsWith('29'))
    .flatMap(modulesOf)
    .sort();
  const others = modules.filter((module) => !only29.includes(module));
  expect(compiledBy('otp29-only').sort()).toEqual(only29);
  expect(compiledBy('otp25').sort()).toEqual(others);
  expect(compiledBy('otp29').sort()).toEqual(others.filter((module) => !/_stepwise$|^random_/.test(module)));
});
