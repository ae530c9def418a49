import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { type TransferListItem, Worker } from 'node:worker_threads';
import { ChannelHub, HubChannels, type MessagePortPair } from '@beamline/cluster';
import { atom, OptionError, type Runtime } from '@beamline/runtime-core';
import { createRuntime, type RuntimeOptions } from '../create-runtime.js';
import type { ClusterWorkerData, ClusterWorkerMessage } from './cluster-worker.js';

/** Options of a cluster: those of its machines, which need OTP. */
export interface ClusterOptions extends Omit<RuntimeOptions, 'channels'> {
  /** How many machines there are, each in a thread of its own but for the first one, which is in the thread of the caller. At least 1. */
  readonly size: number;
  /** What the names of the nodes begin with: `node` for `node1@cluster`, `node2@cluster` … Default: `node`. */
  readonly name?: string;
}

/** Machines that are nodes of one cluster: OTP's own distribution between threads. */
export interface Cluster {
  /** The first machine. */
  readonly runtime: Runtime;
  /** Names of all nodes, the first one's first. */
  readonly nodes: readonly string[];
  /** Ends all machines and their threads. */
  stop(): Promise<void>;
}

/** The host of all nodes' names. */
const HOST = 'cluster';

/** Bytes of the cookie that the nodes share. */
const COOKIE_BYTES = 15;

/** Arguments of `init` for a node. */
function nodeArguments(node: string, cookie: string): string[] {
  return ['-noshell', '-sname', node, '-setcookie', cookie, '-proto_dist', 'beamline'];
}

/** Flags of Node that a thread can have, too: not those for a program that is given as text. */
function threadFlags(): string[] {
  return process.execArgv.filter((flag) => flag.startsWith('--') && !flag.startsWith('--input-type') && !flag.startsWith('--eval'));
}

/** The options that a thread can have: functions stay in their own. */
function forThreads(options: RuntimeOptions): RuntimeOptions {
  const isPlain = (value: unknown): boolean => ['boolean', 'number', 'string'].includes(typeof value) || Array.isArray(value);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isPlain(value)));
}

/**
 * Starts machines that know each other: `nodes/0`, `erpc`, `pg`, `global` and all that OTP builds on them work between them, and each has a core of
 * the computer for itself. Natives and other functions among the options are those of the first machine alone; so is the standard input. Rejects with
 * OptionError, and if a machine cannot be started.
 */
export async function createCluster({ size, name = 'node', ...options }: ClusterOptions): Promise<Cluster> {
  if (!Number.isInteger(size) || size < 1) throw new OptionError('the option size must be an integer from 1 on', 'size');
  if (!/^[\w-]+$/.test(name)) throw new OptionError('the option name must consist of letters, digits, _ and -', 'name');
  const hub = new ChannelHub(() => new MessageChannel() as unknown as MessagePortPair);
  const nodes = Array.from({ length: size }, (_, i) => `${name}${i + 1}@${HOST}`);
  const [first = ''] = nodes;
  const cookie = randomBytes(COOKIE_BYTES).toString('hex');
  const workers: Worker[] = [];
  const channels = new HubChannels(hub.join());
  const runtime = await createRuntime({ ...options, channels });
  const stop = async (): Promise<void> => {
    runtime.stop();
    channels.close();
    hub.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  try {
    await runtime.startOtp({ arguments: nodeArguments(first, cookie) });
    const file = createRequire(import.meta.url).resolve('@beamline/runtime-node/cluster-worker');
    await Promise.all(
      nodes.slice(1).map(async (node) => {
        const port = hub.join();
        const workerData: ClusterWorkerData = {
          options: forThreads({ ...options, input: false }),
          port,
          arguments: nodeArguments(node, cookie),
          first,
        };
        const worker = new Worker(file, { execArgv: threadFlags(), workerData, transferList: [port as unknown as TransferListItem] });
        workers.push(worker);
        await started(worker);
        worker.once('exit', () => {
          hub.forget(node);
        });
      }),
    );
    await connectAll(runtime, nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return { runtime, nodes, stop };
}

/** Connects each node to those behind it, so that all know each other when the cluster is there. */
async function connectAll(runtime: Runtime, nodes: readonly string[]): Promise<void> {
  const names = nodes.map((node) => atom(node));
  for (const [i, node] of names.entries())
    for (const other of names.slice(i + 1)) await runtime.call('erpc', 'call', [node, atom('net_kernel'), atom('connect_node'), [other]]);
  // Names that are registered next are known to all.
  await runtime.call('erpc', 'multicall', [names, atom('global'), atom('sync'), []]);
}

/** Settles when the machine in a thread is a node, or cannot be one. */
function started(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: ClusterWorkerMessage) => {
      if (message.kind === 'ready') resolve();
      else reject(new Error(`a machine of the cluster could not be started: ${message.reason}`));
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('a machine of the cluster has ended while it started'));
    });
  });
}
