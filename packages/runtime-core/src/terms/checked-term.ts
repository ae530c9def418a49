import type { Term } from '@beamline/beam-file';
import { atomProblem, ConversionBudget, largeIntegerBytes, MAXIMUM_TERM_NESTING, TOO_LARGE } from './conversion-limits.js';
import { HostFunTerm } from './host-fun-term.js';
import { KeptReference } from './kept-reference.js';
import { plainBytes } from './plain-bytes.js';
import { ResourceTerm } from './resource-term.js';
import { TermConversionError } from './term-conversion-error.js';
import { isInstance, thrownText } from './thrown-values.js';

/** Parts of a term that remain to be checked. */
interface Parts {
  readonly values: readonly unknown[];
  next: number;
  /** Where the terms go. */
  put(index: number, term: Term): void;
  step(index: number): string;
}

/** The properties that terms have, each of which may be anything. */
interface TermFields {
  readonly arity?: unknown;
  readonly bitSize?: unknown;
  readonly bytes?: unknown;
  readonly creation?: unknown;
  readonly elements?: unknown;
  readonly exported?: unknown;
  readonly fields?: unknown;
  readonly free?: unknown;
  readonly function?: unknown;
  readonly id?: unknown;
  readonly ids?: unknown;
  readonly index?: unknown;
  readonly kind?: unknown;
  readonly module?: unknown;
  readonly name?: unknown;
  readonly node?: unknown;
  readonly oldIndex?: unknown;
  readonly oldUniq?: unknown;
  readonly pairs?: unknown;
  readonly pid?: unknown;
  readonly serial?: unknown;
  readonly tail?: unknown;
  readonly uniq?: unknown;
  readonly value?: unknown;
}

/** Most elements of a tuple, as in OTP. */
const MOST_ELEMENTS = 2 ** 24 - 1;
const MOST_REFERENCE_WORDS = 5;
const GREATEST_WORD = 2 ** 32 - 1;
const MD5_BYTES = 16;
const MOST_ARGUMENTS = 255;
/** Steps that an error names at most. */
const MOST_STEPS = 8;

/**
 * A copy of a plain term that someone in JavaScript has made: they are held to no type, and may have made an object that is not the same when
 * it is looked at again. Nesting costs no native stack. Throws TermConversionError.
 */
export function checkedTerm(term: unknown, where: string, budget: ConversionBudget = new ConversionBudget()): Term {
  return checkedTerms([term], budget, () => where)[0] ?? { kind: 'nil' };
}

/** As `checkedTerm`, the terms of the arguments of a call. */
export function checkedArguments(terms: unknown): Term[] {
  if (!isArray(terms)) throw new TermConversionError('the arguments of a call must be an array', typeof terms);
  return checkedTerms(terms, new ConversionBudget(), (index) => `arguments[${index}]`);
}

function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

function checkedTerms(terms: readonly unknown[], budget: ConversionBudget, where: (index: number) => string): Term[] {
  const results: Term[] = [];
  let index = 0;
  try {
    const { length } = terms;
    if (!budget.takeValues(length)) throw new Refusal(TOO_LARGE, 'object');
    for (; index < length; index++) results.push(checkOne(terms[index], budget, where(index)));
  } catch (error) {
    throw located(error, where(index));
  }
  return results;
}

function located(error: unknown, where: string): unknown {
  if (isInstance(error, TermConversionError)) return error;
  if (isInstance(error, Refusal)) return new TermConversionError(error.message, error.kind, where);
  return new TermConversionError(`cannot be looked at: ${thrownText(error)}`, 'object', where, { cause: error });
}

function checkOne(root: unknown, budget: ConversionBudget, where: string): Term {
  const pending: Parts[] = [];
  try {
    const check = new TermCheck(budget, pending);
    const result = check.term(root);
    for (let parts = pending[pending.length - 1]; parts !== undefined; parts = pending[pending.length - 1]) {
      if (parts.next === parts.values.length) {
        pending.pop();
        continue;
      }
      const index = parts.next++;
      parts.put(index, check.term(parts.values[index]));
    }
    return result;
  } catch (error) {
    // Of parts that nothing was looked at yet nothing is wrong.
    const steps = pending.filter(({ next }) => next > 0).map((parts) => parts.step(parts.next - 1));
    if (steps.length > MOST_STEPS) steps.splice(MOST_STEPS / 2, steps.length - MOST_STEPS, '…');
    throw located(error, where + steps.join(''));
  }
}

class Refusal extends Error {
  constructor(
    problem: string,
    readonly kind: string,
  ) {
    super(problem);
  }
}

/** Looks at each property of a term once. */
class TermCheck {
  readonly #budget: ConversionBudget;
  readonly #pending: Parts[];

  /** @param pending - gets the parts of each term, which are to be checked next */
  constructor(budget: ConversionBudget, pending: Parts[]) {
    this.#budget = budget;
    this.#pending = pending;
  }

  #add(values: readonly unknown[], step: (index: number) => string, put: (index: number, term: Term) => void): void {
    if (values.length === 0) return;
    if (this.#pending.length >= MAXIMUM_TERM_NESTING)
      throw new Refusal(`the term is nested more than ${MAXIMUM_TERM_NESTING} levels deep`, 'nesting');
    this.#pending.push({ values, next: 0, put, step });
  }

  term(value: unknown): Term {
    if (value instanceof HostFunTerm || value instanceof ResourceTerm || value instanceof KeptReference) return value;
    if (typeof value !== 'object' || value === null) throw new Refusal(`not a term: ${describe(value)}`, typeof value);
    const fields = value as TermFields;
    const { kind } = fields;
    switch (kind) {
      case 'integer':
        return this.#integer(fields.value);
      case 'float': {
        const float = fields.value;
        if (typeof float !== 'number' || !Number.isFinite(float))
          throw new Refusal('the value of a float must be a finite number', 'float');
        return { kind: 'float', value: float };
      }
      case 'atom':
        return { kind: 'atom', name: name(fields.name) };
      case 'nil':
        return { kind: 'nil' };
      case 'list':
        return this.#list(fields);
      case 'tuple':
        return { kind: 'tuple', elements: this.#terms(fields.elements, 'elements') };
      case 'map':
        return this.#map(fields.pairs);
      case 'bitstring':
        return this.#bitstring(fields);
      case 'pid':
        return {
          kind: 'pid',
          node: name(fields.node),
          id: word(fields.id, 'id'),
          serial: word(fields.serial, 'serial'),
          creation: word(fields.creation, 'creation'),
        };
      case 'port':
        return { kind: 'port', node: name(fields.node), id: portNumber(fields.id), creation: word(fields.creation, 'creation') };
      case 'reference': {
        const ids = this.#array(fields.ids, 'ids').map((id) => word(id, 'ids'));
        if (ids.length === 0 || ids.length > MOST_REFERENCE_WORDS) throw new Refusal(`a reference has ${ids.length} words`, 'reference');
        return { kind: 'reference', node: name(fields.node), creation: word(fields.creation, 'creation'), ids };
      }
      case 'export':
        return { kind: 'export', module: name(fields.module), function: name(fields.function), arity: arity(fields.arity) };
      case 'fun':
        return this.#fun(fields);
      case 'record':
        return this.#record(fields);
      default:
        throw new Refusal(`not a term: its kind is ${describe(kind)}`, 'object');
    }
  }

  #integer(value: unknown): Term {
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value))
        throw new Refusal(`the value of an integer must be a safe integer or a bigint, not ${value}`, 'integer');
      // -0 is not an integer of Erlang.
      return { kind: 'integer', value: value === 0 ? 0 : value };
    }
    if (typeof value !== 'bigint') throw new Refusal(`the value of an integer must be a number, not ${describe(value)}`, 'integer');
    const bytes = largeIntegerBytes(value);
    if (bytes < 0) throw new Refusal('the integer is too large', 'integer');
    this.#takeBytes(bytes, 'integer');
    return { kind: 'integer', value };
  }

  #takeBytes(count: number, kind: string): void {
    if (!this.#budget.takeBytes(count)) throw new Refusal(TOO_LARGE, kind);
  }

  #array(value: unknown, what: string): unknown[] {
    if (!Array.isArray(value)) throw new Refusal(`${what} must be an array, not ${describe(value)}`, 'object');
    const array: readonly unknown[] = value;
    const { length } = array;
    if (!this.#budget.takeValues(length)) throw new Refusal(TOO_LARGE, 'object');
    const copy = new Array<unknown>(length);
    for (let i = 0; i < length; i++) copy[i] = array[i];
    return copy;
  }

  /** The terms of an array, checked later. */
  #terms(value: unknown, what: string): Term[] {
    const values = this.#array(value, what);
    if (values.length > MOST_ELEMENTS) throw new Refusal(`there are ${values.length} ${what}`, 'object');
    const terms = new Array<Term>(values.length);
    this.#add(
      values,
      (i) => `.${what}[${i}]`,
      (i, term) => {
        terms[i] = term;
      },
    );
    return terms;
  }

  #list(fields: TermFields): Term {
    const list: { kind: 'list'; elements: Term[]; tail: Term } = { kind: 'list', elements: [], tail: { kind: 'nil' } };
    this.#add(
      [fields.tail],
      () => '.tail',
      (_, term) => {
        list.tail = term;
      },
    );
    list.elements = this.#terms(fields.elements, 'elements');
    if (list.elements.length === 0) throw new Refusal('a list has one element at least; the empty list is nil', 'list');
    return list;
  }

  #map(value: unknown): Term {
    const pairs: [Term, Term][] = [];
    const parts: unknown[] = [];
    for (const pair of this.#array(value, 'pairs')) {
      const both = this.#array(pair, 'a pair');
      if (both.length !== 2) throw new Refusal(`a pair has ${both.length} terms`, 'map');
      parts.push(...both);
      pairs.push([{ kind: 'nil' }, { kind: 'nil' }]);
    }
    this.#add(
      parts,
      (i) => `.pairs[${i >> 1}][${i % 2}]`,
      (i, term) => {
        const pair = pairs[i >> 1];
        if (pair !== undefined) pair[i % 2] = term;
      },
    );
    return { kind: 'map', pairs };
  }

  #bitstring(fields: TermFields): Term {
    const given = fields.bytes;
    const bitSize = fields.bitSize;
    if (!(given instanceof Uint8Array)) throw new Refusal(`bytes must be a Uint8Array, not ${describe(given)}`, 'bitstring');
    const bytes = plainBytes(given);
    this.#takeBytes(bytes.length, 'bitstring');
    if (typeof bitSize !== 'number' || !Number.isInteger(bitSize) || Math.ceil(bitSize / 8) !== bytes.length)
      throw new Refusal(`bitSize does not belong to ${bytes.length} bytes: ${describe(bitSize)}`, 'bitstring');
    return { kind: 'bitstring', bytes, bitSize };
  }

  #fun(fields: TermFields): Term {
    const { uniq } = fields;
    const bytes = uniq instanceof Uint8Array ? plainBytes(uniq) : undefined;
    if (bytes?.length !== MD5_BYTES) throw new Refusal(`uniq must have ${MD5_BYTES} bytes`, 'fun');
    const fun = {
      kind: 'fun',
      module: name(fields.module),
      arity: arity(fields.arity),
      uniq: bytes,
      index: word(fields.index, 'index'),
      oldIndex: safeInteger(fields.oldIndex, 'oldIndex'),
      oldUniq: safeInteger(fields.oldUniq, 'oldUniq'),
      pid: { kind: 'nil' } as Term,
      free: this.#terms(fields.free, 'free'),
    } as const;
    const result: typeof fun & { pid: Term } = { ...fun };
    this.#add(
      [fields.pid],
      () => '.pid',
      (_, term) => {
        result.pid = term;
      },
    );
    return result;
  }

  #record(fields: TermFields): Term {
    const checked: [string, Term][] = [];
    const values: unknown[] = [];
    for (const field of this.#array(fields.fields, 'fields')) {
      const parts = this.#array(field, 'a field');
      checked.push([name(parts[0]), { kind: 'nil' }]);
      values.push(parts[1]);
    }
    this.#add(
      values,
      (i) => `.fields[${i}][1]`,
      (i, term) => {
        const field = checked[i];
        if (field !== undefined) field[1] = term;
      },
    );
    return {
      kind: 'record',
      module: name(fields.module),
      name: name(fields.name),
      exported: fields.exported === true,
      fields: checked,
    };
  }
}

/** What is wrong, in a word or two. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : `a ${typeof value}`;
}

function name(value: unknown): string {
  const problem = atomProblem(value);
  if (problem !== undefined || typeof value !== 'string') throw new Refusal(problem ?? 'no name', 'atom');
  return value;
}

function word(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > GREATEST_WORD)
    throw new Refusal(`${what} must be an integer of 32 bits, not ${describe(value)}`, 'integer');
  return value;
}

function safeInteger(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Refusal(`${what} must be a safe integer, not ${describe(value)}`, 'integer');
  return value;
}

function arity(value: unknown): number {
  const arityWord = word(value, 'arity');
  if (arityWord > MOST_ARGUMENTS) throw new Refusal(`arity must be at most ${MOST_ARGUMENTS}, not ${arityWord}`, 'fun');
  return arityWord;
}

function portNumber(value: unknown): bigint {
  if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value)
    throw new Refusal('the id of a port must be a bigint of 64 bits', 'port');
  return value;
}
