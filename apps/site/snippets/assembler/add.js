import { ModuleWriter } from '@beamline/module-writer';
import { FunctionBuilder, ValueType } from '@beamline/wasm-asm';

const { i32 } = ValueType;

const f = new FunctionBuilder([i32, i32], 'add');
f.get(f.param(0));
f.get(f.param(1));
f.i32.add();

const module = new ModuleWriter();
const { locals, code } = f.finish();
module.exportFunction('add', module.addFunction(module.functionType([i32, i32], [i32]), locals, code));

const { instance } = await WebAssembly.instantiate(module.finish());
const { add } = instance.exports;
if (typeof add === 'function') console.log(add(40, 2));
