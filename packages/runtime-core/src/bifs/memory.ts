import type { Term } from '@beamline/beam-file';
import { atom, integer, list, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

/** What `erlang:memory/0` tells, in its order. */
const ITEMS = ['total', 'processes', 'processes_used', 'system', 'atom', 'atom_used', 'binary', 'code', 'ets'] as const;

/**
 * What `erlang:memory` tells, in bytes: of the blocks of the machine's memory, and of what counts as such. The whole is that of processes and of the
 * system, which the rest is part of.
 */
export function memoryItems({ processes, info, memoryUse }: BifContext): Readonly<Record<(typeof ITEMS)[number], number>> {
  let allocated = 0;
  let used = 0;
  for (const context of processes.all()) {
    const bytes = info.bytes(context);
    allocated += bytes.allocated;
    used += bytes.used;
  }
  const { total, atoms, usedByAtoms, binaries, code, tables } = memoryUse();
  return {
    total,
    processes: allocated,
    processes_used: used,
    system: total - allocated,
    atom: atoms,
    atom_used: usedByAtoms,
    binary: binaries,
    code,
    ets: tables,
  };
}

/** What `erlang:memory/0` returns. */
export function memoryTerm(machine: BifContext): Term {
  const items = memoryItems(machine);
  return list(ITEMS.map((name) => tuple(atom(name), integer(items[name]))));
}

/** The memory that the machine uses. */
export const memoryBifs: HostBifs = {
  // @bif inErlang
  'erlang:memory/0': (_, machine) => memoryTerm(machine),
  // @bif inErlang
  'erlang:memory/1': ([what], machine) => {
    const items = memoryItems(machine);
    const one = (name: Term): Term => {
      const known = ITEMS.find((each) => each === atomOf(name));
      return known === undefined ? badarg() : integer(items[known]);
    };
    if (what?.kind === 'nil') return what;
    if (what?.kind !== 'list') return what === undefined ? badarg() : one(what);
    const pairs = what.elements.map((name) => tuple(name, one(name)));
    // In OTP this is a function in Erlang.
    if (what.tail.kind !== 'nil') throw new BifFailure('function_clause');
    return list(pairs);
  },
};
