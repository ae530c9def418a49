import { NativeBackend } from '@beamline/jit-backend';
import { LinkFixups } from '@beamline/machine-model';
import { CodeEmitter } from '@beamline/wasm-asm';

const backend = new NativeBackend(new CodeEmitter(), new LinkFixups());
backend.beginFunction(1);
backend.code.local.get(backend.xLocal(0));
backend.isSmall(false);
console.log(backend.buffer.slice()); // local.get 1, i32.const 15, i32.and, i32.const 15, i32.eq
