import { Declarations, ModuleWriter } from '@beamline/module-writer';
import { ByteBuffer, CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { FunctionValidator, ValidationError } from '@beamline/wasm-validator';

const declarations = new Declarations();
const m = new ModuleWriter(declarations);
const validator = new FunctionValidator(declarations);

const c = new CodeEmitter(new ByteBuffer(), validator);
validator.beginFunction(c.buffer, m.reserveFunction(m.functionType([ValueType.i32], [ValueType.i32])));
try {
  c.local.get(0);
  c.f64.const(1);
  c.i32.add();
} catch (error) {
  if (error instanceof ValidationError) console.log(error.message);
  // type mismatch in function 0, instruction 2 (i32.add): expected i32, found f64
}
