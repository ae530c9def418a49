import { type BitstringTerm, formatAtom, formatIdentifier, formatTerm, type Term } from '@beamline/beam-file';

/** Digits of a float behind the point. */
const FLOAT_DIGITS = 6;

/** The number that stands for a node. */
type NodeNumbers = (node: string, creation: number) => number;

/** Where lone surrogates begin that stand for single bytes. */
const BYTES = 0xdc00;

/**
 * Writes a term as `erlang:display/1` does (`erts/emulator/beam/erl_printf_term.c`). Nesting can be as deep as memory allows.
 * @param marksBytes - the characters of strings beyond ASCII, which OTP writes as single bytes, are marked for `displayedBytes`
 * @param numberOf - what stands for the nodes of pids, ports and references
 */
export function displayedTerm(term: Term, marksBytes = false, numberOf: NodeNumbers = () => 0): string {
  let text = '';
  // What is still to be written, the next thing last.
  const rest: (Term | string)[] = [term];
  for (let item = rest.pop(); item !== undefined; item = rest.pop())
    text += typeof item === 'string' ? item : head(item, rest, marksBytes, numberOf);
  return text;
}

/** The bytes of a text in which single bytes are marked; the rest is in UTF-8. */
export function displayedBytes(text: string): Uint8Array {
  const encoder = new TextEncoder();
  // Every other part is one byte.
  const parts = text.split(/([\udc80-\udcff])/u);
  const encoded = parts.map((part, i) => (i % 2 === 0 ? encoder.encode(part) : Uint8Array.of(part.charCodeAt(0) - BYTES)));
  const all = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of encoded) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

/** The start of a term; what is left of it goes to `rest`. */
function head(term: Term, rest: (Term | string)[], marksBytes: boolean, numberOf: NodeNumbers): string {
  switch (term.kind) {
    case 'pid':
    case 'port':
    case 'reference':
      return formatIdentifier(term, numberOf(term.node, term.creation));
    case 'atom':
      return atomText(term.name);
    case 'float':
      return floatText(term.value);
    case 'bitstring':
      return bitstringText(term);
    case 'list': {
      const isProper = term.tail.kind === 'nil';
      const string = isProper ? stringText(term.elements, marksBytes) : undefined;
      if (string !== undefined) return string;
      rest.push(']');
      if (!isProper) rest.push(term.tail, '|');
      pushSeparated(term.elements, rest);
      return '[';
    }
    case 'tuple':
      rest.push('}');
      pushSeparated(term.elements, rest);
      return '{';
    case 'map':
      rest.push('}');
      for (let i = term.pairs.length - 1; i >= 0; i--) {
        const [key, value] = term.pairs[i] as readonly [Term, Term];
        rest.push(value, '=>', key);
        if (i > 0) rest.push(',');
      }
      return '#{';
    default:
      return formatTerm(term);
  }
}

function pushSeparated(elements: readonly Term[], rest: (Term | string)[]): void {
  for (let i = elements.length - 1; i >= 0; i--) {
    rest.push(elements[i] as Term);
    if (i > 0) rest.push(',');
  }
}

/** Quoted by its letters alone: reserved words are not, an `@` is no letter. */
function atomText(name: string): string {
  if (/^[a-z\u00df-\u00f6\u00f8-\u00ff][a-zA-Z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]*$/.test(name)) return name;
  const quoted = formatAtom(name);
  return quoted.startsWith("'") ? quoted : `'${quoted}'`;
}

function floatText(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(FLOAT_DIGITS).split('e');
  return `${mantissa}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

function stringText(elements: readonly Term[], marksBytes: boolean): string | undefined {
  let text = '';
  for (const element of elements) {
    if (element.kind !== 'integer' || typeof element.value !== 'number') return undefined;
    const code = element.value;
    const isShown = (code >= 32 && code < 127) || (code >= 160 && code < 256) || code === 9 || code === 10;
    if (!isShown) return undefined;
    text += code === 10 ? '\\n' : code === 34 ? '\\"' : String.fromCharCode(marksBytes && code > 127 ? BYTES + code : code);
  }
  return `"${text}"`;
}

function bitstringText(term: BitstringTerm): string {
  const isText = term.bitSize > 0 && term.bitSize % 8 === 0 && term.bytes.every((byte) => byte >= 32 && byte < 127);
  if (isText) return `<<"${String.fromCharCode(...term.bytes).replaceAll('"', '\\"')}">>`;
  const partial = term.bitSize % 8;
  return `<<${Array.from(term.bytes, (byte, i) => (partial !== 0 && i === term.bytes.length - 1 ? `${byte >> (8 - partial)}:${partial}` : String(byte))).join(',')}>>`;
}
