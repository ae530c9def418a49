import { MAXIMUM_RESULTS } from '@beamline/jit-backend';
import { Leb128Reader } from '@beamline/leb128';
import type { Host } from '../src/index.js';

/** The least host that runs a machine in Node; `lines` has what was written. */
export function testHost(lines: string[] = []): Host {
  return {
    now: () => performance.now(),
    systemTime: () => Date.now(),
    schedule: (task) => {
      setImmediate(task);
    },
    timer: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
    compile: (bytes) => {
      checkResults(bytes);
      return WebAssembly.compile(bytes);
    },
    writeLine: (text) => {
      lines.push(text);
    },
  };
}

/** Throws if a function type of a module, which our modules begin with, has more results than engines return right. */
function checkResults(bytes: Uint8Array): void {
  const reader = new Leb128Reader(bytes, 8);
  if (bytes[reader.offset++] !== 1) throw new Error('the module does not begin with its types');
  reader.u32();
  for (let count = reader.u32(); count > 0; count--) {
    if (bytes[reader.offset++] !== 0x60) throw new Error('the module has types that are not of functions');
    const parameters = reader.u32();
    reader.offset += parameters;
    const results = reader.u32();
    if (results > MAXIMUM_RESULTS) throw new Error(`a function has ${results} results`);
    reader.offset += results;
  }
}
