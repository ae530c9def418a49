import { describe, expect, test } from 'vitest';
import { disassemble, readBeamFile } from '../src/index.js';
import { canonical, parseTerms, type Syntax } from './erlang-syntax.js';
import { fixture, fixtureText, MODULES } from './fixtures.js';

/**
 * Both listings are parsed and made alike where `erlc -S` has what a `.beam` file has not, or has
 * it in another form:
 * - `{'%',…}` annotations are dropped;
 * - types of registers are kept only when they are ranges of integers: a file has no more of the
 *   others than which kinds of terms they allow;
 * - flags of binary segments: `unsigned`, `big` and `{anno,…}` are dropped, they are no bits;
 * - `make_fun3` has the index and the old uniq 0 in -S, which prints before they are known;
 * - `{scope,…}` of lines is dropped; the `on_load` attribute is an instruction in the file, both are dropped;
 * - the destination of `{bif,raise,…}` is dropped, the instruction in the file has none;
 * - exports are sorted; `{records,…}` of OTP 29 is dropped, in a file that is a chunk of its own;
 * - `{literal,F}` with a number in it is `{float,F}` or `{integer,F}`, and `{literal,[]}` is `nil`, as in
 *   the file they are the same.
 */
function normalise(syntax: Syntax): Syntax[] {
  const normal = rewrite(syntax);
  if (tag(normal) === `'%'` || tag(normal) === 'records' || canonical(normal) === 'on_load') return [];
  return [normal];
}

function tag(syntax: Syntax): string {
  const first = syntax.kind === 'tuple' ? syntax.parts[0] : undefined;
  return first?.kind === 'token' ? first.text : '';
}

function byText(a: Syntax, b: Syntax): number {
  return canonical(a) < canonical(b) ? -1 : 1;
}

const token = (text: string): Syntax => ({ kind: 'token', text });

function rewrite(syntax: Syntax): Syntax {
  if (syntax.kind === 'token') return syntax;
  const parts = syntax.parts.map(rewrite);
  const same = { kind: syntax.kind, parts };
  if (syntax.kind !== 'tuple') return same;
  switch (tag(syntax)) {
    case 'tr':
      return parts[2] !== undefined && tag(parts[2]) === 't_integer' ? same : (parts[1] ?? same);
    case 'field_flags': {
      const flags = parts[1]?.kind === 'list' ? parts[1].parts : [];
      const bits = flags.filter((f) => f.kind === 'token' && f.text !== 'unsigned' && f.text !== 'big').sort(byText);
      return { kind: 'tuple', parts: [token('field_flags'), { kind: 'list', parts: bits }] };
    }
    case 'make_fun3':
      return { kind: 'tuple', parts: parts.map((part, i) => (i === 2 || i === 3 ? token('0') : part)) };
    case 'bif':
      return canonical(parts[1] ?? same) === 'raise' ? { kind: 'tuple', parts: parts.slice(0, 4) } : same;
    case 'exports': {
      const list = parts[1]?.kind === 'list' ? parts[1].parts : [];
      const sorted = [...list].sort(byText);
      return { kind: 'tuple', parts: [token('exports'), { kind: 'list', parts: sorted }] };
    }
    case 'attributes':
    case 'line': {
      const list = parts[1]?.kind === 'list' ? parts[1].parts : [];
      const kept = list.filter((part) => tag(part) !== 'scope' && tag(part) !== 'on_load');
      return { kind: 'tuple', parts: [token(tag(same)), { kind: 'list', parts: kept }] };
    }
    case 'literal': {
      const value = parts[1];
      if (value?.kind === 'list' && value.parts.length === 0) return token('nil');
      if (value?.kind !== 'token' || !/^-?\d/.test(value.text)) return same;
      return { kind: 'tuple', parts: [token(value.text.includes('.') ? 'float' : 'integer'), value] };
    }
    default:
      return same;
  }
}

function lines(text: string): string[] {
  return parseTerms(text).flatMap(normalise).map(canonical);
}

describe('disassemble', () => {
  test.each(MODULES)('%s is what erlc -S prints', (name) => {
    const expected = lines(fixtureText(`${name}.S`));
    const actual = lines(disassemble(readBeamFile(fixture(`${name}.beam`))));
    expect(actual).toEqual(expected);
    expect(actual.length).toBeGreaterThan(20);
  });

  test('indents labels by two and instructions by four', () => {
    const text = disassemble(readBeamFile(fixture('otp25/small.beam')));
    expect(text).toContain('{module, small}.  %% version = 0\n\n{exports, [{greet,1},');
    expect(text).toContain('\n\n\n{function, twice, 1, 2}.\n  {label,1}.\n    {line,[{location,"small.erl",5}]}.\n');
  });
});
