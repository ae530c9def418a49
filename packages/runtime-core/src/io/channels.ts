/** What a channel tells who has attached to it. */
export interface ChannelEvents {
  /** A packet has come, whole. */
  received(packet: Uint8Array): void;
  /** The other side has closed the channel, or it broke. */
  closed(): void;
}

/** A way to another node that carries packets whole and in their order, such as a MessagePort or a WebSocket. */
export interface Channel {
  /** Has what comes, and what has come before, go to somebody. */
  attach(events: ChannelEvents): void;
  /** Sends a packet in parts, which the channel may take over. */
  send(packet: readonly Uint8Array[]): void;
  /** Bytes that were sent and have not gone; 0 where that cannot be told. */
  pending(): number;
  /** Closes it; the other side is told. */
  close(): void;
}

/** Ways to other nodes that the host has besides sockets: what OTP's distribution goes by with `-proto_dist beamline`. */
export interface Channels {
  /** Makes a channel to a node. Rejects if there is no way to it. */
  connect(node: string): Promise<Channel>;
  /** Has other nodes make channels to this one; returns what ends that. Throws if there can be none. */
  listen(node: string, arrived: (channel: Channel) => void): () => void;
}
