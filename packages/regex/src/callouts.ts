import { code, isDigit, type PatternReader } from './pattern-reader.js';

/** Reads a callout behind `(?C`, of which nothing comes: nobody is told. Throws RegexError. */
export function readCallout(reader: PatternReader): void {
  const char = reader.peek();
  if (reader.isPcre2 && char < 0) reader.fail('groupNotClosed');
  if (reader.isPcre2 && char !== code(')') && !isDigit(char)) {
    const index = '`\'"^%#${'.indexOf(String.fromCodePoint(char));
    if (index < 0) reader.fail('calloutDelimiter', reader.at + 1);
    const close = char === code('{') ? code('}') : char;
    const start = reader.at;
    reader.at++;
    for (;;) {
      const next = reader.next();
      if (next < 0) reader.fail('calloutStringNotClosed', start);
      if (next !== close) continue;
      if (reader.peek() !== close) break;
      reader.at++;
    }
  } else {
    let value = 0;
    while (isDigit(reader.peek())) {
      value = value * 10 + reader.next() - 0x30;
      if (value > 255) {
        if (!reader.isPcre2) {
          reader.at--;
          while (isDigit(reader.peek())) reader.at++;
        }
        reader.fail('calloutNumber');
      }
    }
  }
  if (!reader.take(')')) reader.fail('calloutNotClosed');
}
