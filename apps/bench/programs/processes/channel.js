/**
 * What takes the place of a mailbox in these programs: a queue that an async function waits at. JavaScript has no processes. These
 * functions share all data, none is interrupted, none can be stopped from outside, and a message is a reference rather than a copy.
 */
export class Channel {
  #messages = [];
  /** Where the first message is: taking it off the array would move all others. */
  #first = 0;
  #waiting = undefined;

  send(message) {
    if (this.#waiting === undefined) {
      this.#messages.push(message);
      return;
    }
    const resolve = this.#waiting;
    this.#waiting = undefined;
    resolve(message);
  }

  /** The next message; one receiver at a time. */
  receive() {
    if (this.#first < this.#messages.length) return Promise.resolve(this.#messages[this.#first++]);
    this.#messages = [];
    this.#first = 0;
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}
