import type { ClassName } from './byte-tables.js';
import { SetBuilder, setOfChar } from './character-set.js';
import { Flag, type PatternReader } from './pattern-reader.js';
import type { Node, Place } from './syntax-tree.js';

// Items of a pattern that are about one character, or a place between two, by the options in force.

/** A character that stands for itself. */
export function charNode(reader: PatternReader, char: number): Node {
  if (char === 10 || char === 13) reader.hasNewline = true;
  if (!reader.has(Flag.caseless)) return { kind: 'char', char };
  return { kind: 'set', set: setOfChar(char, reader.context()) };
}

/** A place between characters. */
export function placeNode(reader: PatternReader, place: Place): Node {
  return { kind: 'place', place, multiline: reader.has(Flag.multiline), ucp: reader.ucp };
}

/** `.`. */
export function dotNode(reader: PatternReader): Node {
  const builder = new SetBuilder({ ...reader.context(), caseless: false });
  if (!reader.has(Flag.dotAll)) addNewlines(builder, reader);
  if (!reader.has(Flag.dotAll) && reader.newline === 'crlf') return { kind: 'not newline' };
  const set = builder.build(true);
  return reader.has(Flag.dotAll) ? { kind: 'set', set } : { kind: 'set', set, written: 'dot' };
}

function addNewlines(builder: SetBuilder, { newline }: PatternReader): void {
  if (newline === 'any') builder.addClass('vertical', false);
  else if (newline === 'nul') builder.addRange(0, 0);
  else {
    if (newline !== 'lf' && newline !== 'crlf') builder.addRange(13, 13);
    if (newline === 'lf' || newline === 'anycrlf') builder.addRange(10, 10);
  }
}

/** A class such as `\d`. */
export function classNode(reader: PatternReader, name: ClassName, negated: boolean): Node {
  const builder = new SetBuilder(reader.context());
  builder.addClass(name, negated);
  const set = builder.build();
  if (name === 'space' && !negated) return { kind: 'set', set, written: 'space' };
  if (name !== 'word' || reader.isPcre2 || !reader.unicode || reader.ucp) return { kind: 'set', set };
  const ascii = new SetBuilder(reader.context());
  ascii.addSet(negated ? builder.build(true) : set, 0x7f);
  return { kind: 'set', set, required: ascii.build(negated) };
}
