import { codePointAt, widthOf } from './code-points.js';
import type { Program } from './program.js';
import { expression, LazyCodePoints } from './unicode-properties.js';

// Extended grapheme clusters by the rules of Unicode's annex 29.

enum Break {
  other,
  cr,
  lf,
  control,
  extend,
  prepend,
  spacing,
  l,
  v,
  t,
  lv,
  lvt,
  regional,
  joiner,
  pictograph,
}

const control = expression('\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}');
const extend = expression('\\p{Grapheme_Extend}\\p{Emoji_Modifier}');
const prepend = expression(
  '\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u0d4e\\u{110bd}\\u{110cd}\\u{111c2}\\u{111c3}\\u{1193f}\\u{11941}\\u{11a3a}\\u{11a84}-\\u{11a89}\\u{11d46}',
);
const marks = expression('\\p{Mc}\\u0e33\\u0eb3');
const unspaced = expression(
  '\\u102b\\u102c\\u1038\\u1062-\\u1064\\u1067-\\u106d\\u1083\\u1087-\\u108c\\u108f\\u109a-\\u109c\\u1a61\\u1a63\\u1a64\\uaa7b\\uaa7d\\u{11720}\\u{11721}',
);
const spacing = new LazyCodePoints((char) => marks.has(char) && !unspaced.has(char));
const pictograph = expression('\\p{Extended_Pictographic}');
const regional = expression('\\p{Regional_Indicator}');
const tags = expression('\\u{e0020}-\\u{e007f}\\u200c');

function breakOf(char: number): Break {
  if (char === 13) return Break.cr;
  if (char === 10) return Break.lf;
  if (char === 0x200d) return Break.joiner;
  if (char >= 0x1100 && char <= 0xd7ff) {
    if (char <= 0x115f || (char >= 0xa960 && char <= 0xa97c)) return Break.l;
    if (char <= 0x11a7 || (char >= 0xd7b0 && char <= 0xd7c6)) return Break.v;
    if (char <= 0x11ff || (char >= 0xd7cb && char <= 0xd7fb)) return Break.t;
    if (char >= 0xac00 && char <= 0xd7a3) return (char - 0xac00) % 28 === 0 ? Break.lv : Break.lvt;
  }
  if (prepend.has(char)) return Break.prepend;
  if (extend.has(char) || tags.has(char)) return Break.extend;
  if (control.has(char)) return Break.control;
  if (regional.has(char)) return Break.regional;
  if (spacing.has(char)) return Break.spacing;
  return pictograph.has(char) ? Break.pictograph : Break.other;
}

/** True if there is no boundary between two characters, of which the first is not a regional indicator. */
function isTogether(left: Break, right: Break): boolean {
  if (left === Break.cr) return right === Break.lf;
  if (left === Break.lf || left === Break.control || right === Break.cr || right === Break.lf || right === Break.control) return false;
  if (right === Break.extend || right === Break.joiner || right === Break.spacing || left === Break.prepend) return true;
  if (left === Break.l) return right === Break.l || right === Break.v || right === Break.lv || right === Break.lvt;
  if (left === Break.lv || left === Break.v) return right === Break.v || right === Break.t;
  return (left === Break.lvt || left === Break.t) && right === Break.t;
}

/** Where the grapheme cluster ends that begins at a place in the subject. */
export function graphemeEnd(subject: Uint8Array, at: number, { unicode, generation }: Program): number {
  // PCRE has the rules of Unicode 7, in which emoji are characters like others, and flags go on.
  const isOld = generation === 'pcre';
  const charAt = (place: number): number => (unicode ? codePointAt(subject, place) : (subject[place] ?? 0));
  const after = (place: number): number => place + (unicode ? widthOf(subject[place] ?? 0) : 1);
  let left = breakOf(charAt(at));
  let end = after(at);
  let regionals = left === Break.regional ? 1 : 0;
  /** A pictograph, and extending characters behind it, have come. */
  let isPictograph = left === Break.pictograph;
  while (end < subject.length) {
    const right = breakOf(charAt(end));
    const isPair = left === Break.regional && right === Break.regional && (isOld || regionals % 2 === 1);
    const isSequence = left === Break.joiner && right === Break.pictograph && isPictograph && !isOld;
    if (!isPair && !isSequence && !isTogether(left, right)) break;
    if (right === Break.regional) regionals++;
    isPictograph = right === Break.pictograph || (isPictograph && (right === Break.extend || right === Break.joiner));
    left = right;
    end = after(end);
  }
  return end;
}
