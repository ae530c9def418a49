import { ChannelHub, type MessagePortPair } from '@beamline/cluster';
import { atom, type ErlangRuntime, OptionError } from '@beamline/runtime-core';
import { createRuntime } from './create-runtime.js';
import type { RuntimeOptions } from './runtime-options.js';

/** Options of a cluster: those of its machines, which need OTP in their code path. */
export interface ClusterOptions extends Omit<RuntimeOptions, 'channels' | 'hub'> {
  /** How many machines there are. At least 1. */
  readonly size: number;
  /** What the names of the nodes begin with: `node` for `node1@cluster`, `node2@cluster` … Default: `node`. */
  readonly name?: string;
}

/** Machines that are nodes of one cluster: OTP's own distribution between Workers. */
export interface Cluster {
  /** All machines, in the order of their nodes. */
  readonly runtimes: readonly ErlangRuntime[];
  /** Names of all nodes. */
  readonly nodes: readonly string[];
  /** Ends all machines and their Workers. */
  stop(): void;
}

/** The host of all nodes' names. */
const HOST = 'cluster';

/** Bytes of the cookie that the nodes share. */
const COOKIE_BYTES = 15;

function newCookie(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(COOKIE_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Starts machines that know each other, each in a Worker unless `worker` is false: `nodes/0`, `erpc`, `pg`, `global` and all that OTP builds on them
 * work between them. No shared memory is needed, and no special headers. Rejects with OptionError, and if a machine cannot be started.
 */
export async function createCluster({ size, name = 'node', worker = true, ...options }: ClusterOptions): Promise<Cluster> {
  if (!Number.isInteger(size) || size < 1) throw new OptionError('the option size must be an integer from 1 on', 'size');
  if (!/^[\w-]+$/.test(name)) throw new OptionError('the option name must consist of letters, digits, _ and -', 'name');
  const hub = new ChannelHub(() => new MessageChannel() as unknown as MessagePortPair);
  const nodes = Array.from({ length: size }, (_, i) => `${name}${i + 1}@${HOST}`);
  const cookie = newCookie();
  const runtimes: ErlangRuntime[] = [];
  const stop = (): void => {
    for (const runtime of runtimes) runtime.stop();
    hub.close();
  };
  try {
    runtimes.push(...(await Promise.all(nodes.map(() => createRuntime({ ...options, worker, hub })))));
    await Promise.all(
      runtimes.map((runtime, i) =>
        runtime.startOtp({ arguments: ['-noshell', '-sname', nodes[i] ?? '', '-setcookie', cookie, '-proto_dist', 'beamline'] }),
      ),
    );
    const names = nodes.map((node) => atom(node));
    for (const [i, runtime] of runtimes.entries())
      for (const other of names.slice(i + 1)) await runtime.call('net_kernel', 'connect_node', [other]);
    // Names that are registered next are known to all.
    await runtimes[0]?.call('erpc', 'multicall', [names, atom('global'), atom('sync'), []]);
  } catch (error) {
    stop();
    throw error;
  }
  return { runtimes, nodes, stop };
}
