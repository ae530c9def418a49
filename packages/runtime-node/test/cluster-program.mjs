// A program of a cluster, run by Node itself: what it finds is printed as JSON. The argument is the root of an OTP.
import { atom, createCluster } from '@beamline/runtime-node';

const cluster = await createCluster({ size: 3, otpRoot: process.argv[2] });
const { nodes, runtime } = cluster;
const names = nodes.map((node) => atom(node));
const onAll = async (module, name, args = []) => await runtime.call('erpc', 'multicall', [names, atom(module), atom(name), args]);
const on = async (node, module, name, args) => await runtime.call('erpc', 'call', [atom(node), atom(module), atom(name), args]);
const known = await onAll('erlang', 'nodes');
const lists = await onAll('lists', 'seq', [1, 3]);
const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i & 0xff);
const back = await on('node2@cluster', 'erlang', 'iolist_to_binary', [[bytes]]);
const pid = await on('node3@cluster', 'erlang', 'whereis', [atom('init')]);
const isNamed = await on('node2@cluster', 'global', 'register_name', [atom('starter'), pid]);
const found = await runtime.call('global', 'whereis_name', [atom('starter')]);
const results = {
  nodes,
  known: known.map(({ elements: [, others] }) => others.length),
  lists: lists.map(({ elements: [, list] }) => list),
  isWhole: back.length === bytes.length && back.every((byte, i) => byte === bytes[i]),
  isNamed: isNamed.name,
  isFound: JSON.stringify(found) === JSON.stringify(pid),
};
await cluster.stop();
process.stdout.write(JSON.stringify(results));
