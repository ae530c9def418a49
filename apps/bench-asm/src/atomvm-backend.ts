import { AtomvmBackend, free, ptr, xReg, yReg } from '@beamline/jit-backend';
import { smallTerm, TermTag } from '@beamline/machine-model';
import { decodeModule } from '@beamline/module-writer';
import { readInstructions } from '@beamline/wasm-asm';

/** Labels in the module, each with the code of {@link writeLabel}. */
const LABELS = 2000;

/** About what AtomVM's compiler writes for a clause that walks a list: tests, loads, arithmetic, a primitive, a call. */
function writeLabel(b: AtomvmBackend, label: number): void {
  b.addLabel(label);
  const list = b.moveToNativeRegister(xReg(0));
  b.ifBlock([list, '&', TermTag.primaryMask, '!=', TermTag.cons], () => {
    b.callPrimitiveLast('raise_error', ['ctx', 'jit_state', 'offset', 0x4b]);
  });
  const cons = b.and(free(list), ~TermTag.primaryMask);
  b.moveArrayElement(cons, 1, yReg(0));
  const tail = b.getArrayElement(free(cons), 0);
  b.moveToVmRegister(free(tail), xReg(0));
  const sum = b.moveToNativeRegister(xReg(1));
  b.ifElseBlock(
    [sum, '<', smallTerm(label)],
    () => {
      const shifted = b.shiftRightArith(sum, TermTag.integerShift);
      b.add(shifted, 1);
      b.shiftLeft(shifted, TermTag.integerShift);
      b.or(shifted, TermTag.integer);
      b.moveToVmRegister(free(shifted), xReg(1));
    },
    () => b.moveToVmRegister(smallTerm(0), xReg(1)),
  );
  b.freeNativeRegisters([sum]);
  const cell = b.callPrimitive('put_list', ['ctx', yReg(0), xReg(2)]);
  const address = b.and(cell, ~TermTag.primaryMask);
  b.moveToVmRegister(xReg(1), free(ptr(address, 1)));
  b.moveToVmRegister(free(cell), xReg(2));
  b.incrementSp(1);
  b.callOnlyOrScheduleNext(label);
}

/** Of one module: its instructions, the milliseconds that its operations take, and those with the module finished. */
export interface AtomvmBackendTimes {
  readonly instructions: number;
  readonly operations: number;
  readonly whole: number;
}

/** Writes the module again and again, for as long as `best` wants. */
export async function benchAtomvmBackend(best: (run: () => unknown) => Promise<number>): Promise<AtomvmBackendTimes> {
  const backend = new AtomvmBackend({ tailCalls: true });
  const write = (): void => {
    backend.reset();
    backend.jumpTable(LABELS);
    for (let label = 1; label <= LABELS; label++) writeLabel(backend, label);
  };
  const build = (): Uint8Array<ArrayBuffer> => {
    write();
    return backend.finish().bytes;
  };
  const bytes = build();
  if (!WebAssembly.validate(bytes)) throw new Error('the module is not valid');
  let instructions = 0;
  for (const { body } of decodeModule(bytes).code) {
    readInstructions(body, 0, body.length, () => {
      instructions++;
    });
  }
  const whole = await best(build);
  return { instructions, operations: await best(write), whole };
}
