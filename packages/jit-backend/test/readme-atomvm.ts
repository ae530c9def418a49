import { AtomvmBackend, free, moduleNativeInterfaceOffset, PrimitiveTable, xReg } from '@beamline/jit-backend';
import { ContextOffset, smallTerm } from '@beamline/machine-model';
import { ModuleWriter } from '@beamline/module-writer';

const backend = new AtomvmBackend({ memory: { min: 1 } }); // without it, the memory of AtomVM's builds
backend.jumpTable(1);
backend.addLabel(1); // x0 := [x0]
const list = backend.callPrimitive('put_list', ['ctx', xReg(0), 0x3b]);
backend.moveToVmRegister(free(list), xReg(0));
backend.callPrimitiveLast('return', ['ctx', 'jit_state']);
const { bytes } = backend.finish();
// To run it: memory, with the context and the interface in it, and a table with the primitives.
const memory = new WebAssembly.Memory({ initial: 1 });
const words = new Uint32Array(memory.buffer);
const [ctx, jitState, nativeInterface, heap] = [0x100, 0x300, 0x400, 0x800];
const table = new WebAssembly.Table({ element: 'anyfunc', initial: 32 });
const putList = (_ctx: number, head: number, tail: number): number => {
  words.set([tail, head], heap / 4);
  return heap | 1;
};
for (const [name, run] of Object.entries({ put_list: putList, return: (context: number) => context })) {
  const { index = 0, parameters = [] } = new PrimitiveTable().find(name) ?? {};
  const m = new ModuleWriter(); // through a module, since tables hold no functions of JavaScript
  const type = m.functionType(new Array(parameters.length).fill(0x7f), [0x7f]);
  m.exportFunction('run', m.importFunction('primitives', 'run', type));
  table.set(index, new WebAssembly.Instance(new WebAssembly.Module(m.finish()), { primitives: { run } }).exports.run);
  words[(nativeInterface + moduleNativeInterfaceOffset({ index })) / 4] = index;
}
words[(ctx + ContextOffset.x) / 4] = smallTerm(7);
const { f1 } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, __indirect_function_table: table } }).exports;
if (typeof f1 === 'function') console.log(f1(ctx, jitState, nativeInterface) === ctx, words.slice(heap / 4, heap / 4 + 2)); // true [59, 127]
