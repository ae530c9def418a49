import { ChannelHub, type MessagePortPair } from '@beamline/cluster';

/** What makes a machine a node of a cluster in the page. */
export interface ClusterNode {
  readonly name: string;
  readonly cookie: string;
  /** By which the nodes connect. */
  readonly hub: ChannelHub;
}

/** Nodes of one cluster, by the names of their machines: `Ada` is `ada@page`. */
export function clusterNodes(names: readonly string[]): ClusterNode[] {
  const hub = new ChannelHub(() => new MessageChannel() as unknown as MessagePortPair);
  const cookie = crypto.getRandomValues(new Uint32Array(4)).join('');
  return names.map((name) => ({ name: `${name.toLowerCase()}@page`, cookie, hub }));
}
