import type { KernelExports } from '@beamline/kernel';
import { GUARD_BIF_IDENTITY, guardBifs, wellKnownAtoms } from '@beamline/machine-model';
import { BlockType } from '@beamline/wasm-asm';
import type { LinearMemory } from '../terms/linear-memory.js';
import { StubWriter } from './stub-writer.js';

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
  const writer = new StubWriter();
  const { code } = writer;
  const failBif = writer.importKernel('failBif');
  const callees = guardBifs.map(({ kernelName }) => writer.importKernel(kernelName));
  writer.importMemory();
  guardBifs.forEach(({ arity, error }, index) => {
    const result = arity + 1;
    writer.saveArguments(arity);
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
    writer.export(String(index), writer.endFunction(arity + 1, 1));
  });
  return writer.finish();
}
