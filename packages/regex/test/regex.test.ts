import { describe, expect, test } from 'vitest';
import { MatchLimitError, type Problem, Regex, RegexError, utf8ErrorAt } from '../src/index.js';

function problemOf(pattern: string): Problem | undefined {
  try {
    new Regex(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RegexError) return error.problem;
    throw error;
  }
}

describe('names', () => {
  // Objects of JavaScript have these by themselves.
  test.each(['constructor', 'toString', '__proto__'])('%s is one like any other', (name) => {
    for (const pattern of [`(*${name})`, `\\p{${name}}`, `[[:${name}:]]`, `(?&${name})`, `\\k<${name}>`])
      expect(problemOf(pattern)).toBe(problemOf(pattern.replace(name, name.replace(/[a-z]+/i, 'nothing'))));
    expect(new Regex(`(?<${name}>a)\\k<${name}>`).exec('aa')?.groups).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });
});

describe('subjects', () => {
  test('offsets of a string are of its code units, of bytes of bytes', () => {
    const regex = new Regex('b', { unicode: true });
    expect(regex.exec('\u{1f600}\u00e9b')?.index).toBe(3);
    expect(regex.exec(new TextEncoder().encode('\u{1f600}\u00e9b'))?.index).toBe(6);
    expect(regex.exec('b\u00e9b', { offset: 1 })?.index).toBe(2);
  });

  test('a string without Unicode is Latin-1', () => {
    expect(new Regex('\u00e9').exec('caf\u00e9')?.groups).toEqual([[3, 4]]);
  });

  test('marks are told', () => {
    expect(new Regex('a(*MARK:one)b|c(*MARK:two)').exec('c')?.mark).toBe('two');
    expect(new Regex('a').exec('a')?.mark).toBeUndefined();
  });

  test('names are in order, each with its groups', () => {
    const regex = new Regex('(?<n>a)|(?<m>b)|(?<n>c)', { dupNames: true });
    expect([...regex.names]).toEqual([
      ['m', [2]],
      ['n', [1, 3]],
    ]);
  });

  test('finds where bytes stop being UTF-8', () => {
    expect(utf8ErrorAt(new TextEncoder().encode('a\u00e9\u4e2d\u{1f600}'))).toBe(-1);
    for (const bytes of [[0x80], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3], [0xff]])
      expect(utf8ErrorAt(Uint8Array.of(0x61, ...bytes))).toBe(1);
  });
});

// The sources are slower than what is built of them, where the numbers of instructions stand in the code.
const patient = { timeout: 60_000 };

describe('size', patient, () => {
  const many = 200_000;

  test('a long subject takes no native stack', () => {
    const subject = 'ab'.repeat(many);
    expect(new Regex('(?:a|b)*c').exec(subject)).toBeUndefined();
    expect(new Regex('^(a|b)*$').exec(subject)?.end).toBe(2 * many);
    expect(new Regex('^(?:(a)|b)*?$').exec(subject)?.end).toBe(2 * many);
    expect(new Regex('^(a(?:b(?1))?|b)').exec(subject)?.end).toBe(2 * many - 1);
    expect(new Regex('^(?>a|b)*+$').exec(subject)?.end).toBe(2 * many);
  });

  test('a large pattern takes no native stack', () => {
    expect(new Regex('a|'.repeat(50_000)).exec('a')?.end).toBe(1);
    expect(new Regex('a?'.repeat(10_000)).exec('aaa')?.end).toBe(3);
    expect(new Regex(`${'('.repeat(250)}a${')'.repeat(250)}`).exec('a')?.groups.length).toBe(251);
    expect(problemOf(`${'('.repeat(251)}a${')'.repeat(251)}`)).toBe('tooDeep');
    expect(problemOf('('.repeat(1_000_000))).toBe('tooDeep');
    expect(problemOf('(?:'.repeat(100_000))).toBe('tooDeep');
  });

  test('a pattern that would be too large is refused', () => {
    const nested = `${'(?:'.repeat(12)}a${'(?1)b)'.repeat(12)}`;
    expect(new Regex(`(x)${nested}`).exec('xa')).toBeUndefined();
    expect(problemOf('(?:a|b)?'.repeat(100_000))).toBe('tooLarge');
  });
});

describe('limits', patient, () => {
  const subject = `${'a'.repeat(40)}!`;

  test('what takes too much work is given up', () => {
    const regex = new Regex('^(a+)+$');
    expect(() => regex.exec(subject)).toThrow(MatchLimitError);
    expect(() => regex.exec(subject, { matchLimit: 1000 })).toThrow('match limit');
    expect(() => new Regex('(*LIMIT_MATCH=1000)^(a+)+$').exec(subject)).toThrow('match limit');
    expect(() => new Regex('^(a|b)*c').exec('ab'.repeat(1000), { depthLimit: 100 })).toThrow('depth limit');
  });

  test('a recursion that takes nothing is given up', () => {
    expect(() => new Regex('(?:(?1)|a)(b?(?1)c)').exec('abc')).toThrow('recursion loop');
  });
});

describe('pieces', () => {
  const patterns = [
    '^(a|ab)*(?:c|bcd)',
    '(a+|b+)*c',
    '(?<x>a(?&x)?b)',
    '(?=(a+))\\1b',
    '(?:(?!ab).)*ab',
    '(?>a|b)*?c',
    '.*?(b)(?:(?1)|c){2}',
    '(a*?b)+?d',
  ];
  const subjects = ['aabbabababc', 'abababababcd', 'aaabbb', 'bbbaabbc', `${'ab'.repeat(30)}cd`];

  test.each(patterns)('%s is the same in pieces of any size', (pattern) => {
    const regex = new Regex(pattern);
    for (const text of subjects) {
      const subject = new TextEncoder().encode(text);
      const whole = regex.exec(subject);
      for (const steps of [1, 2, 7, 50]) {
        const matcher = regex.matcher();
        matcher.begin(subject);
        let outcome = matcher.run(steps);
        for (let turns = 0; outcome === 'more' && turns < 100_000; turns++) outcome = matcher.run(steps);
        expect(outcome).toBe(whole === undefined ? 'no match' : 'match');
        if (whole === undefined) continue;
        const groups = whole.groups.map((_, group) =>
          matcher.startOf(group) < 0 ? undefined : [matcher.startOf(group), matcher.endOf(group)],
        );
        expect(groups).toEqual(whole.groups);
      }
    }
  });

  test('long runs of characters are looked at in pieces', patient, () => {
    const text = `${'a\u00e9'.repeat(400_000)}!`;
    for (const pattern of ['^.*!', '^.*+$', '^[^!]*b', '^.*?!', 'b|!', '^.*?b', '^(?>.*)x', '^\\X?.*a!']) {
      for (const unicode of [true, false]) {
        const regex = new Regex(pattern, { unicode });
        const subject = unicode ? new TextEncoder().encode(text) : Uint8Array.from(text, (character) => character.charCodeAt(0));
        const whole = regex.exec(subject);
        const matcher = regex.matcher();
        matcher.begin(subject);
        let outcome = matcher.run(1000);
        let turns = 1;
        for (; outcome === 'more'; turns++) outcome = matcher.run(1000);
        expect([pattern, outcome]).toEqual([pattern, whole === undefined ? 'no match' : 'match']);
        if (whole !== undefined) expect([matcher.startOf(0), matcher.endOf(0)]).toEqual([whole.index, whole.end]);
        expect(turns).toBeGreaterThan(2);
      }
    }
  });

  test('a search says when it has done its share', () => {
    const matcher = new Regex('^(a+)+$').matcher();
    matcher.begin(new TextEncoder().encode(`${'a'.repeat(25)}!`));
    expect(matcher.run(1000)).toBe('more');
    expect(matcher.workLeft).toBeLessThanOrEqual(0);
    expect(matcher.bytes).toBeGreaterThan(0);
  });
});

describe('newline NUL', () => {
  test('ends lines of PCRE2', () => {
    expect(new Regex('^b.', { multiline: true, newline: 'nul' }).exec('a\0b\n')?.groups).toEqual([[2, 4]]);
    expect(new Regex('.+', { newline: 'nul' }).exec('ab\0c')?.end).toBe(2);
  });
});
