import type { BitstringTerm, PidTerm, PortTerm, ReferenceTerm, Term } from './term.js';
import { decodeLatin1, decodeUtf8 } from './utf8.js';

/**
 * Writes a term on one line, as `io_lib:format("~0tp", [Term])` of OTP 25 does when printable
 * characters are Latin-1 (the default of `erl`). OTP 27 differs in quoting `'maybe'` and
 * `'else'`. Native records are written as OTP 29 does. Pairs of maps are written in the order that
 * they have in the term. Identifiers are written as if they were of the own node: `<0.Id.Serial>`.
 * Nesting can be as deep as memory allows.
 */
export function formatTerm(term: Term): string {
  let text = '';
  // What is still to be written, the next thing last: a stack instead of recursion.
  const rest: (Term | string)[] = [term];
  for (let item = rest.pop(); item !== undefined; item = rest.pop()) {
    if (typeof item === 'string') text += item;
    else text += formatHead(item, rest);
  }
  return text;
}

/** Writes the start of a term and leaves what is left of it in `rest`. */
function formatHead(term: Term, rest: (Term | string)[]): string {
  switch (term.kind) {
    case 'atom':
      return formatAtom(term.name);
    case 'integer':
      return String(term.value);
    case 'float':
      return formatFloat(term.value);
    case 'nil':
      return '[]';
    case 'bitstring':
      return formatBitstring(term);
    case 'list': {
      const proper = term.tail.kind === 'nil';
      const string = proper ? formatString(term.elements) : undefined;
      if (string !== undefined) return string;
      rest.push(']');
      if (!proper) rest.push(term.tail, '|');
      separated(term.elements, rest);
      return '[';
    }
    case 'tuple':
      rest.push('}');
      separated(term.elements, rest);
      return '{';
    case 'map':
      rest.push('}');
      for (let i = term.pairs.length - 1; i >= 0; i--) {
        const [key, value] = term.pairs[i] as readonly [Term, Term];
        rest.push(value, ' => ', key);
        if (i > 0) rest.push(',');
      }
      return '#{';
    case 'record':
      rest.push('}');
      for (let i = term.fields.length - 1; i >= 0; i--) {
        const [field, value] = term.fields[i] as readonly [string, Term];
        rest.push(value, `${formatAtom(field)} = `);
        if (i > 0) rest.push(',');
      }
      return `#${formatAtom(term.module)}:${formatAtom(term.name)}{`;
    case 'pid':
    case 'port':
    case 'reference':
      return formatIdentifier(term, 0);
    case 'export':
      return `fun ${formatAtom(term.module)}:${formatAtom(term.function)}/${term.arity}`;
    case 'fun':
      return `#Fun<${term.module}.${term.oldIndex}.${term.oldUniq}>`;
  }
}

/**
 * Writes a pid, port or reference.
 * @param node - the number that stands for its node: 0 for the own one, for others what the machine knows them by
 */
export function formatIdentifier(term: PidTerm | PortTerm | ReferenceTerm, node: number): string {
  switch (term.kind) {
    case 'pid':
      return `<${node}.${term.id}.${term.serial}>`;
    case 'port':
      return `#Port<${node}.${term.id}>`;
    case 'reference':
      return `#Ref<${node}.${[...term.ids].reverse().join('.')}>`;
  }
}

function separated(elements: readonly Term[], rest: (Term | string)[]): void {
  for (let i = elements.length - 1; i >= 0; i--) {
    rest.push(elements[i] as Term);
    if (i > 0) rest.push(',');
  }
}

/** Words that `erl_scan:reserved_word/1` of OTP 25 knows. */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let not of or orelse ' + 'receive rem try when xor'
  ).split(' '),
);

/** Lower-case letter first, then letters, digits, `_` and `@`; letters are those of Latin-1. */
const PLAIN_ATOM = /^[a-zß-öø-ÿ][a-zA-Z0-9_@À-ÖØ-öø-ÿ]*$/;

/** Writes an atom, in single quotes when it needs them (`io_lib:write_atom/1`). */
export function formatAtom(name: string): string {
  if (PLAIN_ATOM.test(name) && !RESERVED_WORDS.has(name)) return name;
  return `'${escaped(name, "'")}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '\x7f': '\\d',
  '\\': '\\\\',
};

function escaped(text: string, quote: string): string {
  let out = '';
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (char === quote) out += `\\${char}`;
    else if (ESCAPES[char] !== undefined) out += ESCAPES[char];
    else if (point < 32 || (point >= 128 && point < 160)) out += `\\${point.toString(8).padStart(3, '0')}`;
    else out += char;
  }
  return out;
}

/** `io_lib:printable_latin1_list/1` for one character. */
function isPrintable(point: number): boolean {
  return (point >= 32 && point <= 126) || (point >= 160 && point <= 255) || (point >= 8 && point <= 13) || point === 27;
}

function formatString(elements: readonly Term[]): string | undefined {
  let text = '';
  for (const element of elements) {
    if (element.kind !== 'integer' || typeof element.value !== 'number' || !isPrintable(element.value)) return undefined;
    text += String.fromCharCode(element.value);
  }
  return `"${escaped(text, '"')}"`;
}

function formatBitstring(term: BitstringTerm): string {
  const { bytes, bitSize } = term;
  const partial = bitSize % 8;
  if (partial === 0 && bitSize > 0) {
    // Valid UTF-8 is shown as such or not as text at all; other bytes may still be Latin-1.
    const utf8 = decodeUtf8(bytes, 0, bytes.length);
    const text = utf8 ?? decodeLatin1(bytes, 0, bytes.length);
    if ([...text].every((char) => isPrintable(char.codePointAt(0) ?? 0))) {
      const wide = utf8 !== undefined && utf8.length !== bytes.length;
      return `<<"${escaped(text, '"')}"${wide ? '/utf8' : ''}>>`;
    }
  }
  const parts: string[] = [...bytes].map(String);
  if (partial !== 0) parts[parts.length - 1] = `${(bytes[bytes.length - 1] as number) >> (8 - partial)}:${partial}`;
  return `<<${parts.join(',')}>>`;
}

/** From here on `float_to_list(F, [short])` always uses an exponent. */
const ALWAYS_EXPONENT = 2 ** 53;

/**
 * Writes a finite float with the fewest digits that give it back, in the form that is shorter
 * (`io_lib_format:fwrite_g/1`).
 */
export function formatFloat(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === 0) return `${sign}0.0`;
  if (size >= 0.1 && size < ALWAYS_EXPONENT) {
    // With a point in it the form without an exponent is the shorter one.
    const text = String(size);
    if (text.includes('.')) return sign + text;
  }
  const [mantissa = '', exponent = ''] = size.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  // The value is 0.DIGITS times ten to the power of `place`.
  const place = Number(exponent) + 1;
  const exponentCost = String(place - 1).length + 1 + (digits.length === 1 ? 2 : 1);
  if (place > 0 && place < digits.length) {
    return size < ALWAYS_EXPONENT ? `${sign}${digits.slice(0, place)}.${digits.slice(place)}` : withExponent(sign, digits, place);
  }
  if (place <= 0) {
    if (place === 0 || 2 - place <= exponentCost) return `${sign}0.${'0'.repeat(-place)}${digits}`;
  } else if (place - digits.length + 2 <= exponentCost && size < ALWAYS_EXPONENT) {
    return `${sign}${digits}${'0'.repeat(place - digits.length)}.0`;
  }
  return withExponent(sign, digits, place);
}

function withExponent(sign: string, digits: string, place: number): string {
  return `${sign}${digits.slice(0, 1)}.${digits.slice(1) || '0'}e${place - 1}`;
}
