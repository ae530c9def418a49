import fc from 'fast-check';
import { byKey, exactText, type Model, NIL } from './kernel.js';

/** Maps without two keys that are alike. */
export function mapsOf(terms: fc.Arbitrary<Model>, minLength: number, maxLength: number): fc.Arbitrary<Model> {
  const pairs = fc.uniqueArray(fc.tuple(terms, terms), { minLength, maxLength, selector: ([key]) => exactText(key) });
  return pairs.map((map) => ({ map: map.toSorted(byKey) }));
}

/** Terms of every kind, often alike. */
export const models: fc.Arbitrary<Model> = fc.letrec<{ term: Model }>((tie) => {
  const some = fc.array(tie('term'), { maxLength: 4 });
  return {
    term: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: 1 - 2 ** 27, max: 2 ** 27 - 1 }),
      fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 27n) }),
      fc.bigInt({ min: 2n ** 27n, max: 2n ** 63n - 1n }),
      fc.constantFrom('a', 'b', 'ab', 'é', '', NIL),
      fc.constantFrom(0, -0, 1, -1, 0.5, 2 ** 53, 2 ** 62, -(2 ** 63), 1e300).map((float) => ({ float })),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 9 }).map((binary) => ({ binary })),
      some.map((tuple) => ({ tuple })),
      some.map((fun) => ({ fun })),
      mapsOf(tie('term'), 0, 4),
      fc.tuple(some, tie('term')).map(([list, tail]) => {
        if (list.length === 0) return tail;
        // A list after a list is one list.
        return typeof tail === 'object' && 'list' in tail ? { list: [...list, ...tail.list], tail: tail.tail } : { list, tail };
      }),
      some.map((list) => (list.length === 0 ? NIL : { list, tail: NIL })),
    ),
  };
}).term;
