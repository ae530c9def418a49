import { CodeEmitter, StructuredControlFlow } from '@beamline/wasm-asm';

// 0: is parameter 0 zero? then 2, else 1; 1: count it down, then 0; 2: return
const flow = new StructuredControlFlow();
flow.read({ nodeCount: 3, successorStart: [0, 2, 3, 3], successors: [2, 1, 0], switches: [0, 0, 0] });

const c = new CodeEmitter();
flow.emit(c, {
  emitNode(node, negated) {
    if (node === 2) return c.return();
    c.local.get(0);
    if (node === 0 && !negated) c.i32.eqz();
    if (node === 1) {
      c.i32.const(1);
      c.i32.sub();
      c.local.set(0);
    }
  },
});
console.log([...c.buffer.slice()].map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
// 03 40 20 00 45 04 40 0f 05 20 00 41 01 6b 21 00 0c 01 0b 0b
