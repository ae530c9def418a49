import type { KernelExports } from '@beamline/kernel';
import { GUARD_BIF_IDENTITY, guardBifs, kernelSignature, wellKnownAtoms, X_REGISTERS } from '@beamline/machine-model';
import { ModuleWriter } from '@beamline/module-writer';
import { BlockType, CodeEmitter, ValueType } from '@beamline/wasm-asm';
import type { LinearMemory } from '../terms/linear-memory.js';

/** Guard BIFs as functions, `(sp, arguments…)`: all of them in one module, which is made when the first is asked for. */
export class GuardStubs {
  readonly #kernel: KernelExports;
  readonly #memory: LinearMemory;
  #stubs: WebAssembly.Exports | undefined;

  constructor(kernel: KernelExports, memory: LinearMemory) {
    this.#kernel = kernel;
    this.#memory = memory;
  }

  /** The function of a guard BIF, by its index. */
  get(guardBif: number): WebAssembly.ExportValue | undefined {
    this.#stubs ??= new WebAssembly.Instance(new WebAssembly.Module(buildGuardStubs()), {
      kernel: this.#kernel as unknown as WebAssembly.ModuleImports,
      env: { memory: this.#memory.memory },
    }).exports;
    return this.#stubs[guardBif];
  }
}

/** A module whose exports, by their indices, are the guard BIFs. */
function buildGuardStubs(): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const type = (parameters: number): number => writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
  const useKernel = (name: string): number => writer.importFunction('kernel', name, type(kernelSignature(name).parameters));
  const failBif = useKernel('failBif');
  const callees = guardBifs.map(({ kernelName }) => useKernel(kernelName));
  writer.importMemory('env', 'memory', { min: 1 });
  guardBifs.forEach(({ arity, error }, index) => {
    const start = code.buffer.length;
    const result = arity + 1;
    for (let i = 0; i < arity; i++) {
      code.i32.const(0);
      code.local.get(i + 1);
      code.i32.store(X_REGISTERS + 4 * i);
    }
    for (let i = 0; i < arity; i++) code.local.get(i + 1);
    code.call(callees[index] ?? failBif);
    code.local.tee(result);
    code.if(BlockType.i32);
    code.local.get(result);
    code.else();
    code.local.get(0);
    code.i32.const(wellKnownAtoms.indexOf(error));
    code.i32.const(GUARD_BIF_IDENTITY + index);
    code.i32.const(arity);
    code.call(failBif);
    code.end();
    code.end();
    writer.exportFunction(String(index), writer.addFunction(type(arity + 1), [1, ValueType.i32], code.buffer, start, code.buffer.length));
  });
  return writer.finish();
}
