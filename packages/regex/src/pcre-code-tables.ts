// The numbers of PCRE 8.44 (`pcre_internal.h`, `ucp.h`, the table of sets of characters that differ by case).

/** Numbers of instructions. Those of a kind are in a row. */
export const Op = {
  end: 0,
  notProperty: 15,
  property: 16,
  char: 29,
  charCaseless: 30,
  not: 31,
  notCaseless: 32,
  charRepeats: 33,
  charCaselessRepeats: 46,
  notRepeats: 59,
  notCaselessRepeats: 72,
  classRepeats: 98,
  class: 110,
  negatedClass: 111,
  extendedClass: 112,
  reference: 113,
  referenceCaseless: 114,
  namedReference: 115,
  namedReferenceCaseless: 116,
  recurse: 117,
  callout: 118,
  alternative: 119,
  ket: 120,
  ketMax: 121,
  ketMin: 122,
  ketPossessive: 123,
  reverse: 124,
  ahead: 125,
  behindNot: 128,
  group: 131,
  capture: 133,
  capturePossessive: 134,
  condition: 135,
  emptyCapture: 138,
  emptyCapturePossessive: 139,
  emptyCondition: 140,
  ifGroup: 141,
  ifNamedGroup: 142,
  ifRecursion: 143,
  ifNamedRecursion: 144,
  define: 145,
  zero: 146,
  zeroLazy: 147,
  zeroPossessive: 148,
  close: 160,
  skipZero: 161,
} as const;

/** Items without operands. */
export const PLAIN: Readonly<Record<number, string>> = {
  1: '\\A',
  2: '\\G',
  3: '\\K',
  4: '\\B',
  5: '\\b',
  6: '\\D',
  7: '\\d',
  8: '\\S',
  9: '\\s',
  10: '\\W',
  11: '\\w',
  12: '.',
  13: '(?s:.)',
  14: '\\C',
  17: '\\R',
  18: '\\H',
  19: '\\h',
  20: '\\V',
  21: '\\v',
  22: '\\X',
  23: '\\Z',
  24: '\\z',
  25: '$',
  26: '(?m:$)',
  27: '^',
  28: '(?m:^)',
  156: '(*COMMIT)',
  157: '(*FAIL)',
  158: '(*ACCEPT)',
  159: '(*ACCEPT)',
};

/** Beginnings of groups that do not capture. */
export const OPENINGS: Readonly<Record<number, string>> = {
  125: '(?=',
  126: '(?!',
  127: '(?<=',
  128: '(?<!',
  129: '(?>',
  130: '(?>',
  131: '(?:',
  132: '(?:',
  136: '(?:',
  137: '(?:',
};

/** Verbs that direct backtracking. */
export const VERBS: Readonly<Record<number, string>> = {
  149: 'MARK',
  150: 'PRUNE',
  151: 'PRUNE',
  152: 'SKIP',
  153: 'SKIP',
  154: 'THEN',
  155: 'THEN',
};
/** Those of them that have a name. */
export const VERBS_WITH_NAMES: ReadonlySet<number> = new Set([149, 151, 153, 155]);

/** Quantifiers of characters and types, in the order of their instructions; a number stands for what takes a count. */
export const QUANTIFIERS = ['*', '*?', '+', '+?', '?', '??', '', '?', 'exactly', '*+', '++', '?+', '+'] as const;
/** Which of {@link QUANTIFIERS} have a count. */
export const COUNTED: ReadonlySet<number> = new Set([6, 7, 8, 12]);
/** The same of classes and references, which have two numbers. */
export const CLASS_QUANTIFIERS = ['*', '*?', '+', '+?', '?', '??', '', '?', '*+', '++', '?+', '+'] as const;
/** Which of {@link CLASS_QUANTIFIERS} have two numbers. */
export const CLASS_COUNTED: ReadonlySet<number> = new Set([6, 7, 11]);

/** General categories, by their values. */
export const GENERAL: readonly string[] = ['C', 'L', 'M', 'N', 'P', 'S', 'Z'];
/** Particular categories, by their values. */
export const PARTICULAR: readonly string[] =
  'Cc Cf Cn Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs'.split(' ');
/** Scripts, by their values. */
export const SCRIPTS: readonly string[] = (
  'Arabic Armenian Bengali Bopomofo Braille Buginese Buhid Canadian_Aboriginal Cherokee Common Coptic Cypriot Cyrillic Deseret Devanagari ' +
  'Ethiopic Georgian Glagolitic Gothic Greek Gujarati Gurmukhi Han Hangul Hanunoo Hebrew Hiragana Inherited Kannada Katakana Kharoshthi Khmer ' +
  'Lao Latin Limbu Linear_B Malayalam Mongolian Myanmar New_Tai_Lue Ogham Old_Italic Old_Persian Oriya Osmanya Runic Shavian Sinhala ' +
  'Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tamil Telugu Thaana Thai Tibetan Tifinagh Ugaritic Yi Balinese Cuneiform Nko Phags_Pa ' +
  'Phoenician Carian Cham Kayah_Li Lepcha Lycian Lydian Ol_Chiki Rejang Saurashtra Sundanese Vai Avestan Bamum Egyptian_Hieroglyphs ' +
  'Imperial_Aramaic Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Lisu Meetei_Mayek Old_South_Arabian Old_Turkic Samaritan ' +
  'Tai_Tham Tai_Viet Batak Brahmi Mandaic Chakma Meroitic_Cursive Meroitic_Hieroglyphs Miao Sharada Sora_Sompeng Takri Bassa_Vah ' +
  'Caucasian_Albanian Duployan Elbasan Grantha Khojki Khudawadi Linear_A Mahajani Manichaean Mende_Kikakui Modi Mro Nabataean ' +
  'Old_North_Arabian Old_Permic Pahawh_Hmong Palmyrene Psalter_Pahlavi Pau_Cin_Hau Siddham Tirhuta Warang_Citi'
).split(' ');
/** One of the characters of each set of more than two that differ by case only, by the set's place in PCRE's table. */
export const CASE_SETS: Readonly<Record<number, number>> = {
  1: 0x73,
  5: 0x1c4,
  9: 0x1c7,
  13: 0x1ca,
  17: 0x1f1,
  21: 0x3b9,
  26: 0x3bc,
  30: 0x3c3,
  34: 0x3b2,
  38: 0x3b8,
  43: 0x3c6,
  47: 0x3c0,
  51: 0x3ba,
  55: 0x3c1,
  59: 0x3b5,
  63: 0x1e61,
  67: 0x3c9,
  71: 0x6b,
  75: 0xe5,
};

/** Types of properties. */
export const Property = { any: 0, cased: 1, general: 2, particular: 3, script: 4, caseSet: 9 } as const;
/** Names of the other types of properties. */
export const OWN_PROPERTIES: Readonly<Record<number, string>> = { 0: 'Any', 1: 'L&', 5: 'Xan', 6: 'Xsp', 7: 'Xps', 8: 'Xwd', 10: 'Xuc' };
/** Classes that are properties in an extended class only. */
export const CLASS_PROPERTIES: Readonly<Record<number, string>> = { 11: 'graph', 12: 'print', 13: 'punct' };
