import type { Term } from '@beamline/beam-file';
import { LOCAL_NODE } from '../terms/identifiers.js';
import { atom, integer, list, tuple } from '../terms/plain-terms.js';
import { freshReference } from '../terms/resource-term.js';
import { atomOf, badarg, elementsOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

// There is no distribution that a node could be part of.

const NODE_KINDS: ReadonlySet<string> = new Set(['visible', 'hidden', 'connected', 'this', 'known']);

/** The nodes of some kinds: this one, or none. */
function nodesOf(kinds: Term | undefined): readonly Term[] {
  const wanted = kinds?.kind === 'atom' ? [kinds.name] : elementsOf(kinds).map(atomOf);
  if (!wanted.every((kind) => NODE_KINDS.has(kind))) return badarg();
  return wanted.some((kind) => kind === 'this' || kind === 'known') ? [atom(LOCAL_NODE)] : [];
}

/** What is asked for of nodes: the atoms that are true. */
function wantedInfo(options: Term | undefined): readonly [Term, Term][] {
  const pairs = options?.kind === 'map' ? options.pairs : badarg();
  return pairs.flatMap(([key, value]): [Term, Term][] => {
    const name = key.kind === 'atom' ? key.name : '';
    if (value.kind !== 'atom' || (value.name !== 'true' && value.name !== 'false')) return badarg();
    if (name !== 'connection_id' && name !== 'node_type') return badarg();
    return value.name === 'true' ? [[key, atom(name === 'node_type' ? 'this' : 'undefined')]] : [];
  });
}

function unsupported(): never {
  throw new BifFailure('notsup');
}

/** Other nodes. */
/** Only the own node can be watched, for nothing happens to it. */
function monitorNode(node: Term | undefined, flag: Term | undefined): Term {
  if (atomOf(node) !== LOCAL_NODE) throw new BifFailure('notalive');
  return ['true', 'false'].includes(atomOf(flag)) ? atom('true') : badarg();
}

export const distributionBifs: HostBifs = {
  'erlang:setnode/2': () => badarg(),
  'erlang:setnode/3': () => badarg(),
  'erlang:is_alive/0': () => atom('false'),
  'erlang:nodes/0': () => list([]),
  'erlang:nodes/1': ([kinds]) => list(nodesOf(kinds)),
  'erlang:nodes/2': ([kinds, options]) => {
    const info: Term = { kind: 'map', pairs: wantedInfo(options) };
    return list(nodesOf(kinds).map((node) => tuple(node, info)));
  },
  'erlang:get_cookie/0': () => atom('nocookie'),
  'erlang:monitor_node/2': ([node, flag]) => monitorNode(node, flag),
  'erlang:monitor_node/3': ([node, flag, options]) => {
    const isProper = options?.kind === 'nil' || (options?.kind === 'list' && options.tail.kind === 'nil');
    const allowed = isProper && elementsOf(options).every((option) => option.kind === 'atom' && option.name === 'allow_passive_connect');
    if (!allowed) throw new BifFailure('badarg', 'badopt');
    return monitorNode(node, flag);
  },
  // What is no node is not connected either.
  'erlang:disconnect_node/1': () => atom('ignored'),
  'erlang:dist_ctrl_get_data/1': unsupported,
  'erlang:dist_ctrl_get_data_notification/1': unsupported,
  'erlang:dist_ctrl_get_opt/2': unsupported,
  'erlang:dist_ctrl_input_handler/2': unsupported,
  'erlang:dist_ctrl_put_data/2': () => badarg(),
  'erlang:dist_ctrl_set_opt/3': unsupported,
  'erlang:dist_get_stat/1': () => badarg(),
  'erts_internal:get_creation/0': () => integer(0),
  'erts_internal:get_dflags/0': () => list([]),
  'erts_internal:abort_pending_connection/2': () => badarg(),
  'erts_internal:create_dist_channel/3': () => atom('badarg'),
  'erts_internal:new_connection/1': ([node]) => {
    if (atomOf(node) === LOCAL_NODE) return badarg();
    return tuple(integer(0), freshReference());
  },
  'erts_internal:dist_spawn_request/4': ([node, , , kind], { processes }) => {
    atomOf(node);
    const reference = freshReference();
    const tag = kind?.kind === 'atom' && kind.name === 'spawn_request' ? atom('spawn_reply') : (kind ?? badarg());
    processes.sendToRunning(tuple(tag, reference, atom('error'), atom('noconnection')));
    return reference;
  },
};
