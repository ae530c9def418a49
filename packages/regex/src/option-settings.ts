import { code, Flag, type PatternReader } from './pattern-reader.js';

const OPTION_LETTERS: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    X: Flag.extra,
    i: Flag.caseless,
    m: Flag.multiline,
    s: Flag.dotAll,
    x: Flag.extended,
    n: Flag.noAutoCapture,
    U: Flag.ungreedy,
    J: Flag.dupNames,
  }),
);

/** Reads the letters of options behind `(?`, up to `)` or `:`; the flags as they set them. Throws RegexError. */
export function readOptionSettings(reader: PatternReader): number {
  let on = 0;
  let off = 0;
  let isOff = false;
  let hadHyphen = false;
  if (reader.isPcre2 && reader.take('^')) {
    reader.flags &= ~(Flag.caseless | Flag.multiline | Flag.dotAll | Flag.extended | Flag.extendedMore | Flag.noAutoCapture);
    hadHyphen = true;
  }
  for (;;) {
    const char = reader.peek();
    if (char === code(')') || char === code(':')) break;
    if (char < 0) reader.fail(reader.isPcre2 ? 'groupNotClosed' : 'unknownGroup');
    reader.at++;
    const letter = String.fromCodePoint(char);
    if (letter === '-') {
      if (hadHyphen && reader.isPcre2) reader.fail('hyphenInOptions');
      hadHyphen = true;
      isOff = true;
      continue;
    }
    let flag = OPTION_LETTERS.get(letter) ?? 0;
    if (letter === 'n' && !reader.isPcre2) flag = 0;
    if (letter === 'X' && reader.isPcre2) flag = 0;
    if (letter === 'x' && reader.isPcre2) {
      off |= isOff ? Flag.extendedMore : 0;
      if (!isOff && reader.take('x')) flag |= Flag.extendedMore;
      else if (!isOff) reader.flags &= ~Flag.extendedMore;
      else reader.take('x');
    }
    if (reader.isPcre2 && letter === 'r') continue;
    if (reader.isPcre2 && letter === 'a') {
      if ('DSWPT'.includes(String.fromCodePoint(Math.max(reader.peek(), 0)))) reader.at++;
      continue;
    }
    if (flag === 0) {
      // PCRE2 counts one byte of the character.
      reader.fail('unknownGroup', reader.at - 1, reader.isPcre2 ? 1 : 0);
    }
    if (isOff) off |= flag;
    else on |= flag;
  }
  return (reader.flags | on) & ~off;
}
