import type { Term } from '@beamline/beam-file';

/**
 * Calls `leaf` with what lies in a list of lists, from left to right, tails included; nil is left out. Nesting
 * costs no native stack.
 */
export function eachLeaf(data: Term, leaf: (term: Term, isTail: boolean) => void): void {
  const terms: Term[] = [data];
  const positions: number[] = [0];
  for (let term = terms[terms.length - 1]; term !== undefined; term = terms[terms.length - 1]) {
    const top = terms.length - 1;
    if (term.kind !== 'list') {
      terms.pop();
      positions.pop();
      if (term.kind !== 'nil') leaf(term, top === 0);
      continue;
    }
    const position = positions[top] ?? 0;
    positions[top] = position + 1;
    const element = term.elements[position];
    if (element === undefined) {
      terms.pop();
      positions.pop();
      if (term.tail.kind !== 'nil') leaf(term.tail, true);
    } else if (element.kind === 'list') {
      terms.push(element);
      positions.push(0);
    } else if (element.kind !== 'nil') {
      leaf(element, false);
    }
  }
}
