import { LinkFixups } from '@beamline/machine-model';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { NativeBackend } from '../src/index.js';

/** Functions that stand in for the kernel's: all take and give i32. */
export type Stubs = Readonly<Record<string, (...words: number[]) => number | undefined>>;

export interface Emitted {
  run(...words: number[]): number;
  readonly words: Int32Array;
  readonly relocations: LinkFixups;
}

/**
 * A module with one function `(sp, x0 …) → i32` whose code `emit` writes. Values that it returns come from
 * `return`; leaving it at the exit label gives 0, as in compiled code. Table entry 0 answers its last argument plus 1.
 */
export function emitted(arity: number, emit: (backend: NativeBackend) => void, stubs: Stubs = {}): Emitted {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const relocations = new LinkFixups();
  const type = (parameters: number, results = 1): number =>
    writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), new Array<ValueType>(results).fill(ValueType.i32));
  const kernel = new Map(
    Object.entries(stubs).map(([name, stub]) => [
      name,
      writer.importFunction('kernel', name, type(stub.length, name === 'collect' ? 0 : 1)),
    ]),
  );
  writer.importMemory('env', 'memory', { min: 1 });
  const collections = new Map<number, number>();
  const backend = new NativeBackend(code, relocations);
  backend.beginModule({
    kernelFunction: (name) => kernel.get(name) ?? -1,
    functionType: (parameters) => type(parameters),
    collectFunction: (live) => {
      const known = collections.get(live) ?? writer.reserveFunction(type(live + 2, live));
      collections.set(live, known);
      return known;
    },
  });
  const main = writer.reserveFunction(type(arity + 1));
  const callee = writer.reserveFunction(type(2));
  writer.table({ element: ValueType.funcref, min: 1 });

  backend.beginFunction(arity);
  code.block(-64);
  emit(backend);
  code.end();
  code.i32.const(0);
  code.end();
  writer.defineFunction(main, backend.localGroups(), code.buffer, 0, code.buffer.length);

  let start = code.buffer.length;
  code.local.get(1);
  code.i32.const(1);
  code.i32.add();
  code.end();
  writer.defineFunction(callee, [], code.buffer, start, code.buffer.length);
  writer.element({ offset: ConstExpression.i32(0) }, [callee]);
  for (const [live, index] of collections) {
    start = code.buffer.length;
    backend.collectFunction(live);
    writer.defineFunction(index, [], code.buffer, start, code.buffer.length);
  }
  writer.exportFunction('main', main);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(writer.finish()), { kernel: { ...stubs }, env: { memory } });
  const run = exports.main;
  if (typeof run !== 'function') throw new Error('there is no function');
  return { run: (...words) => run(...words) as number, words: new Int32Array(memory.buffer), relocations };
}
