import { ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';

/**
 * A module with one export, `gate`: `(parameters…, table index)` calls the function at the index, which takes that many words, the stack
 * pointer among them, and returns one.
 */
export function buildGateModule(parameters: number, tailCalls: boolean): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const type = (count: number): number => writer.functionType(new Array<ValueType>(count).fill(ValueType.i32), [ValueType.i32]);
  writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });
  for (let i = 0; i <= parameters; i++) code.local.get(i);
  if (tailCalls) code.returnCallIndirect(type(parameters));
  else code.callIndirect(type(parameters));
  code.end();
  writer.exportFunction('gate', writer.addFunction(type(parameters + 1), [], code.buffer, 0, code.buffer.length));
  return writer.finish();
}
