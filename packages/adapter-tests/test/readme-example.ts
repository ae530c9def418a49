import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type AdapterOptions, adapterTests, fixturesUrl } from '@beamline/adapter-tests';
import { withJavaScript } from '@beamline/javascript';
import { type Host, LoadError, Runtime } from '@beamline/runtime-core';

// The adapter that is tested, here a small one for Node.
async function createRuntime({ writeLine, javascript, ...options }: AdapterOptions = {}): Promise<Runtime> {
  const host: Host = {
    now: () => performance.now(),
    systemTime: () => Date.now(),
    schedule: (task) => {
      setImmediate(task);
    },
    timer: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    compile: (bytes) => WebAssembly.compile(bytes),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    read: (file) =>
      readFile(file).catch((cause) => {
        throw new LoadError(`cannot read ${file}`, file, undefined, { cause });
      }),
    writeLine: writeLine ?? ((text) => console.log(text)),
  };
  return await Runtime.create(host, javascript === undefined ? options : withJavaScript(options, javascript));
}

let passed = 0;
for (const { name, run } of adapterTests) {
  try {
    await run({
      createRuntime,
      fixture: (file) => readFile(new URL(file, fixturesUrl)),
      location: (file) => fileURLToPath(new URL(file, fixturesUrl)),
    });
    passed++;
  } catch (error) {
    console.log(`${name}: ${error}`);
  }
}
console.log(`${passed} of ${adapterTests.length} tests passed`);
