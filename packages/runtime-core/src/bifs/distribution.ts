import type { Term } from '@beamline/beam-file';
import { Connection } from '../distribution/connection.js';
import { connectionId, type Distribution } from '../distribution/distribution.js';
import { distributionFlags } from '../distribution/distribution-flags.js';
import { packetBytes } from '../distribution/packets.js';
import type { ProcessCarrier } from '../distribution/process-carrier.js';
import { isOfThisNode, LOCAL_NODE, pidNumber } from '../terms/identifiers.js';
import { atom, binary, boolean, integer, list, tuple } from '../terms/plain-terms.js';
import { ResourceTerm } from '../terms/resource-term.js';
import { atomOf, badarg, elementsOf, integerBetween } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { ioListBytes } from './io-lists.js';

const TRUE = atom('true');

/** Most that a creation is. */
const GREATEST_CREATION = 0xffffffff;

/** What a node is to this one. */
type NodeType = 'this' | 'visible' | 'hidden' | 'known';

interface KnownNode {
  readonly name: string;
  readonly type: NodeType;
  /** Number of the connection, if there is one. */
  readonly id: number | undefined;
}

/** All nodes that are known, this one last, as OTP has them. */
function knownNodes({ connections, isAlive, name }: Distribution): KnownNode[] {
  const others = connections.map((connection): KnownNode => {
    if (connection.state !== 'up') return { name: connection.node, type: 'known', id: undefined };
    return { name: connection.node, type: connection.isHidden ? 'hidden' : 'visible', id: connection.id };
  });
  const former: KnownNode[] = isAlive ? [{ name: LOCAL_NODE, type: 'known', id: undefined }] : [];
  return [...former, ...others, { name, type: 'this', id: undefined }];
}

/** The kinds of nodes that an argument of `nodes/1,2` names, and whether each node is of one. */
function ofKinds(kinds: Term | undefined): (node: KnownNode) => boolean {
  const wanted = new Set(kinds?.kind === 'atom' ? [kinds.name] : elementsOf(kinds).map(atomOf));
  for (const kind of wanted) if (!['visible', 'hidden', 'connected', 'this', 'known'].includes(kind)) return badarg();
  return ({ type }) => wanted.has(type) || wanted.has('known') || (wanted.has('connected') && (type === 'visible' || type === 'hidden'));
}

/** What is asked for of nodes: the names of the items that are true, in their order. */
function wantedItems(options: Term | undefined): string[] {
  const pairs = options?.kind === 'map' ? options.pairs : badarg();
  return pairs.flatMap(([key, value]) => {
    const name = key.kind === 'atom' ? key.name : '';
    if (value.kind !== 'atom' || (value.name !== 'true' && value.name !== 'false')) return badarg();
    if (name !== 'connection_id' && name !== 'node_type') return badarg();
    return value.name === 'true' ? [name] : [];
  });
}

function nodeInfo(node: KnownNode, items: readonly string[]): Term {
  const id = node.id === undefined ? atom('undefined') : integer(node.id);
  return { kind: 'map', pairs: items.map((item) => [atom(item), item === 'node_type' ? atom(node.type) : id]) };
}

/** Has a process be told when a node goes, or takes that back. */
function monitorNode(node: Term | undefined, flag: Term | undefined, { distribution, processes, wake }: BifContext): Term {
  const name = atomOf(node);
  if (!distribution.isAlive && name !== distribution.name) throw new BifFailure('notalive');
  const isOn = atomOf(flag);
  if (isOn !== 'true' && isOn !== 'false') return badarg();
  if (name === distribution.name) return TRUE;
  const number = processes.number(processes.running());
  const isThere = isOn === 'false' || distribution.contextFor(name, true) !== 0;
  const { monitors } = distribution.node(name);
  const count = monitors.get(number) ?? 0;
  if (isOn === 'false') {
    if (count > 1) monitors.set(number, count - 1);
    else monitors.delete(number);
  } else if (isThere) {
    monitors.set(number, count + 1);
  } else {
    processes.sendToRunning(tuple(atom('nodedown'), atom(name)));
    wake();
  }
  return TRUE;
}

/** A term of Erlang for a connection: its number and handle, or its handle alone. */
function connectionOf(handle: Term | undefined, { resources }: BifContext): Connection {
  return resources.find(handle, Connection) ?? badarg();
}

/** The process that carries the connection of a handle. */
function carrierOf(handle: Term | undefined, machine: BifContext): ProcessCarrier {
  return machine.distribution.carrier(connectionOf(handle, machine)) ?? badarg();
}

/** As `carrierOf`, for the process that is the carrier. Fails with notsup where this node has none. */
function ownCarrier(handle: Term | undefined, machine: BifContext): ProcessCarrier {
  if (!machine.distribution.isAlive) throw new BifFailure('notsup');
  const carrier = carrierOf(handle, machine);
  const { processes } = machine;
  return carrier.isCarriedBy(processes.number(processes.running())) ? carrier : badarg();
}

function isGetSize(option: Term | undefined): boolean {
  return option?.kind === 'atom' && option.name === 'get_size';
}

export const distributionBifs: HostBifs = {
  'erlang:setnode/2': ([name, creation], { distribution }) => {
    return distribution.setName(atomOf(name), integerBetween(creation, 0, GREATEST_CREATION)) ? TRUE : badarg();
  },
  // @bif inErlang
  'erlang:is_alive/0': (_, { distribution }) => boolean(distribution.isAlive),
  'erlang:nodes/0': (_, { distribution }) =>
    list(
      knownNodes(distribution)
        .filter(({ type }) => type === 'visible')
        .map(({ name }) => atom(name)),
    ),
  'erlang:nodes/1': ([kinds], { distribution }) =>
    list(
      knownNodes(distribution)
        .filter(ofKinds(kinds))
        .map(({ name }) => atom(name)),
    ),
  'erlang:nodes/2': ([kinds, options], { distribution }) => {
    const items = wantedItems(options);
    const wanted = knownNodes(distribution).filter(ofKinds(kinds));
    return list(wanted.map((node) => tuple(atom(node.name), nodeInfo(node, items))));
  },
  'erlang:monitor_node/2': ([node, flag], machine) => monitorNode(node, flag, machine),
  'erlang:monitor_node/3': ([node, flag, options], machine) => {
    const isProper = options?.kind === 'nil' || (options?.kind === 'list' && options.tail.kind === 'nil');
    const allowed = isProper && elementsOf(options).every((option) => option.kind === 'atom' && option.name === 'allow_passive_connect');
    if (!allowed) throw new BifFailure('badarg', 'badopt');
    return monitorNode(node, flag, machine);
  },
  'erlang:dist_ctrl_get_data/1': ([handle], machine) => {
    const carrier = ownCarrier(handle, machine);
    const packet = carrier.fetch();
    machine.distribution.fetched(connectionOf(handle, machine));
    if (packet === undefined) return atom('none');
    const data = list(packet.map(binary));
    const size = packetBytes(packet);
    return carrier.tellsSize ? { kind: 'list', elements: [integer(size)], tail: data } : data;
  },
  'erlang:dist_ctrl_get_data_notification/1': ([handle], machine) => {
    ownCarrier(handle, machine).notify();
    return atom('ok');
  },
  'erlang:dist_ctrl_get_opt/2': ([handle, option], machine) => {
    const carrier = ownCarrier(handle, machine);
    return isGetSize(option) ? boolean(carrier.tellsSize) : badarg();
  },
  'erlang:dist_ctrl_set_opt/3': ([handle, option, value], machine) => {
    const carrier = ownCarrier(handle, machine);
    const isOn = atomOf(value);
    if (!isGetSize(option) || (isOn !== 'true' && isOn !== 'false')) return badarg();
    const before = carrier.tellsSize;
    carrier.tellsSize = isOn === 'true';
    return boolean(before);
  },
  'erlang:dist_ctrl_input_handler/2': ([handle, process], machine) => {
    const carrier = ownCarrier(handle, machine);
    if (process?.kind !== 'pid' || !isOfThisNode(process)) return badarg();
    carrier.inputHandler = pidNumber(process);
    return atom('ok');
  },
  'erlang:dist_ctrl_put_data/2': ([handle, data], machine) => {
    const carrier = carrierOf(handle, machine);
    const { distribution, processes } = machine;
    if (carrier.inputHandler !== processes.number(processes.running())) return badarg();
    distribution.input(connectionOf(handle, machine), ioListBytes(data));
    return atom('ok');
  },
  'erlang:dist_get_stat/1': ([handle], machine) => {
    const { received, sent, state } = connectionOf(handle, machine);
    if (state !== 'up') return badarg();
    const pending = machine.distribution.carrier(connectionOf(handle, machine))?.count ?? 0;
    return tuple(atom('ok'), integer(received), integer(sent), integer(pending));
  },
  'erts_internal:get_creation/0': (_, { distribution }) => (distribution.isAlive ? integer(distribution.creation) : atom('undefined')),
  'erts_internal:get_dflags/0': (_, { otpRelease }) => tuple(atom('erts_dflags'), ...distributionFlags(otpRelease).map(integer)),
  // @bif inErlang
  'erts_internal:dynamic_node_name/0': (_, { distribution }) => boolean(distribution.hasDynamicName),
  // @bif inErlang
  'erts_internal:dynamic_node_name/1': ([value], { distribution }) => {
    distribution.hasDynamicName = atomOf(value) === 'true';
    return TRUE;
  },
  'erts_internal:new_connection/1': ([node], { distribution }) => {
    const name = atomOf(node);
    if (name === distribution.name || name === LOCAL_NODE) return badarg();
    const connection = distribution.node(name);
    distribution.begin(connection);
    return connectionId(connection);
  },
  'erts_internal:abort_pending_connection/2': ([node, id], machine) => {
    const [number, handle] = id?.kind === 'tuple' ? id.elements : [];
    atomOf(node);
    return boolean(machine.distribution.abort(connectionOf(handle, machine), integerBetween(number, 0, Number.MAX_SAFE_INTEGER)));
  },
  'erts_internal:create_dist_channel/3': ([node, carrier, options], { distribution, ports, processes }) => {
    const [flags, creation] = options?.kind === 'tuple' ? options.elements : [];
    const connection = node?.kind === 'atom' && distribution.isAlive ? distribution.node(node.name) : undefined;
    if (flags?.kind !== 'integer' || creation?.kind !== 'integer' || connection?.state !== 'pending') return atom('badarg');
    if (carrier?.kind === 'port') {
      const port = ports.find(carrier);
      if (port === undefined || !distribution.openByPort(connection, port, BigInt(flags.value), Number(creation.value)))
        return atom('badarg');
    } else {
      const context = carrier?.kind === 'pid' ? processes.contextOf(carrier) : 0;
      if (context === 0) return atom('badarg');
      distribution.openByProcess(connection, context, BigInt(flags.value), Number(creation.value));
    }
    return tuple(atom('ok'), new ResourceTerm(connection.handle));
  },
};
