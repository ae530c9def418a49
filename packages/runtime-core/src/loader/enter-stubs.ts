import { ENTER_TABLE_BASE, X_REGISTERS } from '@beamline/machine-model';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';

/**
 * A module whose instantiation puts stubs into the table, through which the run loop enters functions with the X registers as arguments:
 * `(table index, sp)`, one for each arity.
 */
export function buildEnterStubs(arities: readonly number[]): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const type = (parameters: number): number => writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
  writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });
  writer.importMemory('env', 'memory', { min: 1 });
  for (const arity of arities) {
    const start = code.buffer.length;
    code.local.get(1);
    for (let i = 0; i < arity; i++) {
      code.i32.const(0);
      code.i32.load(X_REGISTERS + 4 * i);
    }
    code.local.get(0);
    code.callIndirect(type(arity + 1));
    code.end();
    const index = writer.addFunction(type(2), [], code.buffer, start, code.buffer.length);
    writer.element({ offset: ConstExpression.i32(ENTER_TABLE_BASE + arity) }, [index]);
  }
  return writer.finish();
}
