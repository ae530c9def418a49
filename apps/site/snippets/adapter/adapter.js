import { withJavaScript } from '@beamline/javascript';
import { LoadError, Runtime } from '@beamline/runtime-core';

/**
 * A host of what nearly every JavaScript environment has.
 *
 * @implements {import('@beamline/runtime-core').Host}
 */
class PlainHost {
  constructor(/** @type {((text: string) => void) | undefined} */ writeLine) {
    this.writeLine = writeLine ?? ((text) => console.log(text));
  }

  now() {
    return performance.now();
  }

  systemTime() {
    return Date.now();
  }

  /** Not a microtask: timers and input must have their turn between two slices. */
  schedule(/** @type {() => void} */ task) {
    setTimeout(task, 0);
  }

  timer(/** @type {number} */ milliseconds, /** @type {() => void} */ task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  }

  compile(/** @type {Uint8Array<ArrayBuffer>} */ bytes) {
    return WebAssembly.compile(bytes);
  }

  random(/** @type {number} */ count) {
    return crypto.getRandomValues(new Uint8Array(count));
  }

  /** What `runtime.load` is given, if it is not bytes. */
  async read(/** @type {string} */ location) {
    const response = await fetch(location).catch((cause) => {
      throw new LoadError(`cannot fetch ${location}`, location, undefined, { cause });
    });
    if (!response.ok) throw new LoadError(`cannot fetch ${location}: status ${response.status}`, location, response.status);
    return new Uint8Array(await response.arrayBuffer());
  }
}

/**
 * Makes a runtime.
 *
 * @param {import('@beamline/adapter-tests').AdapterOptions} options
 */
export async function createRuntime({ writeLine, javascript, ...options } = {}) {
  const host = new PlainHost(writeLine);
  return await Runtime.create(host, javascript === undefined ? options : withJavaScript(options, javascript));
}
