import type { BeamFileError, BeamFileErrorCode } from './beam-file-error.js';
import type { ChunkReader } from './chunk-reader.js';
import { type Code, OperandKind } from './code.js';
import type { Import, Lambda } from './function-tables.js';
import { Opcode } from './opcode.js';
import { OPCODES, OperandClass } from './opcode-table.js';

/** What the code refers to, outside of the `Code` chunk. */
export interface CodeContext {
  readonly atoms: readonly string[];
  readonly imports: readonly Import[];
  readonly lambdas: readonly Lambda[];
  /** Size of `StrT` in bytes. */
  readonly stringBytes: number;
  /** Number of places in the line table, with the unknown one; undefined without a line table. */
  readonly lineCount: number | undefined;
}

const K = OperandKind;
const SOURCE_KINDS: number = bits(K.integer, K.atom, K.x, K.y, K.character, K.literalTerm, K.bigInteger, K.nil);

/** For each OperandClass the set of the operand kinds that it allows, as bits. */
const CLASS_KINDS: Readonly<Record<OperandClass, number>> = {
  [OperandClass.untagged]: bits(K.untagged),
  [OperandClass.import]: bits(K.untagged),
  [OperandClass.label]: bits(K.label),
  [OperandClass.atom]: bits(K.atom),
  [OperandClass.source]: SOURCE_KINDS,
  [OperandClass.register]: bits(K.x, K.y),
  [OperandClass.yRegister]: bits(K.y),
  [OperandClass.floatRegister]: bits(K.floatRegister),
  [OperandClass.sourceOrFloat]: SOURCE_KINDS | bits(K.floatRegister),
  [OperandClass.registerOrFloat]: bits(K.x, K.y, K.floatRegister),
  [OperandClass.heapNeed]: bits(K.untagged, K.allocList),
  [OperandClass.list]: bits(K.list),
  [OperandClass.any]: -1,
};

function bits(...kinds: number[]): number {
  return kinds.reduce((set, kind) => set | (1 << kind), 0);
}

/** Per opcode: the sets of kinds of its operands, one after the other from `maskStart[opcode]`. */
const MASK_START: Uint16Array = new Uint16Array(OPCODES.length + 2);
const MASKS: Int32Array = Int32Array.from(OPCODES.flatMap((info) => info.operandClasses.map((c) => CLASS_KINDS[c])));
/** Per opcode: position of the operand that is an import plus 1, or 0. */
const IMPORT_OPERAND: Uint8Array = new Uint8Array(OPCODES.length + 1);
/** Per opcode: the number of arguments of a BIF instruction, or 255 when the first operand has it. */
const IMPORT_ARITY: Uint8Array = new Uint8Array(OPCODES.length + 1);
for (const info of OPCODES) {
  MASK_START[info.opcode + 1] = (MASK_START[info.opcode] as number) + info.arity;
  const position = info.operandClasses.indexOf(OperandClass.import);
  IMPORT_OPERAND[info.opcode] = position + 1;
  const args = info.operandNames.filter((name) => name.startsWith('arg')).length;
  IMPORT_ARITY[info.opcode] = info.operandNames[0] === 'arity' ? 255 : args;
}

/**
 * Checks that the instructions make sense as far as a compiler has to rely on it: each operand is
 * of a kind that its instruction takes, labels are defined once, the ones used are defined, imports,
 * funs, strings and lines exist, lists have the shape that their instruction needs. (What values
 * registers have is not looked at.) Throws BeamFileError.
 */
export function verifyCode(code: Code, reader: ChunkReader, codeStart: number, context: CodeContext): Uint8Array {
  return new CodeVerifier(code, reader, codeStart, context).verify();
}

class CodeVerifier {
  private readonly defined: Uint8Array;
  private functions = 0;

  constructor(
    private readonly code: Code,
    private readonly reader: ChunkReader,
    private readonly codeStart: number,
    private readonly context: CodeContext,
  ) {
    this.defined = new Uint8Array(code.labelCount);
  }

  /** Returns which labels are defined: element `label` is 1. */
  verify(): Uint8Array {
    const { opcodes, operandStart, kinds, length } = this.code;
    for (let i = 0; i < length; i++) {
      const opcode = opcodes[i] as number;
      let k = operandStart[i] as number;
      const end = operandStart[i + 1] as number;
      for (let m = MASK_START[opcode] as number; k < end; m++) {
        const kind = kinds[k] as number;
        if ((((MASKS[m] as number) >>> kind) & 1) === 0) throw this.wrongKind(i, m - (MASK_START[opcode] as number), kind);
        k += 1 + this.tail(k, kind);
      }
      if (IMPORT_OPERAND[opcode] !== 0) this.import(i, opcode);
      else this.special(i, opcode);
    }
    this.labels();
    if (this.functions !== this.code.functionCount) {
      throw this.reader.error('bad-count', `there are ${this.functions} functions, but the file says ${this.code.functionCount}`, 16);
    }
    return this.defined;
  }

  /** Number of operands after operand `k` that belong to it. */
  private tail(k: number, kind: number): number {
    if (kind === K.list) return this.code.values[k] as number;
    return kind === K.allocList ? (this.code.values[k] as number) * 2 : 0;
  }

  private import(i: number, opcode: number): void {
    const { values, operandStart } = this.code;
    const first = operandStart[i] as number;
    const index = values[first + (IMPORT_OPERAND[opcode] as number) - 1] as number;
    const target = this.context.imports[index];
    if (target === undefined) {
      throw this.error(i, 'bad-index', `there is no import ${index}, only ${this.context.imports.length}`);
    }
    const arity = IMPORT_ARITY[opcode] === 255 ? values[first] : IMPORT_ARITY[opcode];
    if (arity !== target.arity) {
      throw this.error(i, 'bad-operand', `import ${index} has arity ${target.arity}, not ${arity}`);
    }
  }

  private special(i: number, opcode: number): void {
    const { values, kinds, operandStart } = this.code;
    const k = operandStart[i] as number;
    switch (opcode) {
      case Opcode.label:
        this.label(i, values[k] as number);
        return;
      case Opcode.func_info:
        this.functions++;
        return;
      case Opcode.line:
        this.line(i, values[k] as number);
        return;
      case Opcode.select_val:
        this.list(i, k + 2, 2, SOURCE_KINDS, bits(K.label));
        return;
      case Opcode.select_tuple_arity:
        this.list(i, k + 2, 2, bits(K.untagged), bits(K.label));
        return;
      case Opcode.put_tuple2:
        this.list(i, k + 1, 1, SOURCE_KINDS, SOURCE_KINDS);
        return;
      case Opcode.put_map_assoc:
      case Opcode.put_map_exact:
        this.list(i, k + 4, 2, SOURCE_KINDS, SOURCE_KINDS);
        return;
      case Opcode.has_map_fields:
        this.list(i, k + 2, 1, SOURCE_KINDS, SOURCE_KINDS);
        return;
      case Opcode.get_map_elements:
        this.list(i, k + 2, 2, SOURCE_KINDS, bits(K.x, K.y));
        return;
      case Opcode.put_record:
        this.list(i, k + 5, 2, bits(K.atom), SOURCE_KINDS);
        return;
      case Opcode.get_record_elements:
        this.list(i, k + 2, 2, bits(K.atom), bits(K.x, K.y));
        return;
      case Opcode.update_record:
        this.list(i, k + 4, 2, bits(K.untagged), SOURCE_KINDS);
        return;
      case Opcode.init_yregs:
        this.list(i, k, 1, bits(K.y), bits(K.y));
        return;
      case Opcode.call_fun2:
        // A bare number is the fun that is called; `safe` or `unsafe` say whether its arity is known.
        if (kinds[k] === K.untagged) this.lambda(i, values[k] as number);
        else if (kinds[k] !== K.atom) throw this.wrongKind(i, 0, kinds[k] as number);
        return;
      case Opcode.make_fun2:
        this.lambda(i, values[k] as number);
        return;
      case Opcode.make_fun3:
        this.list(i, k + 2, 1, SOURCE_KINDS, SOURCE_KINDS);
        if (this.lambda(i, values[k] as number).numFree !== values[k + 2]) {
          throw this.error(i, 'bad-count', `the environment has ${values[k + 2]} elements, not as many as the fun has free variables`);
        }
        return;
      case Opcode.bs_test_tail2:
        if (kinds[k + 2] !== K.untagged && kinds[k + 2] !== K.integer && kinds[k + 2] !== K.bigInteger)
          throw this.wrongKind(i, 2, kinds[k + 2] as number);
        return;
      case Opcode.bs_put_string:
        this.string(i, values[k + 1] as number, values[k] as number);
        return;
      case Opcode.bs_match_string:
        this.string(i, values[k + 3] as number, Math.ceil((values[k + 2] as number) / 8));
        return;
      case Opcode.bs_start_match4: {
        const kind = kinds[k] as number;
        if (kind !== K.label && kind !== K.atom) throw this.wrongKind(i, 0, kind);
        return;
      }
      case Opcode.bs_create_bin:
        this.segments(i);
        return;
      default:
    }
  }

  private label(i: number, label: number): void {
    if (label < 1 || label >= this.code.labelCount) {
      throw this.error(i, 'bad-label', `label ${label} is not in 1..${this.code.labelCount - 1}`);
    }
    if (this.defined[label] === 1) throw this.error(i, 'bad-label', `label ${label} is defined twice`);
    this.defined[label] = 1;
  }

  private line(i: number, line: number): void {
    const { lineCount } = this.context;
    if (lineCount !== undefined && line >= lineCount) {
      throw this.error(i, 'bad-index', `there is no line ${line} in the line table, only 0..${lineCount - 1}`);
    }
  }

  private lambda(i: number, index: number): Lambda {
    const lambda = this.context.lambdas[index];
    if (lambda === undefined) throw this.error(i, 'bad-index', `there is no fun ${index}, only ${this.context.lambdas.length}`);
    return lambda;
  }

  private string(i: number, offset: number, size: number): void {
    if (offset + size > this.context.stringBytes) {
      throw this.error(i, 'bad-index', `string of ${size} bytes at ${offset} is not within the ${this.context.stringBytes} bytes of StrT`);
    }
  }

  /** Checks the list at operand `k`: groups of `unit` elements, the kinds alternating. */
  private list(i: number, k: number, unit: 1 | 2, even: number, odd: number): void {
    const { kinds, values } = this.code;
    const count = values[k] as number;
    if (count % unit !== 0) throw this.error(i, 'bad-count', `list of ${count} elements is not made of pairs`);
    for (let n = 0; n < count; n++) {
      const kind = kinds[k + 1 + n] as number;
      const allowed = unit === 2 && (n & 1) === 1 ? odd : even;
      if (((allowed >>> kind) & 1) === 0) {
        throw this.error(i, 'bad-operand', `element ${n + 1} of the list is of a kind that it cannot have (${kind})`);
      }
    }
  }

  /** The segments of `bs_create_bin`: type, segment number, unit, flags, value, size. */
  private segments(i: number): void {
    const { kinds, values, operandStart } = this.code;
    let k = operandStart[i] as number;
    // Fail, heap need, live, unit, destination come first; heap need can be a list.
    k += 2 + this.tail(k + 1, kinds[k + 1] as number) + 3;
    const count = values[k] as number;
    if (count % 6 !== 0) throw this.error(i, 'bad-count', `list of ${count} elements is not made of segments, which have 6`);
    for (let s = k + 1; s < k + 1 + count; s += 6) {
      if (kinds[s] !== K.atom || kinds[s + 1] !== K.untagged || kinds[s + 2] !== K.untagged) {
        throw this.error(i, 'bad-operand', 'a segment does not start with type, number and unit');
      }
      if (this.context.atoms[values[s] as number] !== 'string') continue;
      if (kinds[s + 4] !== K.untagged || kinds[s + 5] !== K.integer || (values[s + 5] as number) < 0) {
        throw this.error(i, 'bad-operand', 'a string segment does not have offset and size');
      }
      this.string(i, values[s + 4] as number, values[s + 5] as number);
    }
  }

  /** Checks that each label that an operand names is defined; done when all definitions are seen. */
  private labels(): void {
    const { kinds, values } = this.code;
    for (let k = 0; k < kinds.length; k++) {
      if (kinds[k] !== K.label) continue;
      const label = values[k] as number;
      if (label !== 0 && this.defined[label] === 0) {
        const i = this.instructionOf(k);
        throw this.error(i, 'bad-label', `label ${label} is not defined`);
      }
    }
  }

  private instructionOf(operand: number): number {
    let i = 0;
    while ((this.code.operandStart[i + 1] as number) <= operand) i++;
    return i;
  }

  private wrongKind(i: number, position: number, kind: number): BeamFileError {
    const info = OPCODES[(this.code.opcodes[i] as number) - 1];
    const name = info?.operandNames[position] ?? String(position);
    return this.error(i, 'bad-operand', `operand ${name} is of a kind that it cannot have (${kind})`);
  }

  private error(i: number, code: BeamFileErrorCode, message: string): BeamFileError {
    const name = OPCODES[(this.code.opcodes[i] as number) - 1]?.name ?? '?';
    return this.reader.error(code, `${name}: ${message}`, this.codeStart + (this.code.offsets[i] as number));
  }
}
