import { methodPath } from '../scripts/generator.js';
import {
  AtomicInstructions,
  BlockType,
  CatchKind,
  CodeEmitter,
  GcInstructions,
  HeapType,
  type ImmediateKind,
  type Instruction,
  LegacyExceptionInstructions,
  RelaxedSimdInstructions,
  SimdInstructions,
  ValueType,
} from '../src/index.js';

const OPTIONAL: ReadonlySet<ImmediateKind> = new Set([
  'blocktype',
  'table',
  'memory',
  'memarg0',
  'memarg1',
  'memarg2',
  'memarg3',
  'memarg4',
]);

function argument(kind: ImmediateKind): unknown[] {
  switch (kind) {
    case 'blocktype':
      return [BlockType.empty];
    case 'labels':
      return [[0, 0, 0], 0];
    case 'memarg0':
    case 'memarg1':
    case 'memarg2':
    case 'memarg3':
    case 'memarg4':
      return [300];
    case 'i32':
      return [-1234567];
    case 'i64':
      return [-12345678901234n];
    case 'f32':
    case 'f64':
      return [0.5];
    case 'v128':
      return [Uint8Array.from({ length: 16 }, (_, i) => i * 16)];
    case 'lanes16':
      return [Array.from({ length: 16 }, (_, i) => 31 - i)];
    case 'heaptype':
      return [HeapType.func];
    case 'valuetypes':
      return [[ValueType.i32]];
    case 'catches':
      return [
        [
          { kind: CatchKind.catch, tag: 0, label: 0 },
          { kind: CatchKind.catchAll, label: 0 },
        ],
      ];
    case 'zero':
      return [];
    default:
      return [0];
  }
}

/** Arguments for the method of an instruction: required ones first, then those with a default. */
export function sampleArguments(instruction: Instruction): unknown[] {
  const required = instruction.immediates.filter((kind) => !OPTIONAL.has(kind));
  const optional = instruction.immediates.filter((kind) => OPTIONAL.has(kind));
  return [...required, ...optional].flatMap(argument);
}

/** Calls the method that the naming rule gives for an instruction. */
export function emit(code: CodeEmitter, instruction: Instruction, args: readonly unknown[] = sampleArguments(instruction)): void {
  const holder = {
    core: () => code,
    gc: () => new GcInstructions(code),
    simd: () => new SimdInstructions(code),
    relaxedSimd: () => new RelaxedSimdInstructions(code),
    threads: () => new AtomicInstructions(code),
    legacyExceptions: () => new LegacyExceptionInstructions(code),
  }[instruction.group]();
  const { namespace, method } = methodPath(instruction);
  const object: unknown = namespace === undefined ? holder : Reflect.get(holder, namespace);
  if (typeof object !== 'object' || object === null) throw new Error(`no namespace ${namespace}`);
  const call: unknown = Reflect.get(object, method);
  if (typeof call !== 'function') throw new Error(`no method ${method}`);
  Reflect.apply(call, object, args);
}

/** A function body around one sample of the instruction, well nested but not well typed. */
export function sampleBody(instruction: Instruction): Uint8Array<ArrayBuffer> {
  return bodyAround(instruction, () => undefined);
}

/** The same, with code around it that cannot be reached, where all operands have the right type. */
export function unreachableBody(instruction: Instruction): Uint8Array<ArrayBuffer> {
  return bodyAround(instruction, (code) => code.unreachable());
}

function bodyAround(instruction: Instruction, around: (code: CodeEmitter) => void): Uint8Array<ArrayBuffer> {
  const code = new CodeEmitter();
  const legacy = new LegacyExceptionInstructions(code);
  const { name } = instruction;
  around(code);
  if (name === 'else') code.if();
  if (name === 'catch' || name === 'catch_all' || name === 'delegate' || name === 'rethrow') legacy.try();
  if (name === 'rethrow') legacy.catch(0);
  if (name === 'end') code.block();
  emit(code, instruction);
  around(code);
  if (name === 'else') code.nop();
  if (['block', 'loop', 'if', 'else', 'try', 'try_table', 'catch', 'catch_all', 'rethrow'].includes(name)) code.end();
  code.end();
  return code.buffer.slice();
}
