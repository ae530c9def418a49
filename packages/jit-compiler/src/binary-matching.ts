import { Opcode, OperandKind } from '@beamline/beam-file';
import { LinkFixupKind, MatchContextOffset, SegmentFlag, TermTag } from '@beamline/machine-model';
import { segmentFlags } from './binary-construction.js';
import type { FunctionContext } from './function-context.js';

/** Offsets in a match context from its term. */
const POSITION: number = MatchContextOffset.position - TermTag.boxed;
const END: number = MatchContextOffset.end - TermTag.boxed;
const BASE: number = MatchContextOffset.base - TermTag.boxed;

/** What the kernel takes for a size that matches nothing. */
const NO_SIZE = -1;

/** Largest number of bits that a constant size may have. */
const MAXIMUM_BITS = 0x7fffffff;

/** Most bits that one command compares with a constant; compilers compare up to 64. */
const MAXIMUM_COMPARED_BITS = 1024;

/** Kernel functions that the instructions of this file may call. */
export const matchingNeeds: ReadonlyMap<number, readonly string[]> = new Map([
  [Opcode.bs_start_match3, ['bsStartMatch']],
  [Opcode.bs_start_match4, ['bsStartMatch']],
  [Opcode.bs_get_integer2, ['bsGetInteger', 'bsReadInteger', 'bsMatchSize']],
  [Opcode.bs_get_float2, ['bsGetFloat', 'bsMatchSize']],
  [Opcode.bs_get_binary2, ['bsGetBinary', 'bsGetRest', 'bsMatchSize']],
  [Opcode.bs_skip_bits2, ['bsSkip', 'bsSkipRest', 'bsMatchSize']],
  [Opcode.bs_test_unit, ['bsTestUnit']],
  [Opcode.bs_match_string, ['bsMatchString']],
  [Opcode.bs_get_utf8, ['bsGetUtf8']],
  [Opcode.bs_skip_utf8, ['bsGetUtf8']],
  [Opcode.bs_get_utf16, ['bsGetUtf16']],
  [Opcode.bs_skip_utf16, ['bsGetUtf16']],
  [Opcode.bs_get_utf32, ['bsGetUtf32']],
  [Opcode.bs_skip_utf32, ['bsGetUtf32']],
  [Opcode.bs_get_tail, ['bsGetTail']],
  [Opcode.bs_get_position, ['bsGetPosition']],
  [Opcode.bs_set_position, ['bsSetPosition']],
  [Opcode.bs_match, ['bsReadInteger', 'bsReadBits', 'bsReadBinary']],
]);

/** Translates an instruction for which `isMatchCondition` holds: leaves a nonzero value on the operand stack if it matches. */
export function translateMatchCondition(f: FunctionContext, opcode: number, k: number): void {
  const { asm, backend } = f;
  switch (opcode) {
    case Opcode.bs_start_match3:
      f.push(k + 1);
      backend.callKernel('bsStartMatch');
      finish(f, k + 3);
      return;
    case Opcode.bs_start_match4:
      f.push(k + 2);
      backend.callKernel('bsStartMatch');
      finish(f, k + 3);
      return;
    case Opcode.bs_get_integer2:
      getInteger(f, k);
      finish(f, k + 6);
      return;
    case Opcode.bs_get_float2:
      f.push(k + 1);
      pushSize(f, k + 3, k + 4);
      asm.i32.const(f.value(k + 5));
      backend.callKernel('bsGetFloat');
      finish(f, k + 6);
      return;
    case Opcode.bs_get_binary2:
      f.push(k + 1);
      if (isAll(f, k + 3)) {
        asm.i32.const(f.value(k + 4));
        backend.callKernel('bsGetRest');
      } else {
        pushSize(f, k + 3, k + 4);
        backend.callKernel('bsGetBinary');
      }
      finish(f, k + 6);
      return;
    case Opcode.bs_skip_bits2:
      f.push(k + 1);
      if (isAll(f, k + 2)) {
        asm.i32.const(f.value(k + 3));
        backend.callKernel('bsSkipRest');
      } else {
        pushSize(f, k + 2, k + 3);
        backend.callKernel('bsSkip');
      }
      return;
    case Opcode.bs_test_tail2:
      pushRemaining(f, k + 1);
      asm.i32.const(f.value(k + 2));
      asm.i32.eq();
      return;
    case Opcode.bs_test_unit:
      pushUnitTest(f, k + 1, f.value(k + 2));
      return;
    case Opcode.bs_match_string:
      f.push(k + 1);
      backend.pushRelocated(LinkFixupKind.string, f.value(k + 3));
      asm.i32.const(f.value(k + 2));
      backend.callKernel('bsMatchString');
      return;
    case Opcode.bs_get_utf8:
      f.push(k + 1);
      backend.callKernel('bsGetUtf8');
      finish(f, k + 4);
      return;
    case Opcode.bs_skip_utf8:
      f.push(k + 1);
      backend.callKernel('bsGetUtf8');
      return;
    case Opcode.bs_get_utf16:
    case Opcode.bs_get_utf32:
      f.push(k + 1);
      asm.i32.const(f.value(k + 3));
      backend.callKernel(opcode === Opcode.bs_get_utf16 ? 'bsGetUtf16' : 'bsGetUtf32');
      finish(f, k + 4);
      return;
    case Opcode.bs_skip_utf16:
    case Opcode.bs_skip_utf32:
      f.push(k + 1);
      asm.i32.const(f.value(k + 3));
      backend.callKernel(opcode === Opcode.bs_skip_utf16 ? 'bsGetUtf16' : 'bsGetUtf32');
      return;
    case Opcode.bs_match:
      translateCommands(f, k);
      return;
    default:
      throw f.malformed('this is no match');
  }
}

/** Translates an instruction on match contexts that cannot fail. False if it is none. */
export function translateMatch(f: FunctionContext, opcode: number, k: number): boolean {
  const { asm, backend } = f;
  switch (opcode) {
    case Opcode.bs_start_match4:
      f.beginStore(k + 3);
      f.push(k + 2);
      backend.callKernel('bsStartMatch');
      f.endStore(k + 3);
      return true;
    case Opcode.bs_get_tail:
      f.beginStore(k + 1);
      f.push(k);
      backend.callKernel('bsGetTail');
      f.endStore(k + 1);
      return true;
    case Opcode.bs_get_position: {
      const position = backend.allocateI32();
      f.beginStore(k + 1);
      f.push(k);
      asm.i32.load(POSITION);
      asm.local.tee(position);
      asm.i32.const(27);
      asm.i32.shrU();
      asm.if(-1);
      backend.openLabels++;
      f.push(k);
      backend.callKernel('bsGetPosition');
      asm.else();
      asm.local.get(position);
      pushSmallTerm(f);
      backend.close();
      f.endStore(k + 1);
      backend.freeI32(position);
      return true;
    }
    case Opcode.bs_set_position: {
      const position = backend.allocateI32();
      f.push(k + 1);
      asm.local.tee(position);
      backend.isSmall(false);
      asm.if(-64);
      backend.openLabels++;
      f.push(k);
      asm.local.get(position);
      asm.i32.const(TermTag.integerShift);
      asm.i32.shrU();
      asm.i32.store(POSITION);
      asm.else();
      f.push(k);
      asm.local.get(position);
      backend.callKernel('bsSetPosition');
      backend.close();
      backend.freeI32(position);
      return true;
    }
    default:
      return false;
  }
}

/** Turns the number on the operand stack into a small integer. */
function pushSmallTerm(f: FunctionContext): void {
  f.asm.i32.const(TermTag.integerShift);
  f.asm.i32.shl();
  f.asm.i32.const(TermTag.integer);
  f.asm.i32.or();
}

/** Stores the term on the operand stack to a destination unless it is 0, and pushes it. */
function finish(f: FunctionContext, destination: number): void {
  const result = f.backend.allocateI32();
  f.asm.local.set(result);
  f.storeUnlessZero(destination, result);
  f.asm.local.get(result);
  f.backend.freeI32(result);
}

function isAll(f: FunctionContext, k: number): boolean {
  return f.kind(k) === OperandKind.atom && f.module.atom(f.value(k)) === 'all';
}

/** Bits of a constant size; −1 if it is not constant or matches nothing. */
function constantBits(f: FunctionContext, size: number, unit: number): number {
  if (f.kind(size) !== OperandKind.integer) return -1;
  const bits = f.value(size) * f.value(unit);
  return bits >= 0 && bits <= MAXIMUM_BITS ? bits : -1;
}

/** Pushes the number of bits of a size operand and a unit. */
function pushSize(f: FunctionContext, size: number, unit: number): void {
  const bits = constantBits(f, size, unit);
  if (bits >= 0) {
    f.asm.i32.const(bits);
  } else if (f.isRegister(size)) {
    f.push(size);
    f.asm.i32.const(f.value(unit));
    f.backend.callKernel('bsMatchSize');
  } else {
    f.asm.i32.const(NO_SIZE);
  }
}

/** Pushes the number of bits that are left. */
function pushRemaining(f: FunctionContext, context: number): void {
  f.push(context);
  f.asm.i32.load(END);
  f.push(context);
  f.asm.i32.load(POSITION);
  f.asm.i32.sub();
}

/** Pushes whether the bits that are left are a multiple of `unit`. */
function pushUnitTest(f: FunctionContext, context: number, unit: number): void {
  if (unit > 0 && (unit & (unit - 1)) === 0) {
    pushRemaining(f, context);
    f.asm.i32.const(unit - 1);
    f.asm.i32.and();
    f.asm.i32.eqz();
  } else if (unit === 0) {
    throw f.malformed('a unit of 0');
  } else {
    f.push(context);
    f.asm.i32.const(unit);
    f.backend.callKernel('bsTestUnit');
  }
}

/** Integers that are read inline where they begin at a byte. */
function isInlineSize(bits: number): boolean {
  return bits === 8 || bits === 16 || bits === 24 || bits === 32;
}

/** `bs_get_integer2`: pushes the integer, or 0. */
function getInteger(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const bits = constantBits(f, k + 3, k + 4);
  const flags = f.value(k + 5);
  if (f.compact || !isInlineSize(bits)) {
    f.push(k + 1);
    pushSize(f, k + 3, k + 4);
    asm.i32.const(flags);
    backend.callKernel('bsGetInteger');
    return;
  }
  const context = f.localOf(k + 1);
  const position = backend.allocateI32();
  asm.block(-1);
  backend.openLabels++;
  asm.i32.const(0);
  asm.local.get(context);
  asm.i32.load(END);
  asm.local.get(context);
  asm.i32.load(POSITION);
  asm.local.tee(position);
  asm.i32.sub();
  asm.i32.const(bits);
  asm.i32.ltU();
  asm.brIf(0);
  asm.drop();
  asm.local.get(context);
  asm.local.get(position);
  asm.i32.const(bits);
  asm.i32.add();
  asm.i32.store(POSITION);
  const address = backend.allocateI32();
  pushAddress(f, context, position);
  asm.local.set(address);
  asm.local.get(position);
  asm.i32.const(7);
  asm.i32.and();
  asm.i32.eqz();
  pushInteger(f, context, position, address, 0, bits, flags);
  backend.close();
  backend.freeI32(address);
  backend.freeI32(position);
  f.release(k + 1, context);
}

/** Pushes the address of the byte at a position. */
function pushAddress(f: FunctionContext, context: number, position: number): void {
  const { asm } = f;
  asm.local.get(context);
  asm.i32.load(BASE);
  asm.local.get(position);
  asm.i32.const(3);
  asm.i32.shrU();
  asm.i32.add();
}

/**
 * Pushes the integer of so many bits, `offset` bits behind a position, which are known to be there. Whether the position
 * is that of a byte is on the operand stack; then `address` is its address.
 */
function pushInteger(
  f: FunctionContext,
  context: number,
  position: number,
  address: number,
  offset: number,
  bits: number,
  flags: number,
): void {
  const { asm, backend } = f;
  asm.if(-1);
  backend.openLabels++;
  const signed = (flags & SegmentFlag.signed) !== 0;
  loadInteger(f, address, offset >> 3, bits, (flags & (SegmentFlag.little | SegmentFlag.native)) !== 0, signed);
  if (bits === 32) {
    const value = backend.allocateI32();
    asm.local.tee(value);
    if (signed) {
      asm.i32.const(1 << 27);
      asm.i32.add();
      asm.i32.const(28);
    } else {
      asm.i32.const(27);
    }
    asm.i32.shrU();
    asm.if(-1);
    backend.openLabels++;
    readInteger(f, context, position, offset, bits, flags);
    asm.else();
    asm.local.get(value);
    pushSmallTerm(f);
    backend.close();
    backend.freeI32(value);
  } else {
    pushSmallTerm(f);
  }
  asm.else();
  readInteger(f, context, position, offset, bits, flags);
  backend.close();
}

/** Pushes an integer by a call of the kernel. */
function readInteger(f: FunctionContext, context: number, position: number, offset: number, bits: number, flags: number): void {
  f.asm.local.get(context);
  pushOffset(f, position, offset);
  f.asm.i32.const(bits);
  f.asm.i32.const(flags);
  f.backend.callKernel('bsReadInteger');
}

function pushOffset(f: FunctionContext, position: number, offset: number): void {
  f.asm.local.get(position);
  if (offset === 0) return;
  f.asm.i32.const(offset);
  f.asm.i32.add();
}

/** Pushes the number in one to four bytes. */
function loadInteger(f: FunctionContext, address: number, offset: number, bits: number, little: boolean, signed: boolean): void {
  const { asm } = f;
  asm.local.get(address);
  switch (bits) {
    case 8:
      if (signed) asm.i32.load8S(offset);
      else asm.i32.load8U(offset);
      return;
    case 16:
      if (little) {
        if (signed) asm.i32.load16S(offset);
        else asm.i32.load16U(offset);
        return;
      }
      if (signed) asm.i32.load8S(offset);
      else asm.i32.load8U(offset);
      asm.i32.const(8);
      asm.i32.shl();
      asm.local.get(address);
      asm.i32.load8U(offset + 1);
      asm.i32.or();
      return;
    case 24: {
      const high = little ? offset + 2 : offset;
      if (signed) asm.i32.load8S(high);
      else asm.i32.load8U(high);
      asm.i32.const(16);
      asm.i32.shl();
      asm.local.get(address);
      asm.i32.load8U(offset + 1);
      asm.i32.const(8);
      asm.i32.shl();
      asm.i32.or();
      asm.local.get(address);
      asm.i32.load8U(little ? offset : offset + 2);
      asm.i32.or();
      return;
    }
    default: {
      asm.i32.load(offset);
      if (little) return;
      const value = f.backend.allocateI32();
      asm.local.set(value);
      f.backend.pushSwapped(value);
      f.backend.freeI32(value);
    }
  }
}

/** A number of bits in a command. */
function commandBits(f: FunctionContext, k: number, unit: number): number {
  const bits = f.value(k) * unit;
  if ((f.kind(k) !== OperandKind.untagged && f.kind(k) !== OperandKind.integer) || bits < 0 || bits > MAXIMUM_BITS) {
    throw f.malformed('a size in a command is no number or too large');
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
        if (bits > MAXIMUM_COMPARED_BITS) throw f.malformed(`${bits} bits are compared with a constant`);
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
        throw f.malformed(`the command ${name} is not known`);
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
