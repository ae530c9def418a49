import { ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';

const m = new ModuleWriter();
const binary = m.functionType([ValueType.i32, ValueType.i32], [ValueType.i32]);

const c = new CodeEmitter();
c.local.get(0);
c.local.get(1);
c.i32.add();
c.end();

m.exportFunction('add', m.addFunction(binary, [], c.buffer));

const { instance } = await WebAssembly.instantiate(m.finish());
const { add } = instance.exports;
if (typeof add === 'function') console.log(add(40, 2)); // 42
