import { readFileSync } from 'node:fs';

/** Bytes of a file in test/fixtures. */
export function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`./fixtures/${path}`, import.meta.url)));
}

/** Text of a file in test/fixtures. */
export function fixtureText(path: string): string {
  return readFileSync(new URL(`./fixtures/${path}`, import.meta.url), 'utf8');
}

/** Compiled fixtures, without `.beam`. */
export const MODULES: readonly string[] = ['otp25', 'otp29'].flatMap((release) =>
  ['sequential', 'binaries', 'processes', 'many_labels', 'small', ...(release === 'otp29' ? ['records'] : [])].map(
    (name) => `${release}/${name}`,
  ),
);
