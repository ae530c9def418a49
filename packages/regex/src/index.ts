export { utf8ErrorAt } from './code-points.js';
export { type Problem, RegexError } from './compile-error.js';
export type { Matcher, Outcome } from './matcher.js';
export type { CompileOptions, Generation, MatchOptions, Newline } from './options.js';
export { isPcreCode, type PatternOfCode, patternOfPcreCode } from './pcre-code.js';
export { type Match, MatchLimitError, Regex } from './regex.js';
