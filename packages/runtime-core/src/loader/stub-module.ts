import { ENTER_TABLE_BASE, GUARD_BIF_IDENTITY, guardBifs, kernelSignature, wellKnownAtoms, X_REGISTERS } from '@beamline/machine-model';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';

/** A small function that a machine needs in its table, and that is unlike the others. */
export type Stub =
  /** Enters a function of `arity` arguments with the X registers. `(table index, sp)`. */
  | { readonly kind: 'enter'; readonly arity: number }
  /** A guard BIF as a function, by its index. */
  | { readonly kind: 'guard'; readonly arity: number; readonly slot: number; readonly guardBif: number };

function slotOf(stub: Stub): number {
  if (stub.kind === 'enter') return ENTER_TABLE_BASE + stub.arity;
  return stub.slot;
}

/** Makes a module whose instantiation puts stubs into the table. */
export function buildStubModule(stubs: readonly Stub[]): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const type = (parameters: number): number => writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
  const kernel = new Map<string, number>();
  const useKernel = (name: string): void => {
    if (!kernel.has(name)) kernel.set(name, writer.importFunction('kernel', name, type(kernelSignature(name).parameters)));
  };
  const kernelIndex = (name: string): number => kernel.get(name) ?? 0;
  for (const stub of stubs) {
    if (stub.kind === 'guard') {
      useKernel('failBif');
      useKernel(guardBifs[stub.guardBif]?.kernelName ?? '');
    }
  }
  writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });
  writer.importMemory('env', 'memory', { min: 1 });

  const saveX = (arity: number): void => {
    for (let i = 0; i < arity; i++) {
      code.i32.const(0);
      code.local.get(i + 1);
      code.i32.store(X_REGISTERS + 4 * i);
    }
  };
  for (const stub of stubs) {
    const start = code.buffer.length;
    let parameters = stub.arity + 1;
    switch (stub.kind) {
      case 'enter':
        parameters = 2;
        code.local.get(1);
        for (let i = 0; i < stub.arity; i++) {
          code.i32.const(0);
          code.i32.load(X_REGISTERS + 4 * i);
        }
        code.local.get(0);
        code.callIndirect(type(stub.arity + 1));
        break;
      case 'guard': {
        const bif = guardBifs[stub.guardBif];
        saveX(stub.arity);
        for (let i = 0; i < stub.arity; i++) code.local.get(i + 1);
        code.call(kernelIndex(bif?.kernelName ?? ''));
        code.local.tee(stub.arity + 1);
        code.if(-1);
        code.local.get(stub.arity + 1);
        code.else();
        code.local.get(0);
        code.i32.const(wellKnownAtoms.indexOf(bif?.error ?? 'badarg'));
        code.i32.const(GUARD_BIF_IDENTITY + stub.guardBif);
        code.i32.const(stub.arity);
        code.call(kernelIndex('failBif'));
        code.end();
        break;
      }
    }
    code.end();
    const locals = stub.kind === 'guard' ? [1, ValueType.i32] : [];
    const index = writer.addFunction(type(parameters), locals, code.buffer, start, code.buffer.length);
    writer.element({ offset: ConstExpression.i32(slotOf(stub)) }, [index]);
  }
  return writer.finish();
}
