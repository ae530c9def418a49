import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disassemble, functionsOf, keepFunctions, readAvmFile, readBeamFile, writeAvmFile } from '../src/index.js';
import { fixture, MODULES } from './fixtures.js';

/** The functions of a listing by their heads, with the labels numbered as they come in each. */
function functions(listing: string): Map<string, string> {
  const parts = listing.split(/^(?=\{function, )/m).slice(1);
  return new Map(
    parts.map((part) => {
      const labels = new Map<string, number>();
      const [, head = ''] = /^\{function, (.+, \d+), \d+\}/.exec(part) ?? [];
      // A label of another function is told by that function: which one is in the numbering of the whole file, so only own ones are compared.
      const own = new Set([...part.matchAll(/\{label,(\d+)\}/g)].map(([, label]) => label));
      const text = part
        .replace(/^\{function, .*\n/, '')
        .replace(/\{(label|f),(\d+)\}/g, (_, kind: string, label: string) => {
          if (!own.has(label)) return `{${kind},elsewhere}`;
          labels.set(label, labels.get(label) ?? labels.size);
          return `{${kind},${labels.get(label)}}`;
        })
        .replace(/\{line,[^}]*\}/g, '{line}')
        .replace(/(\{make_fun[23],\{f,\w+\}),\d+/g, '$1');
      return [head, text.trim()];
    }),
  );
}

const modules = MODULES.filter((name) => !name.endsWith('records'));

describe.each(modules)('%s', (name) => {
  const beam = readBeamFile(fixture(`${name}.beam`));

  test('is the same code if all functions stay', () => {
    const kept = readBeamFile(keepFunctions(beam, () => true, { chunks: ['Attr', 'CInf'] }));
    expect(disassemble(kept)).toBe(disassemble(beam));
    for (const chunk of ['Line', 'Type', 'Attr']) expect(kept.chunks.get(chunk)).toEqual(beam.chunks.get(chunk));
    expect(kept.lambdas).toEqual(
      beam.lambdas.map((lambda) => ({ ...lambda, function: kept.atoms.indexOf(beam.atoms[lambda.function] ?? '') })),
    );
  });

  test('has the functions that stay as they were, whichever they are', () => {
    const before = functions(disassemble(beam));
    const count = functionsOf(beam.code).length;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: count, maxLength: count }), (choice) => {
        // What is called from those that stay stays, as who calls sees to.
        const stays = closure(beam, choice);
        const kept = readBeamFile(keepFunctions(beam, (i) => stays[i] === true));
        const after = functions(disassemble(kept));
        expect(after.size).toBe(stays.filter(Boolean).length);
        for (const [head, text] of after) expect(text).toBe(before.get(head));
        expect(kept.exports.length + kept.locals.length).toBeLessThanOrEqual(after.size);
      }),
      { numRuns: 20 },
    );
  });

  test('has no lines if these are left out', () => {
    const kept = readBeamFile(keepFunctions(beam, () => true, { stripLines: true }));
    expect(kept.lines).toBeUndefined();
    expect(disassemble(kept)).not.toMatch(/\{line,/);
  });
});

/** Adds to some functions those whose labels they name or make funs of. */
function closure(beam: ReturnType<typeof readBeamFile>, choice: readonly boolean[]): boolean[] {
  const all = functionsOf(beam.code);
  const { opcodes, operandStart, kinds, values } = beam.code;
  const owner = new Map<number, number>();
  all.forEach(({ start, end }, index) => {
    for (let i = start; i < end; i++) if (opcodes[i] === 1) owner.set(values[operandStart[i] ?? 0] ?? 0, index);
  });
  const stays = [...choice];
  const pending = stays.flatMap((stay, index) => (stay ? [index] : []));
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const range = all[index];
    if (range === undefined) continue;
    const targets: (number | undefined)[] = [];
    for (let i = range.start; i < range.end; i++) {
      const k = operandStart[i] ?? 0;
      const isFun = opcodes[i] === 103 || opcodes[i] === 171 || (opcodes[i] === 178 && kinds[k] === 0);
      if (isFun) targets.push(owner.get(beam.lambdas[values[k] ?? 0]?.label ?? 0));
      for (let operand = k; operand < (operandStart[i + 1] ?? 0); operand++)
        if (kinds[operand] === 5 && (values[operand] ?? 0) > 0) targets.push(owner.get(values[operand] ?? 0));
    }
    for (const target of targets)
      if (target !== undefined && stays[target] !== true) {
        stays[target] = true;
        pending.push(target);
      }
  }
  return stays;
}

test('An archive that is written is read as what it was', () => {
  const entries = [
    { name: 'a.beam', isModule: true, isStart: true, bytes: Uint8Array.of(1, 2, 3, 4) },
    { name: 'priv/text', isModule: false, isStart: false, bytes: Uint8Array.of(5, 6, 7, 8) },
  ];
  expect(readAvmFile(writeAvmFile(entries))).toEqual(entries);
  expect(readAvmFile(writeAvmFile([]))).toEqual([]);
});
