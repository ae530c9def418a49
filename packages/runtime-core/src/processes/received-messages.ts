import type { ErlangValue } from '../terms/values.js';
import { StoppedError } from './erlang-error.js';

/** What messages are received from. */
interface Receiver {
  /** The next message. Rejects with StoppedError once it is closed. */
  receive(): Promise<ErlangValue>;
  close(): void;
}

/** The messages that come until a mailbox is closed; a loop over them that ends earlier closes it. */
export async function* receivedMessages(receiver: Receiver): AsyncGenerator<ErlangValue, void, undefined> {
  try {
    for (;;) yield await receiver.receive();
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  } finally {
    receiver.close();
  }
}
