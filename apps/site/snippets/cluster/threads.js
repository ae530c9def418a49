import { atom, createCluster, findInstalledOtp } from '@beamline/runtime-node';

const otp = findInstalledOtp();
if (otp === undefined) throw new Error('Install Erlang/OTP first.');

// Three machines in threads, each a node.
const cluster = await createCluster({ size: 3, otpRoot: otp.root });
console.log(cluster.nodes);

// A function on each of them at the same time, called from the first.
const nodes = cluster.nodes.map((node) => atom(node));
const results = await cluster.runtime.call('erpc', 'multicall', [nodes, atom('lists'), atom('seq'), [1, 3]]);
for (const { elements } of results) console.log(String(elements[0]), elements[1]);

await cluster.stop();
