import type { Term } from '@beamline/beam-file';
import { atom, float, tuple } from '../terms/plain-terms.js';
import type { HostBifs } from './bif-context.js';

/** A float as text: OTP takes a comma for the point too. */
const FLOAT_TEXT = /^[+-]?[0-9]+[.,][0-9]+([eE][+-]?[0-9]+)?/;

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
  'string:list_to_float/1': ([term]) => leadingFloat(term),
};
