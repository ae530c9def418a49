import type { Newline } from './options.js';
import { code, type PatternReader } from './pattern-reader.js';

const NEWLINES: ReadonlyMap<string, Newline> = new Map(
  Object.entries<Newline>({
    CR: 'cr',
    LF: 'lf',
    CRLF: 'crlf',
    ANY: 'any',
    ANYCRLF: 'anycrlf',
    NUL: 'nul',
  }),
);

/** Reads what a pattern may begin with, to set options that are not of a part of it: `(*UTF8)`, `(*ANYCRLF)`, `(*LIMIT_MATCH=…)` and so on. */
export function readLeadingVerbs(reader: PatternReader): void {
  let isDecoded = false;
  while (reader.isAt('(*')) {
    let end = reader.at + 2;
    while (reader.peek(end - reader.at) >= 0 && reader.peek(end - reader.at) !== code(')')) end++;
    const name = reader.text(reader.at + 2, end);
    if (!takeVerb(reader, name, end + 1)) {
      const [limit] = /^LIMIT_(?:MATCH|RECURSION|DEPTH|HEAP)=\d*/.exec(name) ?? [];
      if (limit !== undefined && reader.isPcre2) reader.fail('unknownVerb', reader.at + 2 + limit.length);
      return;
    }
    reader.at = end + 1;
    if (reader.unicode && !isDecoded) {
      isDecoded = true;
      // All so far is ASCII, so the position stays what it is.
      if (reader.options.unicode !== true) reader.decode();
    }
  }
}

/** Sets the option that a verb names; false if it is none. The verb ends at `end`. */
function takeVerb(reader: PatternReader, name: string, end: number): boolean {
  const newline = NEWLINES.get(name);
  if (newline !== undefined && (newline !== 'nul' || reader.isPcre2)) {
    reader.newline = newline;
    return true;
  }
  const [, limit, digits] = /^(LIMIT_MATCH|LIMIT_RECURSION|LIMIT_DEPTH|LIMIT_HEAP)=(\d+)$/.exec(name) ?? [];
  if (limit !== undefined) {
    const value = Number(digits);
    if (value > 0xffffffff) return false;
    if (limit === 'LIMIT_MATCH') reader.matchLimit = Math.min(reader.matchLimit ?? value, value);
    else if (limit !== 'LIMIT_HEAP') reader.depthLimit = Math.min(reader.depthLimit ?? value, value);
    return reader.isPcre2 || limit === 'LIMIT_MATCH' || limit === 'LIMIT_RECURSION';
  }
  switch (name) {
    case 'UTF8':
    case 'UTF':
      if (reader.options.neverUtf === true) reader.fail('utfDisabled', reader.isPcre2 ? end : 0);
      reader.unicode = true;
      return true;
    case 'UCP':
      reader.ucp = true;
      return true;
    case 'BSR_ANYCRLF':
      reader.bsr = 'anycrlf';
      return true;
    case 'BSR_UNICODE':
      reader.bsr = 'unicode';
      return true;
    case 'NO_START_OPT':
      reader.noStartOptimize = true;
      return true;
    case 'NO_AUTO_POSSESS':
      return true;
    case 'NO_DOTSTAR_ANCHOR':
    case 'NO_JIT':
      return reader.isPcre2;
    case 'NOTEMPTY':
      reader.notEmpty = true;
      return reader.isPcre2;
    case 'NOTEMPTY_ATSTART':
      reader.notEmptyAtStart = true;
      return reader.isPcre2;
    default:
      return false;
  }
}
