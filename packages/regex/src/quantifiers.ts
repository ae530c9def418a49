import { code, Flag, isDigit, type PatternReader } from './pattern-reader.js';
import { type Node, UNLIMITED } from './syntax-tree.js';

const MAX_REPEAT = 65_535;

/** How an item is repeated. */
export interface Quantifier {
  readonly min: number;
  /** UNLIMITED for any number of times. */
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
  /** Where it ends, without what makes it lazy or possessive. */
  readonly end: number;
}

/** Reads a quantifier, which the reader is at. Throws RegexError. */
export function readQuantifier(reader: PatternReader): Quantifier {
  const char = reader.next();
  let min = 0;
  let max = UNLIMITED;
  if (char === code('+')) min = 1;
  else if (char === code('?')) max = 1;
  else if (char === code('{')) [min, max] = readCounts(reader);
  let mode: Quantifier['mode'] = reader.has(Flag.ungreedy) ? 'lazy' : 'greedy';
  const end = reader.at;
  skipToSuffix(reader);
  if (reader.take('+')) mode = 'possessive';
  else if (reader.take('?')) mode = reader.has(Flag.ungreedy) ? 'greedy' : 'lazy';
  return { min, max, mode, end };
}

/** Skips what may stand between a quantifier and what makes it lazy or possessive. */
function skipToSuffix(reader: PatternReader): void {
  if (!reader.isPcre2) {
    reader.skipIgnored();
    if (reader.takeComment()) reader.skipIgnored();
    return;
  }
  do reader.skipIgnored();
  while (reader.takeComment() || reader.take('\\E') || reader.take('\\Q\\E'));
}

/** What stands in braces. */
function readCounts(reader: PatternReader): [number, number] {
  const skip = (): void => {
    while (reader.peek() === 0x20 || reader.peek() === 9) reader.at++;
  };
  const count = (): number => {
    let value = 0;
    while (isDigit(reader.peek())) {
      value = value * 10 + reader.next() - 0x30;
      if (value > MAX_REPEAT) {
        if (reader.isPcre2) while (isDigit(reader.peek())) reader.at++;
        reader.fail('quantifierTooBig');
      }
    }
    return value;
  };
  skip();
  const min = isDigit(reader.peek()) ? count() : 0;
  skip();
  let max = min;
  if (reader.take(',')) {
    skip();
    max = isDigit(reader.peek()) ? count() : UNLIMITED;
    if (max < min) reader.fail('quantifierOrder');
  }
  skip();
  reader.at++;
  return [min, max];
}

/** True for an item that may have a quantifier. */
export function isRepeatable(node: Node, isPcre2: boolean): boolean {
  if (node.kind === 'place' || node.kind === 'keep') return false;
  if (node.kind === 'sequence') return false;
  if (node.kind === 'verb') return isPcre2 ? node.verb === 'accept' : false;
  return true;
}

/** An item with a quantifier. */
export function repeated(item: Node, { min, max, mode }: Quantifier, isPcre2: boolean): Node {
  // A look is as good once as several times.
  if (item.kind === 'look' && item.atomic) return { kind: 'repeat', item, min: Math.min(min, 1), max: Math.min(max, 1), mode };
  if (item.kind === 'condition' && item.condition.kind === 'define') return item;
  if (item.kind === 'verb' && !isPcre2) return item;
  if (item.kind === 'set' && item.required !== undefined && min > 0 && max > 1) {
    const required: Node = { kind: 'repeat', item: { kind: 'set', set: item.required }, min, max: min, mode: 'greedy' };
    const rest: Node = { kind: 'repeat', item, min: 0, max: max === UNLIMITED ? max : max - min, mode };
    return { kind: 'group', capture: 0, atomic: false, branches: [{ kind: 'sequence', items: [required, rest] }] };
  }
  return { kind: 'repeat', item, min, max, mode };
}
