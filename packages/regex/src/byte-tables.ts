import type { Generation } from './options.js';

// What bytes are without Unicode properties: OTP gives PCRE tables of ISO Latin-1; PCRE2 has its own, which know ASCII only.

/** A set of bytes: 1 for those that are in it. */
export type ByteSet = Uint8Array;

/** Names of classes. */
export type ClassName =
  | 'alpha'
  | 'lower'
  | 'upper'
  | 'alnum'
  | 'ascii'
  | 'blank'
  | 'cntrl'
  | 'digit'
  | 'graph'
  | 'print'
  | 'punct'
  | 'space'
  | 'word'
  | 'xdigit'
  | 'horizontal'
  | 'vertical';

const ascii: Readonly<Record<ClassName, RegExp>> = {
  alpha: /[A-Za-z]/,
  lower: /[a-z]/,
  upper: /[A-Z]/,
  alnum: /[0-9A-Za-z]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is about them.
  ascii: /[\x00-\x7f]/,
  blank: /[\t ]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is about them.
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  word: /\w/,
  xdigit: /[0-9A-Fa-f]/,
  horizontal: /[\t \xa0]/,
  vertical: /[\n-\r\x85]/,
};

const latin1: Readonly<Partial<Record<ClassName, RegExp>>> = {
  alpha: /[A-Za-zªµºÀ-ÖØ-öø-ÿ]/,
  lower: /[a-zªµºß-öø-ÿ]/,
  upper: /[A-ZÀ-ÖØ-Þ]/,
  alnum: /[0-9A-Za-zªµºÀ-ÖØ-öø-ÿ]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is about them.
  ascii: /[\x00-\xff]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is about them.
  cntrl: /[\x00-\x1f\x7f-\x9f]/,
  graph: /[!-~\xa0-ÿ]/,
  print: /[ -~\xa0-ÿ]/,
  punct: /[!-/:-@[-`{-~\xa0-©«-´¶-¹»-¿×÷]/,
  word: /[\wªµºÀ-ÖØ-öø-ÿ]/,
};

const cache = new Map<string, ByteSet>();

/** The bytes of a class. */
export function byteClass(name: ClassName, generation: Generation): ByteSet {
  const key = `${generation} ${name}`;
  let set = cache.get(key);
  if (set === undefined) {
    const expression = (generation === 'pcre' ? latin1[name] : undefined) ?? ascii[name];
    set = Uint8Array.from({ length: 256 }, (_, byte) => (expression.test(String.fromCharCode(byte)) ? 1 : 0));
    cache.set(key, set);
  }
  return set;
}

/** The other case of a byte; itself if there is none. */
export function otherCase(byte: number, generation: Generation): number {
  if ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) return byte ^ 0x20;
  if (generation === 'pcre' && byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7 && byte !== 0xdf && byte !== 0xff) return byte ^ 0x20;
  return byte;
}
