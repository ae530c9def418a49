import type { Term } from '@beamline/beam-file';
import { boolean, characters, list, tuple } from '../terms/plain-terms.js';
import { badarg, textOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';

/** What programs of each machine have set, over what the host gives; undefined for what they have removed. */
const changes = new WeakMap<BifContext, Map<string, string | undefined>>();

function changesOf(machine: BifContext): Map<string, string | undefined> {
  let found = changes.get(machine);
  if (found === undefined) {
    found = new Map();
    changes.set(machine, found);
  }
  return found;
}

/** The name of a variable. */
function nameOf(term: Term | undefined): string {
  const name = textOf(term);
  return name.includes('=') || name.includes('\0') ? badarg() : name;
}

function variables(machine: BifContext): ReadonlyMap<string, string> {
  const all = new Map(Object.entries(machine.host.environment?.() ?? {}));
  for (const [name, value] of changesOf(machine)) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  return all;
}

/** The environment of the program: that of the host, which its changes do not reach. */
export const environmentBifs: HostBifs = {
  'os:getenv/1': ([term], machine) => {
    const name = nameOf(term);
    const own = changesOf(machine);
    const value = own.has(name) ? own.get(name) : machine.host.environment?.()[name];
    return value === undefined ? boolean(false) : characters(value);
  },
  'os:env/0': (_, machine) => list([...variables(machine)].map(([name, value]) => tuple(characters(name), characters(value)))),
  'os:putenv/2': ([term, value], machine) => {
    const name = nameOf(term);
    const text = textOf(value);
    if (text.includes('\0')) return badarg();
    // There is none without a name.
    if (name !== '') changesOf(machine).set(name, text);
    return boolean(true);
  },
  'os:unsetenv/1': ([term], machine) => {
    const name = nameOf(term);
    if (name !== '') changesOf(machine).set(name, undefined);
    return boolean(true);
  },
};
