import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { javascriptModules } from '../src/index.js';

const sources = fileURLToPath(new URL('../erlang', import.meta.url));

/** The release of the Erlang that is installed, whose compiler wrote what is committed if it is 25. */
function release(): string {
  try {
    return execFileSync('erl', ['-noshell', '-eval', 'io:put_chars(erlang:system_info(otp_release)), halt().'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

test('the modules are those that were compiled', () => {
  for (const [name, source] of Object.entries(javascriptModules))
    expect(source(), name).toEqual(new Uint8Array(readFileSync(path.join(sources, 'compiled', `${name}.beam`))));
});

describe.runIf(release() === '25')('with the compiler that made them', () => {
  test.each(Object.keys(javascriptModules).filter((name) => name.startsWith('js')))('%s is its source', (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'beamline-js-'));
    try {
      execFileSync('erlc', ['+deterministic', '-o', folder, path.join(sources, `${name}.erl`)]);
      expect(new Uint8Array(readFileSync(path.join(folder, `${name}.beam`)))).toEqual(javascriptModules[name]?.());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
