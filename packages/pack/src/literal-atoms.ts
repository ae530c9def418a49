import type { Term } from '@beamline/beam-file';
import type { AtomPairs } from './atom-pairs.js';
import type { FunctionName } from './facts.js';

/** Collects the atoms in a term, those that stand together, and the functions that it has funs of. Nesting costs no native stack. */
export function literalAtoms(term: Term, atoms: Set<string>, pairs: AtomPairs, fun: (name: FunctionName) => void): void {
  const pending: Term[] = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case 'atom':
        atoms.add(next.name);
        break;
      case 'list':
        pairs.addList(next.elements.map(atomOf));
        for (const element of next.elements) pending.push(element);
        pending.push(next.tail);
        break;
      case 'tuple':
        pairs.addTuple(next.elements.map(atomOf));
        for (const element of next.elements) pending.push(element);
        break;
      case 'map':
        pairs.addMap(next.pairs.map(([, value]) => atomOf(value)));
        for (const [key, value] of next.pairs) pending.push(key, value);
        break;
      case 'export':
        fun({ module: next.module, name: next.function, arity: next.arity });
        break;
      case 'record':
        atoms.add(next.module);
        pairs.addMap(next.fields.map(([, value]) => atomOf(value)));
        for (const [, value] of next.fields) pending.push(value);
        break;
      default:
        break;
    }
  }
}

/** The name of an atom; undefined for any other term. */
export function atomOf(term: Term | undefined): string | undefined {
  return term?.kind === 'atom' ? term.name : undefined;
}
