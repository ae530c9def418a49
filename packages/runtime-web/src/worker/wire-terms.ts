import type { FunTerm, ReferenceTerm } from '@beamline/beam-file';
import { toValue, type UserNative } from '@beamline/runtime-core';

/** A replacement for a part of a value; undefined to go on inside of it. */
export type Replace = (value: object) => unknown;

/**
 * A value with parts of it replaced: what has none is the same object. Goes into arrays and plain objects, so that terms may be anywhere in it.
 */
export function replaced(value: unknown, replace: Replace): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const replacement = replace(value);
  if (replacement !== undefined) return replacement;
  if (Array.isArray(value)) return replacedArray(value, replace);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, part] of Object.entries(value) as [string, unknown][]) {
    const changed = replaced(part, replace);
    if (changed === part) continue;
    copy ??= { ...value };
    copy[name] = changed;
  }
  return copy ?? value;
}

function replacedArray(values: readonly unknown[], replace: Replace): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < values.length; i++) {
    const changed = replaced(values[i], replace);
    if (changed === values[i]) continue;
    copy ??= values.slice();
    copy[i] = changed;
  }
  return copy ?? values;
}

/** A function in JavaScript on its way: a fun whose number the page knows. */
export interface WireFunction {
  readonly wire: 'function';
  readonly id: number;
  readonly arity: number;
}

/** A value of the page on its way, by the number that the page knows it by. */
export interface WireValue {
  readonly wire: 'value';
  readonly id: number;
  /** True for what was thrown. */
  readonly isThrown: boolean;
}

/** A value of the page as the cause of an error: itself, not a reference to it. */
export interface WireCause {
  readonly wire: 'cause';
  readonly id: number;
}

/** Something of the Worker's that a reference is to, which the Worker keeps for its page. */
export interface WireKept {
  readonly wire: 'kept';
  readonly id: number;
  /** The words of the reference. */
  readonly ids: readonly number[];
}

/** True for one of these. */
export function isWire(value: object): value is WireFunction | WireValue | WireCause | WireKept {
  return 'wire' in value;
}

/** A reference as plain data, as far as another thread understands it; undefined for anything else. */
export function plainReference(value: object): ReferenceTerm | undefined {
  if (!('kind' in value) || value.kind !== 'reference') return undefined;
  const { node, creation, ids } = value as ReferenceTerm;
  return { kind: 'reference', node, creation, ids: [...ids] };
}

/** The function that a fun was made of; undefined for other funs and anything else. */
export function functionOf(value: object): { readonly implementation: UserNative; readonly arity: number } | undefined {
  if (!('kind' in value) || value.kind !== 'fun') return undefined;
  const fun = value as FunTerm;
  const implementation = toValue(fun);
  return typeof implementation === 'function' ? { implementation: implementation as UserNative, arity: fun.arity } : undefined;
}
