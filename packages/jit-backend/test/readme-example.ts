import { isSmallInteger, MachineRegister, NativeBackend, Relocations, smallTerm, Term } from '@beamline/jit-backend';
import { CodeEmitter } from '@beamline/wasm-asm';

const backend = new NativeBackend(new CodeEmitter(), new Relocations());
backend.beginFunction(1);
backend.code.local.get(backend.xLocal(0));
backend.isSmall(false);
console.log(backend.buffer.slice()); // local.get 1, i32.const 15, i32.and, i32.const 15, i32.eq

console.log(smallTerm(3), 3 * 2 ** Term.integerShift + Term.integer); // 63 63
console.log(isSmallInteger(2 ** 27), MachineRegister.heapTop); // false 20
