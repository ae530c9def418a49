import { OperandKind } from '@beamline/beam-file';
import type { FunctionContext } from '../../function/function-context.js';
import { type InstructionGroup, negatable } from '../instruction.js';
import { isInlineSize, pushInteger, readInteger } from './binary-integers.js';
import { END, MAXIMUM_BITS, POSITION, pushAddress, pushOffset } from './match-contexts.js';
import { segmentFlags } from './segment-flags.js';

/** Most bits that one command compares with a constant; compilers compare up to 64. */
const MAXIMUM_COMPARED_BITS = 1024;

/** A number of bits in a command. */
function commandBits(f: FunctionContext, k: number, unit: number): number {
  const bits = f.value(k) * unit;
  if ((f.kind(k) !== OperandKind.untagged && f.kind(k) !== OperandKind.integer) || bits < 0 || bits > MAXIMUM_BITS) {
    throw f.malformed('the size in a command is not a number, or is too large');
  }
  return bits;
}

/**
 * `bs_match`: tests that enough is there, then reads segments at known distances. The position moves when all commands
 * have succeeded, but not over what `get_tail` takes: the next pattern may go on there.
 */
function translateCommands(f: FunctionContext, k: number): void {
  const { asm, backend, module } = f;
  const end = k + 3 + f.value(k + 2);
  const context = f.localOf(k + 1);
  // A command may store to the register of the context.
  const held = backend.allocateI32();
  asm.local.get(context);
  asm.local.set(held);
  f.release(k + 1, context);
  const position = backend.allocateI32();
  const address = backend.allocateI32();
  const aligned = backend.allocateI32();
  let hasAddress = false;
  const needAddress = (): void => {
    if (hasAddress) return;
    hasAddress = true;
    pushAddress(f, held, position);
    asm.local.set(address);
    asm.local.get(position);
    asm.i32.const(7);
    asm.i32.and();
    asm.i32.eqz();
    asm.local.set(aligned);
  };
  asm.local.get(held);
  asm.i32.load(POSITION);
  asm.local.set(position);
  asm.block(-1);
  backend.openLabels++;
  /** Leaves with 0 if the value on the operand stack is not 0. */
  const failIf = (pushCondition: () => void): void => {
    asm.i32.const(0);
    pushCondition();
    asm.brIf(0);
    asm.drop();
  };
  let offset = 0;
  for (let c = k + 3; c < end; ) {
    const name = f.kind(c) === OperandKind.atom ? module.atom(f.value(c)) : '';
    switch (name) {
      case 'ensure_at_least': {
        const bits = commandBits(f, c + 1, 1);
        const unit = f.value(c + 2);
        if (unit < 1) throw f.malformed('a unit of 0');
        const remaining = backend.allocateI32();
        const pushRest = (): void => {
          asm.local.get(held);
          asm.i32.load(END);
          asm.local.get(position);
          asm.i32.sub();
        };
        if (bits > 0) {
          failIf(() => {
            pushRest();
            asm.local.tee(remaining);
            asm.i32.const(bits);
            asm.i32.ltU();
          });
        } else if (unit > 1) {
          pushRest();
          asm.local.set(remaining);
        }
        if (unit > 1) {
          failIf(() => {
            asm.local.get(remaining);
            asm.i32.const(bits);
            asm.i32.sub();
            asm.i32.const(unit);
            asm.i32.remU();
          });
        }
        backend.freeI32(remaining);
        c += 3;
        break;
      }
      case 'ensure_exactly': {
        const bits = commandBits(f, c + 1, 1);
        failIf(() => {
          asm.local.get(held);
          asm.i32.load(END);
          asm.local.get(position);
          asm.i32.sub();
          asm.i32.const(bits);
          asm.i32.ne();
        });
        c += 2;
        break;
      }
      case 'integer': {
        const bits = commandBits(f, c + 3, f.value(c + 4));
        const flags = segmentFlags(f, c + 2);
        const inline = !f.compact && isInlineSize(bits) && offset % 8 === 0;
        if (inline) needAddress();
        f.beginStore(c + 5);
        if (inline) {
          asm.local.get(aligned);
          pushInteger(f, held, position, address, offset, bits, flags);
        } else {
          readInteger(f, held, position, offset, bits, flags);
        }
        f.endStore(c + 5);
        offset += bits;
        c += 6;
        break;
      }
      case 'binary': {
        const bits = commandBits(f, c + 3, f.value(c + 4));
        f.beginStore(c + 5);
        asm.local.get(held);
        pushOffset(f, position, offset);
        asm.i32.const(bits);
        backend.callKernel('bsReadBinary');
        f.endStore(c + 5);
        offset += bits;
        c += 6;
        break;
      }
      case 'skip':
        offset += commandBits(f, c + 1, 1);
        c += 2;
        break;
      case 'get_tail':
        f.beginStore(c + 3);
        asm.local.get(held);
        pushOffset(f, position, offset);
        asm.local.get(held);
        asm.i32.load(END);
        asm.local.get(position);
        asm.i32.sub();
        asm.i32.const(offset);
        asm.i32.sub();
        backend.callKernel('bsReadBinary');
        f.endStore(c + 3);
        c += 4;
        break;
      case '=:=': {
        const bits = commandBits(f, c + 2, 1);
        if (bits > MAXIMUM_COMPARED_BITS)
          throw f.malformed(`${bits} bits are compared with a constant, more than ${MAXIMUM_COMPARED_BITS}`);
        const value = f.kind(c + 3) === OperandKind.bigInteger ? (f.code.bigs[f.value(c + 3)] ?? 0n) : BigInt(f.value(c + 3));
        for (let done = 0; done < bits; ) {
          const some = Math.min(32, bits - done);
          const expected = Number(BigInt.asIntN(32, (value >> BigInt(bits - done - some)) & ((1n << BigInt(some)) - 1n)));
          const at = offset + done;
          failIf(() => {
            asm.local.get(held);
            pushOffset(f, position, at);
            asm.i32.const(some);
            backend.callKernel('bsReadBits');
            asm.i32.const(expected);
            asm.i32.ne();
          });
          done += some;
        }
        offset += bits;
        c += 4;
        break;
      }
      default:
        throw f.malformed(`unknown command ${name}`);
    }
  }
  if (offset > 0) {
    asm.local.get(held);
    pushOffset(f, position, offset);
    asm.i32.store(POSITION);
  }
  asm.i32.const(1);
  backend.close();
  backend.freeI32(aligned);
  backend.freeI32(address);
  backend.freeI32(position);
  backend.freeI32(held);
}

/** `bs_match`. */
export const bsMatchInstructions: InstructionGroup = {
  title: 'binaries',
  instructions: {
    bs_match: { kind: 'condition', condition: negatable(translateCommands), kernel: ['bsReadInteger', 'bsReadBits', 'bsReadBinary'] },
  },
};
