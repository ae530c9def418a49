import type { Term } from '@beamline/beam-file';
import { badarg } from '../values/refusal.js';
import type { Delivery } from './listener.js';

/** The options of `js:listen/3`. */
export interface ListenOptions {
  /** The properties that are read of an event; undefined for the event itself. */
  readonly properties: readonly Term[] | undefined;
  readonly preventDefault: boolean;
  readonly stopPropagation: boolean;
  readonly once: boolean;
  readonly capture: boolean;
  /** Undefined for what the target does by itself. */
  readonly passive: boolean | undefined;
  readonly delivery: Delivery;
}

const KNOWN: ReadonlySet<string> = new Set(['properties', 'prevent_default', 'stop_propagation', 'once', 'capture', 'passive', 'deliver']);

/** Reads the options, a map. Raises badarg for what is none. */
export function listenOptions(term: Term | undefined): ListenOptions {
  if (term?.kind !== 'map') return badarg();
  const given = new Map(term.pairs.map(([key, value]) => [key.kind === 'atom' && KNOWN.has(key.name) ? key.name : badarg(), value]));
  const flag = (name: string): boolean | undefined => {
    const value = given.get(name);
    if (value === undefined) return undefined;
    return value.kind === 'atom' && (value.name === 'true' || value.name === 'false') ? value.name === 'true' : badarg();
  };
  return {
    properties: properties(given.get('properties')),
    preventDefault: flag('prevent_default') ?? false,
    stopPropagation: flag('stop_propagation') ?? false,
    once: flag('once') ?? false,
    capture: flag('capture') ?? false,
    passive: flag('passive'),
    delivery: delivery(given.get('deliver')),
  };
}

function properties(term: Term | undefined): readonly Term[] | undefined {
  if (term === undefined) return undefined;
  if (term.kind === 'nil') return [];
  return term.kind === 'list' && term.tail.kind === 'nil' ? term.elements : badarg();
}

function delivery(term: Term | undefined): Delivery {
  if (term === undefined) return 'all';
  if (term.kind === 'atom') return term.name === 'all' || term.name === 'latest' ? term.name : badarg();
  const [tag, count] = term.kind === 'tuple' ? term.elements : [];
  if (tag?.kind !== 'atom' || tag.name !== 'credit' || count?.kind !== 'integer' || typeof count.value !== 'number') return badarg();
  return count.value > 0 ? count.value : badarg();
}
