/** What the machine has of the functions that are not compiled: those of `erlang`, `lists` and `maps` that the programs call. */
import { decodeExternalTerm, encodeExternalTerm, formatFloat, type Term } from '@beamline/beam-file';
import { atom, bool, compareTerms, findKey, integer, list, nil, sortedPairs, tuple } from './term-order.js';

/** An exception. */
export class Raised extends Error {
  constructor(
    readonly kind: 'error' | 'exit' | 'throw',
    readonly reason: Term,
  ) {
    super(kind);
  }
}

const error = (reason: string): never => {
  throw new Raised('error', atom(reason));
};
const badarg = (): never => error('badarg');
const badarith = (): never => error('badarith');

/** A native; calls of funs go through the machine. */
export type Native = (args: readonly Term[]) => Term;

const big = (term: Term | undefined): bigint => (term?.kind === 'integer' ? BigInt(term.value) : badarith());
const int = (term: Term | undefined): number => (term?.kind === 'integer' ? Number(term.value) : badarg());
const elementsOf = (term: Term | undefined): readonly Term[] =>
  term?.kind === 'nil' ? [] : term?.kind === 'list' && term.tail.kind === 'nil' ? term.elements : badarg();
const tupleOf = (term: Term | undefined): readonly Term[] => (term?.kind === 'tuple' ? term.elements : badarg());
const nameOf = (term: Term | undefined): string => (term?.kind === 'atom' ? term.name : badarg());
const pairsOf = (term: Term | undefined): readonly (readonly [Term, Term])[] => {
  if (term?.kind === 'map') return term.pairs;
  throw new Raised('error', tuple(atom('badmap'), term ?? nil));
};
const bitsOf = (term: Term | undefined): Extract<Term, { kind: 'bitstring' }> => (term?.kind === 'bitstring' ? term : badarg());
const number = (term: Term | undefined): number => (term?.kind === 'integer' || term?.kind === 'float' ? Number(term.value) : badarith());
const float = (value: number): Term => (Number.isFinite(value) ? { kind: 'float', value } : badarith());

function arithmetic(whole: (a: bigint, z: bigint) => bigint, real: (a: number, z: number) => number): Native {
  return ([a, z]) => (a?.kind === 'float' || z?.kind === 'float' ? float(real(number(a), number(z))) : integer(whole(big(a), big(z))));
}

function integers(operation: (a: bigint, z: bigint) => bigint): Native {
  return ([a, z]) => integer(operation(big(a), big(z)));
}

function comparison(holds: (order: number) => boolean, exact = false): Native {
  return ([a = nil, z = nil]) => bool(holds(compareTerms(a, z, exact)));
}

const nonZero = (value: bigint): bigint => (value === 0n ? badarith() : value);
const isKind =
  (...kinds: readonly Term['kind'][]): Native =>
  ([term]) =>
    bool(term !== undefined && kinds.includes(term.kind));

/** Rounds half away from zero. */
const round = (value: number): bigint => {
  const below = Math.floor(Math.abs(value));
  return BigInt(Math.sign(value) * (Math.abs(value) - below >= 0.5 ? below + 1 : below));
};
const toInteger =
  (convert: (value: number) => bigint): Native =>
  ([term]) =>
    term?.kind === 'integer' ? term : term?.kind === 'float' ? integer(convert(term.value)) : badarg();

const shift = (a: bigint, z: bigint): bigint => (z >= 0n ? a << (z > 100000n ? error('system_limit') : z) : a >> -z);
const charlist = (text: string): Term => list([...text].map((character) => integer(character.codePointAt(0) ?? 0)));
const text = (term: Term | undefined): string =>
  String.fromCodePoint(...elementsOf(term).map((each) => (int(each) >= 0 && int(each) <= 0x10ffff ? int(each) : badarg())));
const binary = (bytes: Uint8Array): Term => ({ kind: 'bitstring', bytes, bitSize: 8 * bytes.length });
const bytesOf = (term: Term | undefined): Uint8Array => {
  const found = bitsOf(term);
  return found.bitSize % 8 === 0 ? found.bytes : badarg();
};

function ioList(term: Term | undefined, into: number[]): void {
  if (term?.kind === 'bitstring') into.push(...bytesOf(term));
  else if (term?.kind === 'list') {
    for (const each of term.elements) {
      if (each.kind === 'integer') into.push(int(each) >= 0 && int(each) < 256 ? int(each) : badarg());
      else ioList(each, into);
    }
    if (term.tail.kind === 'bitstring') ioList(term.tail, into);
    else if (term.tail.kind !== 'nil') badarg();
  } else if (term?.kind !== 'nil') badarg();
}

function parseInteger(digits: string): Term {
  return /^[+-]?\d+$/.test(digits) ? integer(digits.startsWith('+') ? BigInt(digits.slice(1)) : BigInt(digits)) : badarg();
}

function subtract(from: readonly Term[], what: readonly Term[]): Term {
  const left = [...from];
  for (const each of what) {
    const at = left.findIndex((one) => compareTerms(one, each, true) === 0);
    if (at >= 0) left.splice(at, 1);
  }
  return list(left);
}

function put(pairs: readonly (readonly [Term, Term])[], key: Term, value: Term): Term {
  const at = findKey(pairs, key);
  return { kind: 'map', pairs: at < 0 ? [...pairs, [key, value]] : pairs.with(at, [pairs[at]?.[0] ?? key, value]) };
}

const dictionary: { pairs: readonly (readonly [Term, Term])[] } = { pairs: [] };

function fromDictionary(key: Term): Term {
  return dictionary.pairs[findKey(dictionary.pairs, key)]?.[1] ?? atom('undefined');
}

/** Forgets the process dictionary. */
export function resetNatives(): void {
  dictionary.pairs = [];
}

const erlang: Readonly<Record<string, Native>> = {
  '+/2': arithmetic(
    (a, z) => a + z,
    (a, z) => a + z,
  ),
  '-/2': arithmetic(
    (a, z) => a - z,
    (a, z) => a - z,
  ),
  '*/2': arithmetic(
    (a, z) => a * z,
    (a, z) => a * z,
  ),
  '+/1': ([a]) => (a?.kind === 'float' ? a : integer(big(a))),
  '-/1': ([a]) => (a?.kind === 'float' ? float(-a.value) : integer(-big(a))),
  '//2': ([a, z]) => (number(z) === 0 ? badarith() : float(number(a) / number(z))),
  'div/2': integers((a, z) => a / nonZero(z)),
  'rem/2': integers((a, z) => a % nonZero(z)),
  'band/2': integers((a, z) => a & z),
  'bor/2': integers((a, z) => a | z),
  'bxor/2': integers((a, z) => a ^ z),
  'bnot/1': ([a]) => integer(~big(a)),
  'bsl/2': integers(shift),
  'bsr/2': integers((a, z) => shift(a, -z)),
  'abs/1': ([a]) => {
    if (a?.kind === 'float') return float(Math.abs(a.value));
    if (a?.kind !== 'integer') return badarg();
    return integer(BigInt(a.value) < 0n ? -BigInt(a.value) : BigInt(a.value));
  },
  'float/1': ([a]) => {
    if (a?.kind !== 'integer' && a?.kind !== 'float') return badarg();
    return Number.isFinite(Number(a.value)) ? { kind: 'float', value: Number(a.value) } : badarg();
  },
  'trunc/1': toInteger((value) => BigInt(Math.trunc(value))),
  'round/1': toInteger(round),
  'floor/1': toInteger((value) => BigInt(Math.floor(value))),
  'ceil/1': toInteger((value) => BigInt(Math.ceil(value))),
  '==/2': comparison((order) => order === 0),
  '/=/2': comparison((order) => order !== 0),
  '=:=/2': comparison((order) => order === 0, true),
  '=/=/2': comparison((order) => order !== 0, true),
  '</2': comparison((order) => order < 0),
  '=</2': comparison((order) => order <= 0),
  '>/2': comparison((order) => order > 0),
  '>=/2': comparison((order) => order >= 0),
  'max/2': ([a = nil, z = nil]) => (compareTerms(a, z) >= 0 ? a : z),
  'min/2': ([a = nil, z = nil]) => (compareTerms(a, z) <= 0 ? a : z),
  'not/1': ([a]) => logical(a, (value) => !value),
  'and/2': ([a, z]) => logical(a, (value) => truth(z) && value),
  'or/2': ([a, z]) => logical(a, (value) => truth(z) || value),
  'xor/2': ([a, z]) => logical(a, (value) => truth(z) !== value),
  'is_integer/1': isKind('integer'),
  'is_float/1': isKind('float'),
  'is_number/1': isKind('integer', 'float'),
  'is_atom/1': isKind('atom'),
  'is_list/1': isKind('list', 'nil'),
  'is_tuple/1': isKind('tuple'),
  'is_map/1': isKind('map'),
  'is_bitstring/1': isKind('bitstring'),
  'is_binary/1': ([term]) => bool(term?.kind === 'bitstring' && term.bitSize % 8 === 0),
  'is_function/1': isKind('fun', 'export'),
  'is_function/2': ([term, arity]) => {
    if (int(arity) < 0) return badarg();
    return bool((term?.kind === 'fun' || term?.kind === 'export') && term.arity === int(arity));
  },
  'is_boolean/1': ([term]) => bool(term?.kind === 'atom' && (term.name === 'true' || term.name === 'false')),
  'is_pid/1': isKind('pid'),
  'is_port/1': isKind('port'),
  'is_reference/1': isKind('reference'),
  'length/1': ([a]) => integer(elementsOf(a).length),
  'hd/1': ([a]) => (a?.kind === 'list' ? (a.elements[0] ?? nil) : badarg()),
  'tl/1': ([a]) => (a?.kind === 'list' ? list(a.elements.slice(1), a.tail) : badarg()),
  '++/2': ([a, z = nil]) => list(elementsOf(a), z),
  '--/2': ([a, z]) => subtract(elementsOf(a), elementsOf(z)),
  'element/2': ([n, t]) => tupleOf(t)[int(n) - 1] ?? badarg(),
  'setelement/3': ([n, t, value = nil]) =>
    int(n) < 1 || int(n) > tupleOf(t).length ? badarg() : tuple(...tupleOf(t).with(int(n) - 1, value)),
  'tuple_size/1': ([t]) => integer(tupleOf(t).length),
  'size/1': ([t]) => integer(t?.kind === 'bitstring' ? t.bitSize >> 3 : tupleOf(t).length),
  'list_to_tuple/1': ([a]) => tuple(...elementsOf(a)),
  'tuple_to_list/1': ([t]) => list(tupleOf(t)),
  'map_size/1': ([m]) => integer(pairsOf(m).length),
  'map_get/2': ([key = nil, m]) => {
    const found = pairsOf(m)[findKey(pairsOf(m), key)];
    if (found === undefined) throw new Raised('error', tuple(atom('badkey'), key));
    return found[1];
  },
  'is_map_key/2': ([key = nil, m]) => bool(findKey(pairsOf(m), key) >= 0),
  'byte_size/1': ([a]) => integer(Math.ceil(bitsOf(a).bitSize / 8)),
  'bit_size/1': ([a]) => integer(bitsOf(a).bitSize),
  'self/0': () => ({ kind: 'pid', node: 'nonode@nohost', id: 1, serial: 0, creation: 0 }),
  'node/0': () => atom('nonode@nohost'),
  'error/1': ([reason = nil]) => {
    throw new Raised('error', reason);
  },
  'error/2': ([reason = nil]) => {
    throw new Raised('error', reason);
  },
  'exit/1': ([reason = nil]) => {
    throw new Raised('exit', reason);
  },
  'throw/1': ([reason = nil]) => {
    throw new Raised('throw', reason);
  },
  'raise/3': ([kind, reason = nil]) => {
    throw new Raised(nameOf(kind) as 'error', reason);
  },
  'integer_to_list/1': ([a]) => charlist(String(a?.kind === 'integer' ? a.value : badarg())),
  'integer_to_binary/1': ([a]) => binary(new TextEncoder().encode(String(a?.kind === 'integer' ? a.value : badarg()))),
  'list_to_integer/1': ([a]) => parseInteger(text(a)),
  'binary_to_integer/1': ([a]) => parseInteger(new TextDecoder().decode(bytesOf(a))),
  'float_to_list/1': ([a]) => charlist(a?.kind === 'float' ? formatFloat(a.value) : badarg()),
  'atom_to_list/1': ([a]) => charlist(nameOf(a)),
  'list_to_atom/1': ([a]) => atom(text(a)),
  'list_to_existing_atom/1': ([a]) => atom(text(a)),
  'atom_to_binary/1': ([a]) => binary(new TextEncoder().encode(nameOf(a))),
  'atom_to_binary/2': ([a]) => binary(new TextEncoder().encode(nameOf(a))),
  'binary_to_list/1': ([a]) => list([...bytesOf(a)].map(integer)),
  'list_to_binary/1': ([a]) => (a?.kind === 'bitstring' ? badarg() : ioBinary(a)),
  'iolist_to_binary/1': ([a]) => ioBinary(a),
  'binary_part/3': ([a, from, length]) => {
    const bytes = bytesOf(a);
    const [start, end] = [int(from), int(from) + int(length)].toSorted((x, y) => x - y);
    return start === undefined || end === undefined || start < 0 || end > bytes.length ? badarg() : binary(bytes.slice(start, end));
  },
  'term_to_binary/1': ([a = nil]) => binary(encodeExternalTerm(a)),
  'binary_to_term/1': ([a]) => decodeExternalTerm(bytesOf(a)),
  'put/2': ([key = nil, value = nil]) => {
    const before = fromDictionary(key);
    const after = put(dictionary.pairs, key, value);
    if (after.kind === 'map') dictionary.pairs = after.pairs;
    return before;
  },
  'get/1': ([key = nil]) => fromDictionary(key),
  'erase/1': ([key = nil]) => {
    const before = fromDictionary(key);
    dictionary.pairs = dictionary.pairs.filter(([each]) => compareTerms(each, key, true) !== 0);
    return before;
  },
};

const truth = (term: Term | undefined): boolean =>
  term?.kind === 'atom' && (term.name === 'true' || term.name === 'false') ? term.name === 'true' : badarg();

function logical(term: Term | undefined, operation: (value: boolean) => boolean): Term {
  return bool(operation(truth(term)));
}

function ioBinary(term: Term | undefined): Term {
  const bytes: number[] = [];
  ioList(term, bytes);
  return binary(Uint8Array.from(bytes));
}

const lists: Readonly<Record<string, Native>> = {
  'reverse/1': ([a]) => list(elementsOf(a).toReversed()),
  'reverse/2': ([a, tail = nil]) => list(elementsOf(a).toReversed(), tail),
  'member/2': ([what = nil, a]) => bool(elementsOf(a).some((each) => compareTerms(each, what, true) === 0)),
  'seq/2': ([from, to]) =>
    int(to) < int(from) - 1
      ? error('function_clause')
      : list(Array.from({ length: int(to) - int(from) + 1 }, (_, i) => integer(int(from) + i))),
  'keyfind/3': ([key = nil, n, a]) =>
    elementsOf(a).find((each) => each.kind === 'tuple' && compareTerms(each.elements[int(n) - 1] ?? atom(' '), key) === 0) ?? bool(false),
  'sublist/2': ([a, n]) => list(elementsOf(a).slice(0, int(n))),
};

const maps: Readonly<Record<string, Native>> = {
  'keys/1': ([m]) => list(sortedPairs(pairsOf(m)).map(([key]) => key)),
  'values/1': ([m]) => list(sortedPairs(pairsOf(m)).map(([, value]) => value)),
  'remove/2': ([key = nil, m]) => ({ kind: 'map', pairs: pairsOf(m).filter(([each]) => compareTerms(each, key, true) !== 0) }),
  'from_list/1': ([a]) =>
    elementsOf(a).reduce<Term>((map, each) => put(pairsOf(map), tupleOf(each)[0] ?? badarg(), tupleOf(each)[1] ?? badarg()), {
      kind: 'map',
      pairs: [],
    }),
  'find/2': ([key = nil, m]) => {
    const found = pairsOf(m)[findKey(pairsOf(m), key)];
    return found === undefined ? atom('error') : tuple(atom('ok'), found[1]);
  },
  'merge/2': ([a, z]) => pairsOf(z).reduce<Term>((map, [key, value]) => put(pairsOf(map), key, value), { kind: 'map', pairs: pairsOf(a) }),
};

const MODULES: Readonly<Record<string, Readonly<Record<string, Native>>>> = { erlang, lists, maps };

/** A native by its name; undefined if there is none. */
export function native(module: string, name: string, arity: number): Native | undefined {
  return MODULES[module]?.[`${name}/${arity}`];
}
