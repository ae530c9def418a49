import { ENTER_TABLE_BASE, X_REGISTERS } from '@beamline/machine-model';
import { StubWriter } from './stub-writer.js';

/**
 * A module whose instantiation puts stubs into the table, through which the run loop enters functions with the X registers as arguments:
 * `(table index, sp)`, one for each arity.
 */
export function buildEnterStubs(arities: readonly number[]): Uint8Array<ArrayBuffer> {
  const writer = new StubWriter();
  const { code } = writer;
  writer.importTable();
  writer.importMemory();
  for (const arity of arities) {
    code.local.get(1);
    for (let i = 0; i < arity; i++) {
      code.i32.const(0);
      code.i32.load(X_REGISTERS + 4 * i);
    }
    code.local.get(0);
    code.callIndirect(writer.type(arity + 1));
    writer.putIntoTable(ENTER_TABLE_BASE + arity, writer.endFunction(2));
  }
  return writer.finish();
}
