// The thread of a machine of a cluster.
import { parentPort, workerData } from 'node:worker_threads';
import { type ChannelMessagePort, HubChannels } from '@beamline/cluster';
import { atom } from '@beamline/runtime-core';
import { createRuntime, type RuntimeOptions } from '../create-runtime.js';

/** What a thread is started with. */
export interface ClusterWorkerData {
  readonly options: RuntimeOptions;
  /** Of the hub. */
  readonly port: ChannelMessagePort;
  /** For `init`. */
  readonly arguments: readonly string[];
  /** The node of the first machine, to which the others connect. */
  readonly first: string;
}

/** What it tells: that its machine is a node of the cluster, or why it is not. */
export type ClusterWorkerMessage = { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly reason: string };

async function start({ options, port, arguments: args, first }: ClusterWorkerData): Promise<void> {
  const runtime = await createRuntime({ ...options, channels: new HubChannels(port) });
  await runtime.startOtp({ arguments: args });
  const isConnected = await runtime.call('net_kernel', 'connect_node', [atom(first)]);
  if (isConnected !== true) throw new Error(`no connection to ${first}`);
}

start(workerData as ClusterWorkerData).then(
  () => {
    parentPort?.postMessage({ kind: 'ready' } satisfies ClusterWorkerMessage);
  },
  (error: unknown) => {
    parentPort?.postMessage({
      kind: 'failed',
      reason: error instanceof Error ? error.message : String(error),
    } satisfies ClusterWorkerMessage);
  },
);
