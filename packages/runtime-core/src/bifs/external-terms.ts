import {
  decodeExternalTermPrefix,
  ExternalTermEncodeError,
  ExternalTermError,
  type ExternalTermOptions,
  encodeExternalTerm,
  type Term,
} from '@beamline/beam-file';
import { zlibSync } from 'fflate';
import { binary, integer, tuple } from '../terms/plain-terms.js';
import { badarg, bytesOf, elementsOf, integerBetween } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';

/** Level of `compressed` (`TERM_TO_BINARY_DEFAULT_COMPRESSION`, zlib's own default). */
const DEFAULT_LEVEL = 6;

interface EncodeOptions extends ExternalTermOptions {
  minorVersion: 0 | 1 | 2;
  /** 0 to 9; 0 does not compress. */
  level: number;
}

/** Options of `term_to_binary/2` and `external_size/2`. */
function encodeOptions(list: Term | undefined, context: BifContext): EncodeOptions {
  const options: EncodeOptions = { minorVersion: defaultVersion(context), level: 0 };
  for (const option of elementsOf(list)) {
    if (option.kind === 'atom') {
      if (option.name === 'compressed') options.level = DEFAULT_LEVEL;
      else if (option.name !== 'deterministic' && option.name !== 'local') badarg();
      continue;
    }
    const [name, value] = option.kind === 'tuple' && option.elements.length === 2 ? option.elements : badarg();
    if (name?.kind !== 'atom') badarg();
    else if (name.name === 'compressed') options.level = integerBetween(value, 0, 9);
    else if (name.name === 'minor_version') options.minorVersion = minorVersion(integerBetween(value, 0, 2));
    else badarg();
  }
  return options;
}

function minorVersion(value: number): 0 | 1 | 2 {
  return value === 0 ? 0 : value === 1 ? 1 : 2;
}

function encode(term: Term | undefined, options: EncodeOptions): Uint8Array {
  let plain: Uint8Array;
  try {
    plain = encodeExternalTerm(term ?? badarg(), options);
  } catch (error) {
    if (error instanceof ExternalTermEncodeError) return badarg();
    throw error;
  }
  if (options.level === 0) return plain;
  const compressed = zlibSync(plain.subarray(1), { level: options.level as 6 });
  // As OTP: what would not become smaller stays as it is.
  if (compressed.length + 6 >= plain.length) return plain;
  const bytes = new Uint8Array(6 + compressed.length);
  bytes.set([131, 80]);
  new DataView(bytes.buffer).setUint32(2, plain.length - 1);
  bytes.set(compressed, 6);
  return bytes;
}

/** True if a term has only atoms that there are already, and no new external funs. */
function isSafe(term: Term, context: BifContext): boolean {
  const pending: Term[] = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case 'atom':
        if (!context.hasAtom(next.name)) return false;
        break;
      case 'list':
        for (const element of next.elements) pending.push(element);
        pending.push(next.tail);
        break;
      case 'tuple':
        for (const element of next.elements) pending.push(element);
        break;
      case 'map':
        for (const pair of next.pairs) pending.push(...pair);
        break;
      case 'fun':
        if (!context.hasAtom(next.module)) return false;
        pending.push(...next.free);
        break;
      case 'export':
        if (!context.isExported(next.module, next.function, next.arity)) return false;
        break;
      default:
    }
  }
  return true;
}

function decode(data: Term | undefined, options: Term | undefined, context: BifContext): Term {
  let safe = false;
  let used = false;
  for (const option of elementsOf(options)) {
    if (option.kind !== 'atom') badarg();
    else if (option.name === 'safe') safe = true;
    else if (option.name === 'used') used = true;
    else badarg();
  }
  let decoded: { readonly term: Term; readonly size: number };
  try {
    decoded = decodeExternalTermPrefix(bytesOf(data));
  } catch (error) {
    if (error instanceof ExternalTermError) return badarg();
    throw error;
  }
  if (safe && !isSafe(decoded.term, context)) badarg();
  if (hasDuplicateKeys(decoded.term)) badarg();
  return used ? tuple(decoded.term, integer(decoded.size)) : decoded.term;
}

/** A term with the pairs of its maps in an order that only depends on them. */
function canonical(term: Term): Term {
  switch (term.kind) {
    case 'map': {
      const pairs = term.pairs.map(([key, value]): [Term, Term] => [canonical(key), canonical(value)]);
      const byText = pairs.map((pair): [string, [Term, Term]] => [String(encodeExternalTerm(pair[0])), pair]);
      byText.sort(([a], [b]) => (a < b ? -1 : 1));
      return { kind: 'map', pairs: byText.map(([, pair]) => pair) };
    }
    case 'list':
      return { kind: 'list', elements: term.elements.map(canonical), tail: canonical(term.tail) };
    case 'tuple':
      return { kind: 'tuple', elements: term.elements.map(canonical) };
    default:
      return term;
  }
}

/** True if a map in a term has a key twice. */
function hasDuplicateKeys(term: Term): boolean {
  const pending: Term[] = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'list') {
      for (const element of next.elements) pending.push(element);
      pending.push(next.tail);
    } else if (next.kind === 'tuple') {
      for (const element of next.elements) pending.push(element);
    } else if (next.kind === 'fun') {
      pending.push(...next.free);
    } else if (next.kind === 'map') {
      const keys = new Set(next.pairs.map(([key]) => String(encodeExternalTerm(canonical(key)))));
      if (keys.size < next.pairs.length) return true;
      for (const pair of next.pairs) pending.push(...pair);
    }
  }
  return false;
}

const plain = (context: BifContext): EncodeOptions => ({ minorVersion: defaultVersion(context), level: 0 });

/** Atoms are in UTF-8 by default since OTP 26. */
function defaultVersion({ otpRelease }: BifContext): 1 | 2 {
  return otpRelease >= 26 ? 2 : 1;
}

/** The external term format. */
export const externalTermBifs: HostBifs = {
  'erlang:term_to_binary/1': ([term], context) => binary(encode(term, plain(context))),
  'erlang:term_to_binary/2': ([term, options], context) => binary(encode(term, encodeOptions(options, context))),
  'erlang:term_to_iovec/1': ([term], context) => iovec(encode(term, plain(context))),
  'erlang:term_to_iovec/2': ([term, options], context) => iovec(encode(term, encodeOptions(options, context))),
  'erlang:external_size/1': ([term], context) => integer(encode(term, plain(context)).length),
  'erlang:external_size/2': ([term, options], context) => integer(encode(term, { ...encodeOptions(options, context), level: 0 }).length),
  'erlang:binary_to_term/1': ([data], context) => decode(data, { kind: 'nil' }, context),
  'erlang:binary_to_term/2': ([data, options], context) => decode(data, options, context),
};

function iovec(bytes: Uint8Array): Term {
  return { kind: 'list', elements: [binary(bytes)], tail: { kind: 'nil' } };
}
