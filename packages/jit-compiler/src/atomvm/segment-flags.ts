import type { Translation } from './translation.js';

/** The flags of a segment, as the primitives take them. */
const FLAGS: ReadonlyMap<string, number> = new Map(Object.entries<number>({ little: 0x2, signed: 0x4, native: 0x10 }));

/** The flags that an operand lists: atoms, or pairs that say nothing to the primitives. */
export function segmentFlags(t: Translation, operand: number): number {
  const list = t.literalTerm(operand);
  if (list === undefined) t.fail('malformed-code', 'the flags of a segment are no list');
  let flags = 0;
  if (list.kind === 'list') for (const each of list.elements) if (each.kind === 'atom') flags |= FLAGS.get(each.name) ?? 0;
  return flags;
}
