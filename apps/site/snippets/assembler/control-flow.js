import { ModuleWriter } from '@beamline/module-writer';
import { BlockType, FunctionBuilder, ValueType } from '@beamline/wasm-asm';

const { i64 } = ValueType;

// factorial(n), with a loop: locals and labels are handles, checked as you write.
const f = new FunctionBuilder([i64], 'factorial');
const n = f.param(0);
const product = f.local(i64);
f.i64.const(1);
f.set(product);
const done = f.block(BlockType.empty);
const again = f.loop(BlockType.empty);
f.get(n);
f.i64.eqz();
f.brIf(done);
f.get(product);
f.get(n);
f.i64.mul();
f.set(product);
f.get(n);
f.i64.const(1);
f.i64.sub();
f.set(n);
f.br(again);
f.end(again);
f.end(done);
f.get(product);

const module = new ModuleWriter();
const { locals, code } = f.finish();
module.exportFunction('factorial', module.addFunction(module.functionType([i64], [i64]), locals, code));

const { instance } = await WebAssembly.instantiate(module.finish());
const { factorial } = instance.exports;
if (typeof factorial === 'function') console.log(factorial(20n));
