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
    compile: (bytes) => WebAssembly.compile(bytes),
    writeLine: (text) => {
      lines.push(text);
    },
  };
}
