import type { ClassName } from './byte-tables.js';
import { type CharacterSet, SetBuilder } from './character-set.js';
import { type Escape, readEscape } from './escapes.js';
import { code, Flag, type PatternReader } from './pattern-reader.js';

const POSIX: ReadonlySet<string> = new Set<ClassName>([
  ...(['alpha', 'lower', 'upper', 'alnum', 'ascii', 'blank', 'cntrl', 'digit', 'graph', 'print', 'punct', 'space', 'word'] as const),
  'xdigit',
]);

function isPosixName(name: string): name is ClassName {
  return POSIX.has(name);
}

/** Where a POSIX class, collating element or equivalence that begins here ends: at its closing character; −1 if it is none. */
export function posixEnd(reader: PatternReader): number {
  const mark = reader.peek(1);
  if (mark !== code(':') && mark !== code('.') && mark !== code('=')) return -1;
  for (let ahead = 2; reader.peek(ahead) >= 0; ahead++) {
    const char = reader.peek(ahead);
    if (char === code('\\') && (reader.peek(ahead + 1) === code(']') || reader.peek(ahead + 1) === code('\\'))) ahead++;
    else if ((char === code('[') && reader.peek(ahead + 1) === mark) || char === code(']')) return -1;
    else if (char === mark && reader.peek(ahead + 1) === code(']')) return reader.at + ahead;
  }
  return -1;
}

/** Reads what is between brackets; the reader stands behind the opening one. */
export function readClass(reader: PatternReader): CharacterSet {
  const builder = new SetBuilder(reader.context());
  const negated = takeNegation(reader);
  let isLiteral = false;
  /** A character that may begin a range. */
  let pending = -1;
  let inRange = false;
  let isFirst = true;
  /** PCRE2 refuses a hyphen after a class as the start of a range. */
  let afterClass = false;
  const addClass = (add: () => void): void => {
    if (inRange) {
      if (reader.isPcre2) reader.fail('invalidRange');
      builder.addRange(code('-'), code('-'));
    }
    add();
    pending = -1;
    inRange = false;
    afterClass = true;
  };
  for (;;) {
    let char = reader.peek();
    if (char < 0) reader.fail('classNotClosed');
    if (isLiteral) {
      if (reader.take('\\E')) {
        isLiteral = false;
        continue;
      }
      reader.at++;
    } else {
      if (char === code(']') && !isFirst) break;
      if (reader.has(Flag.extendedMore) && (char === 0x20 || char === 9)) {
        reader.at++;
        continue;
      }
      if (char === code('[')) {
        const end = posixEnd(reader);
        if (end >= 0) {
          isFirst = false;
          readPosix(reader, end, builder, addClass);
          afterClass = true;
          continue;
        }
      }
      if (char === code('-') && !inRange) {
        if (pending >= 0 && reader.peek(1) !== code(']')) {
          reader.at++;
          inRange = true;
          continue;
        }
        if (afterClass && reader.isPcre2 && isInvalidAfterClass(reader)) {
          reader.at++;
          reader.fail('invalidRange');
        }
      }
      reader.at++;
      if (char === code('\\')) {
        if (reader.take('Q')) {
          isLiteral = true;
          continue;
        }
        if (reader.take('E')) continue;
        const escaped = readEscape(reader, true);
        if (escaped.kind === 'class') {
          isFirst = false;
          addClass(() => {
            builder.addClass(escaped.name, escaped.negated);
          });
          continue;
        }
        if (escaped.kind === 'property') {
          isFirst = false;
          addClass(() => {
            builder.addPoints(escaped.points, escaped.negated);
          });
          continue;
        }
        char = charOf(reader, escaped);
      }
    }
    isFirst = false;
    afterClass = false;
    if (char === 10 || char === 13) reader.hasNewline = true;
    if (inRange) {
      if (char < pending) reader.fail('rangeOrder', reader.isPcre2 ? reader.at : reader.at - 1);
      builder.addRange(pending, char);
      pending = -1;
      inRange = false;
    } else {
      builder.addRange(char, char);
      pending = char;
    }
  }
  if (inRange) builder.addRange(code('-'), code('-'));
  reader.at++;
  return builder.build(negated);
}

function isInvalidAfterClass(reader: PatternReader): boolean {
  return reader.peek(1) !== code(']') && reader.peek(1) >= 0;
}

/** Takes the `^` at the start; `\E` and empty quotations may stand in front of it. */
function takeNegation(reader: PatternReader): boolean {
  for (;;) {
    if (reader.take('\\E') || reader.take('\\Q\\E')) continue;
    if (reader.has(Flag.extendedMore) && (reader.peek() === 0x20 || reader.peek() === 9)) reader.at++;
    else break;
  }
  return reader.take('^');
}

function charOf(reader: PatternReader, escaped: Escape): number {
  if (escaped.kind === 'char') return escaped.char;
  if (escaped.kind !== 'letter') return reader.fail('escapeInClass');
  if (escaped.letter === 'b') return 8;
  if (reader.isPcre2) return reader.fail('escapeInClass');
  return code(escaped.letter);
}

function readPosix(reader: PatternReader, end: number, builder: SetBuilder, addClass: (add: () => void) => void): void {
  if (reader.peek(1) !== code(':')) reader.fail('posixCollating');
  const start = reader.at;
  reader.at += 2;
  const isNegated = reader.take('^');
  const name = reader.text(reader.at, end);
  if (!isPosixName(name)) {
    reader.fail('unknownPosix', reader.isPcre2 ? reader.at : start);
    return;
  }
  // Without regard to case there is no telling lower from upper.
  const isCase = reader.has(Flag.caseless) && (name === 'lower' || name === 'upper');
  reader.at = end + 2;
  addClass(() => {
    builder.addClass(isCase ? 'alpha' : name, isNegated);
  });
}
