import type { Generation } from './options.js';

/** What can be wrong with a pattern. */
export type Problem =
  | 'endsWithBackslash'
  | 'endsWithControl'
  | 'unknownEscape'
  | 'quantifierOrder'
  | 'quantifierTooBig'
  | 'classNotClosed'
  | 'escapeInClass'
  | 'rangeOrder'
  | 'nothingToRepeat'
  | 'unknownGroup'
  | 'posixOutside'
  | 'groupNotClosed'
  | 'noSuchGroup'
  | 'commentNotClosed'
  | 'tooDeep'
  | 'tooLarge'
  | 'unmatchedClose'
  | 'unknownAfterLess'
  | 'lookbehindNotFixed'
  | 'lookbehindTooLong'
  | 'lookbehindComplicated'
  | 'malformedCondition'
  | 'conditionBranches'
  | 'conditionExpected'
  | 'recursionNotClosed'
  | 'digitExpected'
  | 'unknownPosix'
  | 'posixCollating'
  | 'charTooLarge'
  | 'conditionZero'
  | 'byteInLookbehind'
  | 'unsupportedEscape'
  | 'calloutNumber'
  | 'calloutNotClosed'
  | 'infiniteRecursion'
  | 'unknownAfterP'
  | 'nameNotClosed'
  | 'numberNotClosed'
  | 'sameName'
  | 'nameStartsWithDigit'
  | 'malformedProperty'
  | 'unknownProperty'
  | 'nameTooLong'
  | 'octalTooLarge'
  | 'defineBranches'
  | 'octalBrace'
  | 'invalidReference'
  | 'zeroReference'
  | 'verbArgument'
  | 'unknownVerb'
  | 'numberTooBig'
  | 'nameExpected'
  | 'bracketExpected'
  | 'differentNames'
  | 'markArgument'
  | 'nonHex'
  | 'nonOctal'
  | 'controlNotAscii'
  | 'invalidNamedReference'
  | 'newlineInClass'
  | 'surrogate'
  | 'utfDisabled'
  | 'verbNameTooLong'
  | 'digitsMissing'
  | 'versionCondition'
  | 'invalidRange'
  | 'hyphenInOptions'
  | 'unicodeOnly'
  | 'unknownAlphaAssertion'
  | 'keepInLook'
  | 'calloutDelimiter'
  | 'calloutStringNotClosed'
  | 'invalidUtf8';

/** What is said of it: what PCRE says, then what PCRE2 says. */
const messages: Readonly<Record<Problem, readonly [string, string?]>> = {
  endsWithBackslash: ['\\ at end of pattern'],
  endsWithControl: ['\\c at end of pattern'],
  unknownEscape: ['unrecognized character follows \\'],
  quantifierOrder: ['numbers out of order in {} quantifier'],
  quantifierTooBig: ['number too big in {} quantifier'],
  classNotClosed: ['missing terminating ] for character class'],
  escapeInClass: ['invalid escape sequence in character class', 'escape sequence is invalid in character class'],
  rangeOrder: ['range out of order in character class'],
  nothingToRepeat: ['nothing to repeat', 'quantifier does not follow a repeatable item'],
  unknownGroup: ['unrecognized character after (? or (?-'],
  posixOutside: ['POSIX named classes are supported only within a class'],
  groupNotClosed: ['missing )', 'missing closing parenthesis'],
  noSuchGroup: ['reference to non-existent subpattern'],
  commentNotClosed: ['missing ) after comment', 'missing ) after (?# comment'],
  tooDeep: ['parentheses nested too deeply', 'parentheses are too deeply nested'],
  tooLarge: ['regular expression is too large'],
  unmatchedClose: ['unmatched parentheses', 'unmatched closing parenthesis'],
  unknownAfterLess: ['unrecognized character after (?<', 'unrecognized character after (?<'],
  lookbehindNotFixed: ['lookbehind assertion is not fixed length', 'length of lookbehind assertion is not limited'],
  lookbehindTooLong: ['lookbehind assertion is not fixed length', 'branch too long in variable-length lookbehind assertion'],
  lookbehindComplicated: ['lookbehind assertion is not fixed length', 'lookbehind is too complicated'],
  malformedCondition: ['malformed number or name after (?(', 'missing closing parenthesis for condition'],
  conditionBranches: ['conditional group contains more than two branches', 'conditional subpattern contains more than two branches'],
  conditionExpected: ['assertion expected after (?( or (?(?C)', 'atomic assertion expected after (?( or (?(?C)'],
  recursionNotClosed: [
    '(?R or (?[+-]digits must be followed by )',
    '(?R (recursive pattern call) must be followed by a closing parenthesis',
  ],
  digitExpected: ['digit expected after (?+', 'digit expected after (?+'],
  unknownPosix: ['unknown POSIX class name'],
  posixCollating: ['POSIX collating elements are not supported'],
  charTooLarge: ['character value in \\x{} or \\o{} is too large', 'character code point value in \\x{} or \\o{} is too large'],
  conditionZero: ['invalid condition (?(0)', 'invalid condition (?(0)'],
  byteInLookbehind: ['\\C not allowed in lookbehind assertion', '\\C is not allowed in a lookbehind assertion in UTF-8 mode'],
  unsupportedEscape: [
    'PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u',
    'PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u',
  ],
  calloutNumber: ['number after (?C is > 255', 'number after (?C is greater than 255'],
  calloutNotClosed: ['closing ) for (?C expected', 'closing parenthesis for (?C expected'],
  infiniteRecursion: ['recursive call could loop indefinitely', 'recursive call could loop indefinitely'],
  unknownAfterP: ['unrecognized character after (?P'],
  nameNotClosed: ['syntax error in subpattern name (missing terminator)', 'syntax error in subpattern name (missing terminator?)'],
  numberNotClosed: ['syntax error in subpattern name (missing terminator)', 'syntax error in subpattern number (missing terminator?)'],
  sameName: ['two named subpatterns have the same name', 'two named subpatterns have the same name (PCRE2_DUPNAMES not set)'],
  nameStartsWithDigit: ['group name must start with a non-digit', 'subpattern name must start with a non-digit'],
  malformedProperty: ['malformed \\P or \\p sequence'],
  unknownProperty: ['unknown property name after \\P or \\p', 'unknown property after \\P or \\p'],
  nameTooLong: ['subpattern name is too long (maximum 32 characters)', 'subpattern name is too long (maximum 128 code units)'],
  octalTooLarge: ['octal value is greater than \\377 in 8-bit non-UTF-8 mode'],
  defineBranches: ['DEFINE group contains more than one branch', 'DEFINE subpattern contains more than one branch'],
  octalBrace: ['missing opening brace after \\o'],
  invalidReference: [
    '\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number',
    '\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number',
  ],
  zeroReference: ['a numbered reference must not be zero', 'a relative value of zero is not allowed'],
  verbArgument: ['an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)', '(*VERB) not recognized or malformed'],
  unknownVerb: ['(*VERB) not recognized or malformed'],
  numberTooBig: ['number is too big', 'subpattern number is too big'],
  nameExpected: ['subpattern name expected'],
  bracketExpected: ['digit expected after (?+', 'digit expected after (?+'],
  differentNames: ['different names for subpatterns of the same number are not allowed'],
  markArgument: ['(*MARK) must have an argument'],
  nonHex: ['non-hex character in \\x{} (closing brace missing?)'],
  nonOctal: ['non-octal character in \\o{} (closing brace missing?)'],
  controlNotAscii: ['\\c must be followed by an ASCII character', '\\c must be followed by a printable ASCII character'],
  invalidNamedReference: ['\\k is not followed by a braced, angle-bracketed, or quoted name'],
  newlineInClass: ['\\N is not supported in a class'],
  surrogate: ['disallowed Unicode code point (>= 0xd800 && <= 0xdfff)'],
  utfDisabled: ['setting UTF is disabled by the application', 'using UTF is disabled by the application'],
  verbNameTooLong: ['name is too long in (*MARK), (*PRUNE), (*SKIP), or (*THEN)'],
  digitsMissing: ['digits missing in \\x{} or \\o{}', 'digits missing after \\x or in \\x{} or \\o{} or \\N{U+}'],
  versionCondition: ['syntax error in (?(VERSION condition', 'syntax error or number too big in (?(VERSION condition'],
  invalidRange: ['invalid range in character class'],
  hyphenInOptions: ['invalid hyphen in option setting', 'invalid hyphen in option setting'],
  unicodeOnly: ['\\N{U+dddd} is supported only in Unicode (UTF) mode', '\\N{U+dddd} is supported only in Unicode (UTF) mode'],
  unknownAlphaAssertion: ['(*alpha_assertion) not recognized', '(*alpha_assertion) not recognized'],
  keepInLook: ['\\K is not allowed in lookarounds', '\\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)'],
  invalidUtf8: ['invalid UTF-8 string'],
  calloutDelimiter: ['unrecognized string delimiter follows (?C', 'unrecognized string delimiter follows (?C'],
  calloutStringNotClosed: [
    'missing terminating delimiter for callout with string argument',
    'missing terminating delimiter for callout with string argument',
  ],
};

/** A pattern that cannot be compiled: the message is PCRE's own. */
export class RegexError extends Error {
  /** `RegexError`. */
  override readonly name = 'RegexError';

  constructor(
    /** What is wrong. */
    readonly problem: Problem,
    /** Where PCRE says that it is, in bytes from the start of the pattern. */
    readonly position: number,
    generation: Generation,
    text?: string,
  ) {
    const [first, second] = messages[problem];
    super(text ?? (generation === 'pcre2' ? (second ?? first) : first));
  }
}
