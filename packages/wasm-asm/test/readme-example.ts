import { FunctionBuilder, ValueType } from '@beamline/wasm-asm';

// (a * a) + (b * b)
const f = new FunctionBuilder([ValueType.i32, ValueType.i32], 'squares');
for (const side of [f.param(0), f.param(1)]) {
  f.get(side);
  f.get(side);
  f.i32.mul();
}
f.i32.add();

const { code } = f.finish();
console.log([...code].map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
// 20 00 20 00 6c 20 01 20 01 6c 6a 0b
