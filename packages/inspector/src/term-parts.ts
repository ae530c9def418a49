import { formatTerm, type Term } from '@beamline/beam-file';

/** The elements of a tuple or list; none of anything else. */
export function elementsOf(term: Term | undefined): readonly Term[] {
  return term?.kind === 'tuple' || term?.kind === 'list' ? term.elements : [];
}

/** A number; 0 for what is none. */
export function numberOf(term: Term | undefined): number {
  return term?.kind === 'integer' ? Number(term.value) : 0;
}

/** The name of an atom; undefined for anything else. */
export function nameOf(term: Term | undefined): string | undefined {
  return term?.kind === 'atom' ? term.name : undefined;
}

/** The value that a map has under an atom. */
export function valueIn(map: Term, key: string): Term | undefined {
  return map.kind === 'map' ? map.pairs.find(([each]) => nameOf(each) === key)?.[1] : undefined;
}

/** A function as Erlang writes it; `undefined` as a dash. */
export function functionText(term: Term | undefined): string {
  const [module, name, arity] = elementsOf(term);
  if (module === undefined || name === undefined) return '–';
  return `${formatTerm(module)}:${formatTerm(name)}/${arity?.kind === 'integer' ? String(arity.value) : elementsOf(arity).length}`;
}

/** A term as text; one that is a text itself, as that. */
export function textOf(term: Term): string {
  return term.kind === 'bitstring' ? new TextDecoder().decode(term.bytes) : formatTerm(term);
}
