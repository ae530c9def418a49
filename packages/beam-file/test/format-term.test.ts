import { describe, expect, test } from 'vitest';
import { decodeExternalTerm, formatFloat, formatTerm } from '../src/index.js';
import { fixtureText } from './fixtures.js';

describe('formatTerm', () => {
  const lines = fixtureText('format_terms.txt').trimEnd().split('\n');

  test('writes each term of the fixture as ~0tp did', () => {
    const expected: string[] = [];
    const actual: string[] = [];
    for (const line of lines) {
      const at = line.indexOf(' ');
      expected.push(line.slice(at + 1));
      actual.push(formatTerm(decodeExternalTerm(new Uint8Array(Buffer.from(line.slice(0, at), 'base64')))));
    }
    expect(actual).toEqual(expected);
    expect(lines.length).toBeGreaterThan(700);
  });

  test('does not run out of stack on deep terms', () => {
    const depth = 300_000;
    const bytes = new Uint8Array(2 * depth + 2).fill(1);
    bytes[0] = 131;
    for (let i = 0; i < depth; i++) bytes[1 + 2 * i] = 104;
    bytes[1 + 2 * depth] = 106;
    const text = formatTerm(decodeExternalTerm(bytes));
    expect(text.length).toBe(2 * depth + 2);
    expect(text.startsWith('{{{')).toBe(true);
  });

  test('writes identifiers and funs', () => {
    const nil = { kind: 'nil' } as const;
    const pid = { kind: 'pid', node: 'n@h', id: 80, serial: 1, creation: 0 } as const;
    expect(formatTerm(pid)).toBe('<0.80.1>');
    expect(formatTerm({ kind: 'port', node: 'n@h', id: 5n, creation: 0 })).toBe('#Port<0.5>');
    expect(formatTerm({ kind: 'reference', node: 'n@h', creation: 0, ids: [1, 2, 3] })).toBe('#Ref<0.3.2.1>');
    const fun = {
      kind: 'fun',
      module: 'm',
      arity: 1,
      uniq: new Uint8Array(16),
      index: 0,
      oldIndex: 2,
      oldUniq: 77,
      pid,
      free: [nil],
    } as const;
    expect(formatTerm(fun)).toBe('#Fun<m.2.77>');
    // Not as an atom.
    expect(formatTerm({ ...fun, module: 'Elixir.M' })).toBe('#Fun<Elixir.M.2.77>');
  });

  test('formatFloat gives the sign of zero', () => {
    expect([formatFloat(0), formatFloat(-0), formatFloat(-1e22)]).toEqual(['0.0', '-0.0', '-1.0e22']);
  });
});
