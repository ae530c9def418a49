import type { Generation } from './options.js';

// What properties code points have is asked of JavaScript's own regular expressions, for 256 code points at a time when one of them is
// first looked at: there are no tables to load, and no pattern pays for what its subjects do not have.

const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;

/** A set of code points. */
export interface CodePoints {
  has(codePoint: number): boolean;
}

/** The code points that a test finds, remembered. */
export class LazyCodePoints implements CodePoints {
  readonly #blocks: (Uint8Array | undefined)[] = [];
  readonly #test: (codePoint: number) => boolean;

  constructor(test: (codePoint: number) => boolean) {
    this.#test = test;
  }

  has(codePoint: number): boolean {
    const number = codePoint >>> BLOCK_BITS;
    let block = this.#blocks[number];
    if (block === undefined) {
      block = new Uint8Array(BLOCK);
      for (let i = 0; i < BLOCK; i++) block[i] = this.#test(number * BLOCK + i) ? 1 : 0;
      this.#blocks[number] = block;
    }
    return block[codePoint & (BLOCK - 1)] === 1;
  }
}

const found = new Map<string, CodePoints | undefined>();

/** The code points that `[…]` of JavaScript has, by its text; undefined if the text is not known to it. */
function ofExpression(text: string): CodePoints | undefined {
  if (found.has(text)) return found.get(text);
  let result: CodePoints | undefined;
  try {
    const expression = new RegExp(`^[${text}]$`, 'u');
    result = new LazyCodePoints((codePoint) => codePoint <= 0x10ffff && expression.test(String.fromCodePoint(codePoint)));
  } catch {
    result = undefined;
  }
  found.set(text, result);
  return result;
}

function known(text: string): CodePoints {
  return ofExpression(text) ?? { has: () => false };
}

const CATEGORIES = /^(?:C|Cc|Cf|Cn|Co|Cs|L|Ll|Lm|Lo|Lt|Lu|M|Mc|Me|Mn|N|Nd|Nl|No|P|Pc|Pd|Pe|Pf|Pi|Po|Ps|S|Sc|Sk|Sm|So|Z|Zl|Zp|Zs)$/;

/** Names of scripts that PCRE 8 has and JavaScript spells in another way. */
function scriptName(name: string): string {
  return name === 'Nko' ? 'Nko' : name;
}

/** Binary properties that PCRE2 has, by what is left of their names. */
const BINARY = [
  ...['ASCII', 'ASCII_Hex_Digit', 'Alphabetic', 'Bidi_Control', 'Bidi_Mirrored', 'Case_Ignorable', 'Cased', 'Changes_When_Casefolded'],
  ...['Changes_When_Casemapped', 'Changes_When_Lowercased', 'Changes_When_Titlecased', 'Changes_When_Uppercased', 'Dash'],
  ...['Default_Ignorable_Code_Point', 'Deprecated', 'Diacritic', 'Emoji', 'Emoji_Component', 'Emoji_Modifier', 'Emoji_Modifier_Base'],
  ...['Emoji_Presentation', 'Extended_Pictographic', 'Extender', 'Grapheme_Base', 'Grapheme_Extend', 'Hex_Digit', 'IDS_Binary_Operator'],
  ...['IDS_Trinary_Operator', 'ID_Continue', 'ID_Start', 'Ideographic', 'Join_Control', 'Logical_Order_Exception', 'Lowercase', 'Math'],
  ...['Noncharacter_Code_Point', 'Pattern_Syntax', 'Pattern_White_Space', 'Quotation_Mark', 'Radical', 'Regional_Indicator'],
  ...['Sentence_Terminal', 'Soft_Dotted', 'Terminal_Punctuation', 'Unified_Ideograph', 'Uppercase', 'Variation_Selector', 'White_Space'],
  ...['XID_Continue', 'XID_Start'],
] as const;
const BINARY_ALIASES: Readonly<Record<string, string>> = {
  ahex: 'ASCII_Hex_Digit',
  alpha: 'Alphabetic',
  bidic: 'Bidi_Control',
  bidim: 'Bidi_Mirrored',
  ci: 'Case_Ignorable',
  cwcf: 'Changes_When_Casefolded',
  cwcm: 'Changes_When_Casemapped',
  cwl: 'Changes_When_Lowercased',
  cwt: 'Changes_When_Titlecased',
  cwu: 'Changes_When_Uppercased',
  di: 'Default_Ignorable_Code_Point',
  dep: 'Deprecated',
  dia: 'Diacritic',
  ecomp: 'Emoji_Component',
  emod: 'Emoji_Modifier',
  ebase: 'Emoji_Modifier_Base',
  epres: 'Emoji_Presentation',
  extpict: 'Extended_Pictographic',
  ext: 'Extender',
  grbase: 'Grapheme_Base',
  grext: 'Grapheme_Extend',
  hex: 'Hex_Digit',
  idsb: 'IDS_Binary_Operator',
  idst: 'IDS_Trinary_Operator',
  idc: 'ID_Continue',
  ids: 'ID_Start',
  ideo: 'Ideographic',
  joinc: 'Join_Control',
  loe: 'Logical_Order_Exception',
  lower: 'Lowercase',
  nchar: 'Noncharacter_Code_Point',
  patsyn: 'Pattern_Syntax',
  patws: 'Pattern_White_Space',
  qmark: 'Quotation_Mark',
  ri: 'Regional_Indicator',
  sd: 'Soft_Dotted',
  sterm: 'Sentence_Terminal',
  term: 'Terminal_Punctuation',
  uideo: 'Unified_Ideograph',
  upper: 'Uppercase',
  vs: 'Variation_Selector',
  wspace: 'White_Space',
  space: 'White_Space',
  xidc: 'XID_Continue',
  xids: 'XID_Start',
};
const binaryByName: ReadonlyMap<string, string> = new Map([
  ...BINARY.map((name): [string, string] => [name.toLowerCase().replaceAll('_', ''), name]),
  ...Object.entries(BINARY_ALIASES),
]);

/** PCRE's own: characters of words, letters and digits, blanks. */
const OWN: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    Xan: '\\p{L}\\p{N}',
    Xsp: '\\p{Z}\\t-\\r\\u0085\\u180e',
    Xps: '\\p{Z}\\t-\\r\\u0085\\u180e',
    Xwd: '\\p{L}\\p{N}_',
    Xuc: '$@`\\u00a0-\\ud7ff\\ue000-\\u{10ffff}',
    'L&': '\\p{Lu}\\p{Ll}\\p{Lt}',
    Any: '\\0-\\u{10ffff}',
  }),
);

/** Characters of words with Unicode properties: what PCRE2 has beyond PCRE is marks and connectors. */
export function wordCharacters(generation: Generation): CodePoints {
  return known(generation === 'pcre' ? '\\p{L}\\p{N}_' : '\\p{L}\\p{N}\\p{Mn}\\p{Pc}');
}

/** What `\p{…}` of a general category, or of a list of them, has. */
export function category(names: string): CodePoints {
  return known(names.replaceAll(/\w+ ?/g, (name) => `\\p{${name.trim()}}`));
}

/** Code points by an expression in brackets of JavaScript. */
export function expression(text: string): CodePoints {
  return known(text);
}

/** A property's name as PCRE2 compares it: without blanks, hyphens, underscores and case. */
function loose(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function ofPcre2(name: string): CodePoints | undefined {
  const [, kind, value] = /^([^:=]*)[:=](.*)$/.exec(name) ?? [];
  if (kind !== undefined && value !== undefined) {
    if (/^(?:sc|script)$/.test(loose(kind))) return ofScript(value, 'Script');
    if (/^(?:scx|scriptextensions)$/.test(loose(kind))) return ofScript(value, 'Script_Extensions');
    if (/^(?:bc|bidiclass)$/.test(loose(kind))) return undefined;
    return undefined;
  }
  const plain = loose(name);
  for (const [own, text] of OWN) if (own.toLowerCase() === plain) return pcre2Own(own, text);
  if (plain === 'lc') return known(OWN.get('L&') ?? '');
  const asCategory = plain.charAt(0).toUpperCase() + plain.slice(1);
  if (CATEGORIES.test(asCategory)) return category(asCategory);
  const binary = binaryByName.get(plain);
  if (binary !== undefined) return known(`\\p{${binary}}`);
  return ofScript(name, 'Script_Extensions');
}

function pcre2Own(name: string, text: string): CodePoints {
  return name === 'Xwd' ? wordCharacters('pcre2') : known(text);
}

/** Names of scripts by how PCRE2 compares them; the short ones are those of ISO 15924. */
function ofScript(name: string, property: 'Script' | 'Script_Extensions'): CodePoints | undefined {
  const plain = loose(name);
  if (plain === 'unknown' || plain === 'zzzz') return known('\\p{Cn}\\p{Co}\\p{Cs}');
  // JavaScript wants the exact spelling: words with capitals and underscores between them, or four letters.
  const spellings = new Set([plain.charAt(0).toUpperCase() + plain.slice(1)]);
  const words = name.trim().split(/[\s_-]+/);
  spellings.add(words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('_'));
  const whole = LONG_SCRIPTS.find((script) => loose(script) === plain);
  if (whole !== undefined) spellings.add(whole);
  for (const spelling of spellings) {
    if (!/^\w+$/.test(spelling)) continue;
    const result = ofExpression(`\\p{${property}=${spelling}}`);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** Scripts whose names have more than one word, or capitals inside. */
const LONG_SCRIPTS = [
  ...['Anatolian_Hieroglyphs', 'Bassa_Vah', 'Canadian_Aboriginal', 'Caucasian_Albanian', 'Cypro_Minoan', 'Dives_Akuru'],
  ...['Egyptian_Hieroglyphs', 'Gunjala_Gondi', 'Hanifi_Rohingya', 'Imperial_Aramaic', 'Inscriptional_Pahlavi', 'Inscriptional_Parthian'],
  ...['Khitan_Small_Script', 'Linear_A', 'Linear_B', 'Masaram_Gondi', 'Meetei_Mayek', 'Mende_Kikakui', 'Meroitic_Cursive'],
  ...['Meroitic_Hieroglyphs', 'Nag_Mundari', 'New_Tai_Lue', 'Nyiakeng_Puachue_Hmong', 'Ol_Chiki', 'Old_Hungarian', 'Old_Italic'],
  ...['Old_North_Arabian', 'Old_Permic', 'Old_Persian', 'Old_Sogdian', 'Old_South_Arabian', 'Old_Turkic', 'Old_Uyghur', 'Pahawh_Hmong'],
  ...['Pau_Cin_Hau', 'Phags_Pa', 'Psalter_Pahlavi', 'SignWriting', 'Sora_Sompeng', 'Syloti_Nagri', 'Tai_Le', 'Tai_Tham', 'Tai_Viet'],
  ...['Warang_Citi', 'Zanabazar_Square'],
];

/** The code points with the property that `\p{name}` names; undefined if there is none of that name. */
export function property(name: string, generation: Generation): CodePoints | undefined {
  if (generation === 'pcre2') return ofPcre2(name);
  const own = OWN.get(name);
  if (own !== undefined) return known(own);
  if (CATEGORIES.test(name)) return category(name);
  return /^[A-Z][a-z]+(?:_[A-Z][a-z]*)*$/.test(name) && name.length > 4
    ? ofExpression(`\\p{Script=${scriptName(name)}}`)
    : shortScript(name);
}

/** Scripts whose whole names have up to four letters, which are not the short names of others. */
function shortScript(name: string): CodePoints | undefined {
  return /^(?:Cham|Han|Lao|Lisu|Miao|Modi|Mro|Nko|Thai|Vai|Yi|Ahom)$/.test(name) ? ofExpression(`\\p{Script=${name}}`) : undefined;
}
