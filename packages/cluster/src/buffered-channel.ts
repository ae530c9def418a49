import type { Channel, ChannelEvents } from '@beamline/runtime-core';

/** What channels have in common: what has come before somebody attached waits for them, and the end is told once. */
export abstract class BufferedChannel implements Channel {
  readonly #waiting: Uint8Array[] = [];
  #events: ChannelEvents | undefined;
  #isClosed = false;

  attach(events: ChannelEvents): void {
    this.#events = events;
    for (const packet of this.#waiting.splice(0)) events.received(packet);
    if (this.#isClosed) events.closed();
  }

  abstract send(packet: readonly Uint8Array[]): void;

  abstract pending(): number;

  abstract close(): void;

  /** True after `ended`. */
  protected get isClosed(): boolean {
    return this.#isClosed;
  }

  /** A packet has come. */
  protected received(packet: Uint8Array): void {
    if (this.#events === undefined) this.#waiting.push(packet);
    else this.#events.received(packet);
  }

  /** One of the sides has closed the channel. */
  protected ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#events?.closed();
  }
}
