import type { Term } from '@beamline/beam-file';
import { atom, integer, list, tuple } from '../terms/plain-terms.js';
import type { Connection } from './connection.js';

/** The flag that `net_kernel:monitor_nodes/1,2` sets, alone or in a pair with its options. */
const FLAG = 'monitor_nodes';

/** What a subscription of node events asks for. */
interface Subscription {
  /** Kinds of nodes that it is about. */
  readonly nodes: 'visible' | 'hidden' | 'all';
  /** What its messages tell, in the order in which a list does; undefined for messages without. */
  readonly items: ReadonlySet<string> | undefined;
  /** True if they tell it in a map. */
  readonly isMap: boolean;
}

/** Reads the options as `net_kernel` gives them, a map: `list` says that they were a list. */
function subscription(options: Term): Subscription {
  const items = new Set<string>();
  let nodes: Subscription['nodes'] = 'visible';
  let isMap = true;
  for (const [key, value] of options.kind === 'map' ? options.pairs : []) {
    if (key.kind !== 'atom' || value.kind !== 'atom') continue;
    if (key.name === 'list') {
      isMap = value.name !== 'true';
    } else if (key.name === 'node_type') {
      items.add(key.name);
      if (value.name === 'hidden' || value.name === 'all') nodes = value.name;
    } else if (value.name === 'true') {
      items.add(key.name);
    }
  }
  // Of an empty list nothing is told.
  return { nodes, items: isMap || items.size > 0 ? items : undefined, isMap };
}

/** What a subscription is told of an event; undefined if it is about other nodes. */
function messageFor(options: Term | undefined, event: string, connection: Connection, reason: Term | undefined): Term | undefined {
  const plain = tuple(atom(event), atom(connection.node));
  const { nodes, items, isMap } = options === undefined ? { nodes: 'visible', items: undefined, isMap: false } : subscription(options);
  if (nodes !== 'all' && (nodes === 'hidden') !== connection.isHidden) return undefined;
  if (items === undefined) return plain;
  const facts: [string, Term | undefined][] = [
    ['connection_id', integer(connection.id)],
    ['nodedown_reason', reason],
    ['node_type', atom(connection.isHidden ? 'hidden' : 'visible')],
  ];
  const told = facts.flatMap(([name, value]): [Term, Term][] => (value !== undefined && items.has(name) ? [[atom(name), value]] : []));
  const info: Term = isMap ? { kind: 'map', pairs: told } : list(told.map(([name, value]) => tuple(name, value)));
  return tuple(atom(event), atom(connection.node), info);
}

/**
 * What a process is told when a node comes or goes: a message for each time that it has asked.
 * @param flags - the flags of the process that are kept for it, a map
 * @param reason - why a node has gone
 */
export function nodeMonitorMessages(
  flags: Term,
  event: 'nodeup' | 'nodedown',
  connection: Connection,
  reason: Term | undefined,
): readonly Term[] {
  if (flags.kind !== 'map') return [];
  return flags.pairs.flatMap(([flag, times]) => {
    const isPair = flag.kind === 'tuple' && flag.elements.length === 2;
    const [name, options] = isPair ? flag.elements : [flag];
    if (name?.kind !== 'atom' || name.name !== FLAG || times.kind !== 'integer') return [];
    const message = messageFor(options, event, connection, reason);
    return message === undefined ? [] : new Array<Term>(Number(times.value)).fill(message);
  });
}
