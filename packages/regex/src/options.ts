/** Which library's behaviour a pattern has: PCRE 8.44 with tables of ISO Latin-1, as OTP 25 to 27 have it, or PCRE2 10.47, as OTP 28 and 29. */
export type Generation = 'pcre' | 'pcre2';

/** What ends a line. */
export type Newline = 'cr' | 'lf' | 'crlf' | 'anycrlf' | 'any' | 'nul';

/** Options of compiling a pattern. */
export interface CompileOptions {
  /** Whose behaviour: `pcre2` unless something else is said. */
  readonly generation?: Generation;
  /** Pattern and subjects are UTF-8. */
  readonly unicode?: boolean;
  /** Matches only at the start position. */
  readonly anchored?: boolean;
  /** Case does not count. */
  readonly caseless?: boolean;
  /** `$` matches only at the very end. */
  readonly dollarEndOnly?: boolean;
  /** `.` matches newlines too. */
  readonly dotAll?: boolean;
  /** Blanks and comments in the pattern are ignored. */
  readonly extended?: boolean;
  /** A match begins in the first line. */
  readonly firstLine?: boolean;
  /** `^` and `$` match at lines. */
  readonly multiline?: boolean;
  /** Only groups with names capture. */
  readonly noAutoCapture?: boolean;
  /** Several groups may have one name. */
  readonly dupNames?: boolean;
  /** Quantifiers are lazy, and greedy with a `?`. */
  readonly ungreedy?: boolean;
  /** What ends a line: `lf` unless something else is said. */
  readonly newline?: Newline;
  /** What `\R` matches: any ending of a line that Unicode knows, or only CR, LF and CRLF. */
  readonly bsr?: 'unicode' | 'anycrlf';
  /** Looks for a match at each position, without a look ahead for where one could begin. */
  readonly noStartOptimize?: boolean;
  /** `\d`, `\w` and the like go by the properties of Unicode. */
  readonly ucp?: boolean;
  /** The pattern must not ask for UTF-8 itself. */
  readonly neverUtf?: boolean;
}

/** Options of one match. */
export interface MatchOptions {
  /** Where to begin, in bytes. */
  readonly offset?: number;
  /** Matches only at the start position. */
  readonly anchored?: boolean;
  /** The subject does not begin with a line. */
  readonly notBol?: boolean;
  /** The subject does not end with a line. */
  readonly notEol?: boolean;
  /** An empty match does not count. */
  readonly notEmpty?: boolean;
  /** An empty match at the start position does not count. */
  readonly notEmptyAtStart?: boolean;
  /** What ends a line, if it is not what the pattern was compiled with. */
  readonly newline?: Newline;
  /** What `\R` matches, if it is not what the pattern was compiled with. */
  readonly bsr?: 'unicode' | 'anycrlf';
  /** How much work there may be: 10,000,000 unless something else is said. */
  readonly matchLimit?: number;
  /** How deep the search may go. */
  readonly depthLimit?: number;
}
