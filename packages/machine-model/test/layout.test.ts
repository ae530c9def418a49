import { describe, expect, test } from 'vitest';
import {
  bifs,
  ContextOffset,
  ENTER_TABLE_BASE,
  FLOAT_HEADER,
  FUNCTION_TABLE_BASE,
  guardBifs,
  HeaderTag,
  INTEGER64_HEADER_NEGATIVE,
  INTEGER64_HEADER_POSITIVE,
  JitStateOffset,
  KERNEL_DATA,
  kernelSignature,
  LINK_FIXUP_WORDS,
  LinkFixupKind,
  LinkFixups,
  MachineRegister,
  SMALL_MAX,
  SMALL_MIN,
  STACK_RESERVE,
  smallTerm,
  TermTag,
  TRACE_DEPTH,
  TrapReason,
  wellKnownAtoms,
  X_REGISTER_COUNT,
  X_REGISTERS,
} from '../src/index.js';

describe('places in memory', () => {
  test('machine registers are words of the low page, each its own', () => {
    const addresses: number[] = Object.values(MachineRegister);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) {
      expect(address % 4).toBe(0);
      expect(address).toBeGreaterThan(0);
      expect(address + 4).toBeLessThanOrEqual(X_REGISTERS);
    }
    expect(X_REGISTERS + 4 * X_REGISTER_COUNT).toBeLessThanOrEqual(KERNEL_DATA);
  });

  test('fields of a context do not overlap', () => {
    // All are words but the X registers of AtomVM, 17 words, and the raw stack trace with its site.
    const { size, ...fields } = ContextOffset;
    const words: Record<string, number> = { x: 17, trace: 1 + TRACE_DEPTH };
    const sorted = Object.entries(fields).toSorted(([, a], [, b]) => a - b);
    for (const [i, [name, offset]] of sorted.entries()) {
      expect(offset % 4).toBe(0);
      expect(offset + 4 * (words[name] ?? 1), name).toBeLessThanOrEqual(sorted[i + 1]?.[1] ?? size);
    }
  });

  test("AtomVM's offsets are AtomVM's", () => {
    const { e, x, cp, fr, bs, bsOffset } = ContextOffset;
    expect({ e, x, cp, fr, bs, bsOffset }).toEqual({ e: 0x14, x: 0x18, cp: 0x5c, fr: 0x60, bs: 0x64, bsOffset: 0x68 });
    expect(JitStateOffset).toEqual({ module: 0, continuation: 4, remainingReductions: 8 });
  });

  test('the trampolines for 0 to 257 arguments are before the functions of the table', () => {
    // A function of 255 arguments has an entry with the fun as one more.
    expect(ENTER_TABLE_BASE + 257).toBeLessThan(FUNCTION_TABLE_BASE);
    expect(STACK_RESERVE % 4).toBe(0);
  });
});

describe('terms', () => {
  const samples = {
    integer: smallTerm(-5),
    pid: (7 << 4) | TermTag.pid,
    port: (7 << 4) | TermTag.port,
    atom: (7 << TermTag.atomShift) | TermTag.atom,
    nil: TermTag.nil,
    catch: (7 << TermTag.atomShift) | TermTag.catchTag,
    cons: 0x1000 | TermTag.cons,
    boxed: 0x1000 | TermTag.boxed,
  };

  test('every term has one kind', () => {
    const kindOf = (term: number): string => {
      const kinds = [
        (term & TermTag.primaryMask) === TermTag.cons && 'cons',
        (term & TermTag.primaryMask) === TermTag.boxed && 'boxed',
        (term & TermTag.immediateMask) === TermTag.integer && 'integer',
        (term & TermTag.immediateMask) === TermTag.pid && 'pid',
        (term & TermTag.immediateMask) === TermTag.port && 'port',
        (term & TermTag.atomMask) === TermTag.atom && 'atom',
        (term & TermTag.catchMask) === TermTag.catchTag && 'catch',
        term === TermTag.nil && 'nil',
      ];
      return kinds.filter(Boolean).join();
    };
    for (const [kind, term] of Object.entries(samples)) expect(kindOf(term)).toBe(kind);
  });

  test('headers are no terms, and each has its own tag', () => {
    const tags: number[] = Object.values(HeaderTag);
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) {
      expect(tag & TermTag.primaryMask).toBe(0);
      expect(tag & ~TermTag.headerMask).toBe(0);
    }
    for (const header of [FLOAT_HEADER, INTEGER64_HEADER_NEGATIVE, INTEGER64_HEADER_POSITIVE]) expect(header >> TermTag.arityShift).toBe(2);
    // One bit apart: tests of the sign and of both kinds rely on it.
    expect(HeaderTag.positiveInteger ^ HeaderTag.negativeInteger).toBe(4);
  });

  test('small integers have 28 bits', () => {
    for (const value of [0, -1, SMALL_MIN, SMALL_MAX]) expect(smallTerm(value) >> TermTag.integerShift).toBe(value);
    expect(smallTerm(SMALL_MAX + 1) >> TermTag.integerShift).not.toBe(SMALL_MAX + 1);
    expect(smallTerm(SMALL_MIN - 1) >> TermTag.integerShift).not.toBe(SMALL_MIN - 1);
  });

  test('atoms that the code relies on have their numbers', () => {
    expect(wellKnownAtoms.slice(0, 3)).toEqual(['', 'false', 'true']);
    expect(new Set(wellKnownAtoms).size).toBe(wellKnownAtoms.length);
  });
});

describe('native functions', () => {
  test('all of the kernel have signatures that agree with their arity', () => {
    for (const { kernelName, arity } of guardBifs) expect(kernelSignature(kernelName)).toMatchObject({ parameters: arity, results: 1 });
    for (const { kernelName, arity } of bifs) {
      if (kernelName !== undefined) expect(kernelSignature(kernelName)).toMatchObject({ parameters: arity + 1, results: 1 });
    }
    expect(() => kernelSignature('nothing')).toThrow(new RangeError('the kernel has no function nothing'));
  });

  test('no function is in a list twice', () => {
    const guards = guardBifs.map(({ name, arity }) => `${name}/${arity}`);
    const natives = bifs.map(({ module, name, arity }) => `${module}:${name}/${arity}`);
    expect(new Set(guards).size).toBe(guards.length);
    expect(new Set(natives).size).toBe(natives.length);
  });

  test('numbers of events are small and different', () => {
    expect(Object.values(TrapReason)).toEqual(Object.values(TrapReason).map((_, i) => i));
  });
});

test('relocations grow, keep what they have and can be used again', () => {
  const relocations = new LinkFixups();
  const count = 10_000;
  for (let i = 0; i < count; i++) relocations.add(5 * i, LinkFixupKind.literal, -i);
  expect(relocations.length).toBe(LINK_FIXUP_WORDS * count);
  for (let i = 0; i < count; i++) {
    expect([...relocations.words.subarray(3 * i, 3 * i + 3)]).toEqual([5 * i, LinkFixupKind.literal, i === 0 ? 0 : -i]);
  }
  relocations.reset();
  expect(relocations.length).toBe(0);
  relocations.add(1, LinkFixupKind.atom, 2);
  expect([...relocations.words.subarray(0, relocations.length)]).toEqual([1, LinkFixupKind.atom, 2]);
});
