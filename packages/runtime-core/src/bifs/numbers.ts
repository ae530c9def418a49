import { formatFloat, type Term } from '@beamline/beam-file';
import { atom, characters, float, textBinary, tuple } from '../terms/plain-terms.js';
import { badarg, bytesOf, elementsOf, integerBetween, textOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { formatDecimals, formatScientific } from './float-text.js';

/** Longest text of a number that is read. */
const LONGEST_TEXT: number = 2 ** 21;
/** Text of characters up to 255, of a list or a binary; other characters are in no number. */
function latin1(bytes: Uint8Array): string {
  if (bytes.length > LONGEST_TEXT) throw new BifFailure('system_limit');
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** A float as text: OTP takes a comma for the point too. */
const FLOAT_TEXT = /^[+-]?[0-9]+[.,][0-9]+([eE][+-]?[0-9]+)?/;

function floatFrom(text: string): Term {
  const value = FLOAT_TEXT.exec(text)?.[0] === text ? Number(text.replace(',', '.')) : Number.NaN;
  return Number.isFinite(value) ? float(value) : badarg();
}

function floatOf(term: Term | undefined): number {
  return term?.kind === 'float' ? term.value : badarg();
}

/** Longest text that OTP's buffer takes. */
const FLOAT_BUFFER = 255;

function formatFloatBy(value: number, options: Term | undefined): string {
  let format: 'scientific' | 'decimals' | 'short' = 'scientific';
  let digits = 20;
  let compact = false;
  for (const option of elementsOf(options)) {
    if (option.kind === 'atom' && option.name === 'compact') {
      compact = true;
    } else if (option.kind === 'atom' && option.name === 'short') {
      format = 'short';
    } else if (option.kind === 'tuple' && option.elements.length === 2 && option.elements[0]?.kind === 'atom') {
      const name = option.elements[0].name;
      if (name !== 'decimals' && name !== 'scientific') return badarg();
      format = name;
      digits = integerBetween(option.elements[1], 0, name === 'decimals' ? 253 : 249);
    } else {
      return badarg();
    }
  }
  if (format === 'short') return formatFloat(value);
  const text = format === 'scientific' ? formatScientific(value, digits) : formatDecimals(value, digits);
  // What is left out afterwards has to fit too.
  if (text.length > FLOAT_BUFFER) return badarg();
  if (!compact || format !== 'decimals') return text;
  if (digits > 0) return text.replace(/(\.\d+?)0+$/, '$1');
  // OTP removes trailing zeros of the integer too when there is no point.
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? text.replace(/0+$/, '') : text;
}

/** `string:list_to_float/1`. */
function leadingFloat(term: Term | undefined): Term {
  const parsed = leading(term, FLOAT_TEXT);
  const value = parsed.kind === 'error' ? Number.NaN : Number(parsed.text.replace(',', '.'));
  if (parsed.kind === 'error') return tuple(atom('error'), atom(parsed.reason === 'none' ? 'no_float' : parsed.reason));
  return Number.isFinite(value) ? tuple(float(value), parsed.rest) : tuple(atom('error'), atom('no_float'));
}

type Leading = { readonly kind: 'text'; readonly text: string; readonly rest: Term } | { readonly kind: 'error'; readonly reason: string };

/** The start of a list that a pattern tells; only characters of numbers are looked at. */
function leading(term: Term | undefined, pattern: RegExp): Leading {
  if (term?.kind === 'nil') return { kind: 'error', reason: 'none' };
  if (term?.kind !== 'list') return { kind: 'error', reason: 'not_a_list' };
  let text = '';
  for (const element of term.elements) {
    if (element.kind !== 'integer' || typeof element.value !== 'number' || element.value < 0 || element.value > 127) break;
    text += String.fromCharCode(element.value);
  }
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return { kind: 'error', reason: 'none' };
  const elements = term.elements.slice(found.length);
  return { kind: 'text', text: found, rest: elements.length === 0 ? term.tail : { kind: 'list', elements, tail: term.tail } };
}

/** Numbers and their texts. */
export const numberBifs: HostBifs = {
  'erlang:float_to_list/1': ([term]) => characters(formatScientific(floatOf(term), 20)),
  'erlang:float_to_list/2': ([term, options]) => characters(formatFloatBy(floatOf(term), options)),
  'erlang:float_to_binary/1': ([term]) => textBinary(formatScientific(floatOf(term), 20)),
  'erlang:float_to_binary/2': ([term, options]) => textBinary(formatFloatBy(floatOf(term), options)),
  'erlang:list_to_float/1': ([term]) => floatFrom(textOf(term)),
  'erlang:binary_to_float/1': ([term]) => floatFrom(latin1(bytesOf(term))),
  'string:list_to_float/1': ([term]) => leadingFloat(term),
};
