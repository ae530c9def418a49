import { StubWriter } from './stub-writer.js';

/**
 * A module with one export, `gate`: `(parameters…, table index)` calls the function at the index, which takes that many words, the stack
 * pointer among them, and returns one.
 */
export function buildGateModule(parameters: number, tailCalls: boolean): Uint8Array<ArrayBuffer> {
  const writer = new StubWriter();
  const { code } = writer;
  writer.importTable();
  for (let i = 0; i <= parameters; i++) code.local.get(i);
  if (tailCalls) code.returnCallIndirect(writer.type(parameters));
  else code.callIndirect(writer.type(parameters));
  writer.export('gate', writer.endFunction(parameters + 1));
  return writer.finish();
}
