import { type KernelExports, kernelBytes } from '@beamline/kernel';
import { smallTerm } from '@beamline/machine-model';

const { instance } = await WebAssembly.instantiate(kernelBytes(), {
  env: {
    memory: new WebAssembly.Memory({ initial: 2 }),
    table: new WebAssembly.Table({ element: 'anyfunc', initial: 1 }),
  },
  host: {
    now: () => performance.now(),
    systemTime: () => 0,
    describeFrame: () => 0,
    hostBif: () => 0,
    exportSlot: () => 0,
    funHash: () => 0,
    describeFun: () => 0,
    funOfModule: () => undefined,
    exportFun: () => 0,
    isExported: () => 0,
    atomOfText: () => 0,
    floatText: () => 0,
    textFloat: () => NaN,
    deflate: () => 0,
    inflate: () => 0,
    recordDefinition: () => 0,
    funInfo: () => 0,
    received: () => undefined,
    matchError: () => 0,
    ended: () => undefined,
    crashed: () => undefined,
    released: () => undefined,
    ownerEnded: () => undefined,
    sent: () => 0,
    comes: () => undefined,
    tookMessage: () => undefined,
    spawned: () => undefined,
    traced: () => undefined,
    traceAction: () => 0,
    errorHandler: () => 0,
    loadsModule: () => 0,
    foreignFun: () => 0,
    connection: () => 0,
    ownFunction: () => 0,
    outOfMemory: () => {
      throw new Error('out of memory');
    },
  },
});
const kernel = instance.exports as unknown as KernelExports;
console.log(kernel.compareTerms(smallTerm(1), smallTerm(2))); // -1
