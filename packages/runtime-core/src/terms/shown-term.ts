import { formatTerm, type Term } from '@beamline/beam-file';

/** Terms and bytes up to which a term is shown as it is. */
const MOST_PARTS = 20_000;
/** Of a larger one: levels, elements of each and bytes that are shown. */
const MOST_LEVELS = 8;
const MOST_ELEMENTS = 20;
const MOST_BYTES = 200;
/** In place of what is not. */
const MORE: Term = { kind: 'atom', name: '...' };

/** A term as text for a message: a very large one with its beginnings only, as nobody reads it, and it may be larger than texts can be. */
export function shownTerm(term: Term): string {
  return formatTerm(isLarge(term) ? beginningOf(term, MOST_LEVELS) : term);
}

function isLarge(term: Term): boolean {
  const pending: Term[] = [term];
  let parts = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const children = childrenOf(next);
    parts += 1 + children.length + (next.kind === 'bitstring' ? next.bytes.length : 0);
    if (next.kind === 'integer' && typeof next.value === 'bigint' && BigInt.asIntN(MOST_PARTS, next.value) !== next.value) return true;
    if (parts > MOST_PARTS) return true;
    for (const child of children) pending.push(child);
  }
  return false;
}

function childrenOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'tuple':
      return term.elements;
    case 'list':
      return term.tail.kind === 'nil' ? term.elements : [...term.elements.slice(0, MOST_PARTS), term.tail];
    case 'map':
      return term.pairs.slice(0, MOST_PARTS).flat();
    case 'record':
      return term.fields.slice(0, MOST_PARTS).map(([, value]) => value);
    default:
      return [];
  }
}

function beginningOf(term: Term, levels: number): Term {
  const shorter = (each: Term): Term => beginningOf(each, levels - 1);
  const some = (elements: readonly Term[]): Term[] => {
    const shown = elements.slice(0, MOST_ELEMENTS).map(shorter);
    return elements.length > MOST_ELEMENTS ? [...shown, MORE] : shown;
  };
  switch (term.kind) {
    case 'tuple':
      return levels === 0 ? MORE : { kind: 'tuple', elements: some(term.elements) };
    case 'list':
      return levels === 0 ? MORE : { kind: 'list', elements: some(term.elements), tail: shorter(term.tail) };
    case 'map': {
      if (levels === 0) return MORE;
      const pairs = term.pairs.slice(0, MOST_ELEMENTS).map(([key, value]): [Term, Term] => [shorter(key), shorter(value)]);
      return { kind: 'map', pairs: term.pairs.length > MOST_ELEMENTS ? [...pairs, [MORE, MORE]] : pairs };
    }
    case 'record':
      return levels === 0 ? MORE : { ...term, fields: term.fields.slice(0, MOST_ELEMENTS).map(([name, value]) => [name, shorter(value)]) };
    case 'bitstring':
      if (term.bytes.length <= MOST_BYTES) return term;
      return {
        kind: 'tuple',
        elements: [MORE, { kind: 'bitstring', bytes: term.bytes.slice(0, MOST_BYTES), bitSize: 8 * MOST_BYTES }, MORE],
      };
    case 'integer':
      return typeof term.value === 'bigint' && BigInt.asIntN(8 * MOST_BYTES, term.value) !== term.value ? MORE : term;
    default:
      return term;
  }
}
