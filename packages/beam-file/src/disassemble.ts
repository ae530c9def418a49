import { OperandKind } from './code.js';
import { decodeExternalTerm } from './external-term.js';
import { formatAtom, formatTerm } from './format-term.js';
import { Opcode } from './opcode.js';
import { OPCODES, OperandClass } from './opcode-table.js';
import type { BeamFile } from './read-beam-file.js';
import { ANY_TYPE, TypeBit, type TypeInfo } from './types.js';

/**
 * Writes a module in the form of `erlc -S`: one instruction per line, labels indented by 2, other
 * instructions by 4. What a `.beam` file does not have is not there: comments and variable
 * annotations (`'%'`), and types in as much detail. Throws ExternalTermError when a literal is
 * malformed.
 */
export function disassemble(beam: BeamFile): string {
  return new Disassembler(beam).module();
}

const K = OperandKind;

/** Conditional instructions, written `{test,Name,Fail,Arguments}`. */
const TESTS: ReadonlySet<number> = new Set<number>([
  Opcode.is_lt,
  Opcode.is_ge,
  Opcode.is_eq,
  Opcode.is_ne,
  Opcode.is_eq_exact,
  Opcode.is_ne_exact,
  Opcode.is_integer,
  Opcode.is_float,
  Opcode.is_number,
  Opcode.is_atom,
  Opcode.is_pid,
  Opcode.is_reference,
  Opcode.is_port,
  Opcode.is_nil,
  Opcode.is_binary,
  Opcode.is_list,
  Opcode.is_nonempty_list,
  Opcode.is_tuple,
  Opcode.test_arity,
  Opcode.is_function,
  Opcode.is_boolean,
  Opcode.is_function2,
  Opcode.bs_skip_bits2,
  Opcode.bs_test_tail2,
  Opcode.is_bitstr,
  Opcode.bs_test_unit,
  Opcode.bs_match_string,
  Opcode.bs_skip_utf8,
  Opcode.bs_skip_utf16,
  Opcode.bs_skip_utf32,
  Opcode.is_map,
  Opcode.is_tagged_tuple,
  Opcode.is_any_native_record,
  Opcode.is_native_record,
  Opcode.is_record_accessible,
]);

/** Tests that give a result, written `{test,Name,Fail,Live,Arguments,Destination}`. */
const TESTS_WITH_RESULT: ReadonlySet<number> = new Set<number>([
  Opcode.bs_start_match2,
  Opcode.bs_get_integer2,
  Opcode.bs_get_float2,
  Opcode.bs_get_binary2,
  Opcode.bs_get_utf8,
  Opcode.bs_get_utf16,
  Opcode.bs_get_utf32,
  Opcode.bs_start_match3,
]);

/** Written `{bif,Name,Fail,Arguments,Destination}` like BIFs, but they have opcodes of their own. */
const FLOAT_OPERATIONS: ReadonlySet<number> = new Set<number>([Opcode.fadd, Opcode.fsub, Opcode.fmul, Opcode.fdiv, Opcode.fnegate]);

/** How `bs_match` commands are made of list elements: how many arguments each name has. */
const MATCH_COMMANDS: ReadonlyMap<string, number> = new Map([
  ['ensure_at_least', 2],
  ['ensure_exactly', 1],
  ['skip', 1],
  ['get_tail', 3],
  ['binary', 5],
  ['integer', 5],
  ['=:=', 3],
]);

class Disassembler {
  private readonly literals: (string | undefined)[] = [];
  private readonly functionNames = new Map<number, string>();

  constructor(private readonly beam: BeamFile) {}

  module(): string {
    const { beam } = this;
    const { code } = beam;
    const exports = beam.exports.map((e) => `{${this.atom(e.function)},${e.arity}}`).sort();
    const lines = [
      `{module, ${formatAtom(beam.module)}}.  %% version = ${code.instructionSet}`,
      '',
      `{exports, [${exports.join(',')}]}.`,
      '',
      `{attributes, ${this.attributes()}}.`,
      '',
      `{labels, ${code.labelCount}}.`,
    ];
    for (const { start, end } of this.functions()) {
      lines.push('', '', this.functionHeader(start));
      for (let i = start; i < end; i++) {
        const indent = code.opcodes[i] === Opcode.label ? '  ' : '    ';
        lines.push(`${indent}${this.instruction(i)}.`);
      }
    }
    return `${lines.join('\n')}\n`;
  }

  /** User attributes; `erlc` adds `vsn` after it has printed the assembly. */
  private attributes(): string {
    const { attributes } = this.beam;
    if (attributes?.kind !== 'list') return '[]';
    const own = attributes.elements.filter((a) => {
      const key = a.kind === 'tuple' ? a.elements[0] : undefined;
      return key?.kind !== 'atom' || key.name !== 'vsn';
    });
    return `[${own.map(formatTerm).join(',')}]`;
  }

  /** Ranges of instructions. A function starts with the label that is before its `func_info`. */
  private functions(): { start: number; end: number }[] {
    const { opcodes, length, operandStart, values } = this.beam.code;
    const starts: number[] = [];
    for (let i = 0; i < length; i++) {
      if (opcodes[i] !== Opcode.func_info) continue;
      let start = i;
      while (start > 0 && (opcodes[start - 1] === Opcode.line || opcodes[start - 1] === Opcode.label)) {
        start--;
        if (opcodes[start] === Opcode.label) break;
      }
      starts.push(start);
      const k = operandStart[i] as number;
      const entry = opcodes[i + 1] === Opcode.label ? (values[operandStart[i + 1] as number] as number) : 0;
      this.functionNames.set(start, `${this.atom(values[k + 1] as number)}, ${values[k + 2]}, ${entry}`);
    }
    // The last instruction is int_code_end, which -S does not have.
    return starts.map((start, n) => ({ start, end: starts[n + 1] ?? length - 1 }));
  }

  private functionHeader(start: number): string {
    return `{function, ${this.functionNames.get(start) ?? ''}}.`;
  }

  private instruction(i: number): string {
    const { code } = this.beam;
    const opcode = code.opcodes[i] as number;
    const info = OPCODES[opcode - 1];
    if (info === undefined) return `unknown_${opcode}`;
    const start = code.operandStart[i] as number;
    const value = (n: number): number => code.values[start + n] as number;
    if (opcode === Opcode.line) return `{line,${this.line(value(0))}}`;
    if (opcode === Opcode.make_fun3) return this.makeFun(start);
    if (opcode === Opcode.bs_create_bin) return this.createBinary(start);
    if (opcode === Opcode.bs_match) return this.match(start);

    const args: string[] = [];
    let bif = '';
    let k = start;
    for (let n = 0; n < info.arity; n++) {
      const [text, next] = this.operand(k);
      if (info.operandClasses[n] === OperandClass.import) {
        bif = this.atom(this.beam.imports[code.values[k] as number]?.function ?? 0);
        args.push(this.extFunc(code.values[k] as number));
      } else {
        args.push(info.operandNames[n] === 'flags' && code.kinds[k] === K.untagged ? fieldFlags(code.values[k] as number) : text);
      }
      k = next;
    }
    const name = formatAtom(info.name);
    const arg = (n: number): string => args[n] ?? '';
    switch (opcode) {
      case Opcode.call_fun2:
        if (code.kinds[start] === K.untagged) args[0] = `{f,${this.beam.lambdas[value(0)]?.label ?? 0}}`;
        break;
      case Opcode.bif0:
        return `{bif,${bif},{f,0},[],${arg(1)}}`;
      case Opcode.bif1:
      case Opcode.bif2:
      case Opcode.bif3:
        return `{bif,${bif},${arg(0)},[${args.slice(2, -1).join(',')}],${arg(args.length - 1)}}`;
      case Opcode.gc_bif1:
      case Opcode.gc_bif2:
      case Opcode.gc_bif3:
        return `{gc_bif,${bif},${arg(0)},${arg(1)},[${args.slice(3, -1).join(',')}],${arg(args.length - 1)}}`;
      case Opcode.raise:
        // -S has a destination, which the file lacks; it is always X register 0.
        return `{bif,raise,{f,0},[${args.join(',')}],{x,0}}`;
      case Opcode.has_map_fields:
        return `{test,has_map_fields,${args.join(',')}}`;
      case Opcode.bs_match_string:
        return `{test,bs_match_string,${arg(0)},[${arg(1)},${arg(2)},{string,${this.string(value(3), Math.ceil(value(2) / 8))}}]}`;
      default:
    }
    if (FLOAT_OPERATIONS.has(opcode)) return `{bif,${name},${arg(0)},[${args.slice(1, -1).join(',')}],${arg(args.length - 1)}}`;
    if (TESTS.has(opcode)) return `{test,${name},${arg(0)},[${args.slice(1).join(',')}]}`;
    if (TESTS_WITH_RESULT.has(opcode)) {
      const [fail, context, live, ...others] = args;
      const dst = others.pop();
      return `{test,${name},${fail},${live},[${[context, ...others].join(',')}],${dst}}`;
    }
    return args.length === 0 ? name : `{${name},${args.join(',')}}`;
  }

  /** Writes operand `k` and gives the index of the one after it. */
  private operand(k: number): [string, number] {
    const { kinds, values } = this.beam.code;
    const value = values[k] as number;
    switch (kinds[k]) {
      case K.list: {
        const elements = Array.from({ length: value }, (_, n) => this.element(k + 1 + n));
        return [`{list,[${elements.join(',')}]}`, k + 1 + value];
      }
      case K.allocList: {
        const pairs = Array.from({ length: value }, (_, n) => {
          const what = ['words', 'floats', 'funs'][values[k + 1 + n * 2] as number] ?? '';
          return `{${what},${values[k + 2 + n * 2]}}`;
        });
        return [`{alloc,[${pairs.join(',')}]}`, k + 1 + value * 2];
      }
      default:
        return [this.element(k), k + 1];
    }
  }

  /** Writes operand `k`, which is not a list. */
  private element(k: number): string {
    const { kinds, values, types, bigs } = this.beam.code;
    const value = values[k] as number;
    const type = this.beam.types[(types[k] as number) - 1];
    switch (kinds[k]) {
      case K.untagged:
        return String(value);
      case K.integer:
        return `{integer,${value}}`;
      case K.bigInteger:
        return `{integer,${bigs[value]}}`;
      case K.atom:
        return `{atom,${this.atom(value)}}`;
      case K.nil:
        return 'nil';
      case K.x:
        return typed(`{x,${value}}`, type);
      case K.y:
        return typed(`{y,${value}}`, type);
      case K.floatRegister:
        return `{fr,${value}}`;
      case K.label:
        return `{f,${value}}`;
      case K.character:
        return `{char,${value}}`;
      case K.literalTerm:
        return this.literal(value);
      default:
        return `{unknown,${value}}`;
    }
  }

  private literal(index: number): string {
    const known = this.literals[index];
    if (known !== undefined) return known;
    const bytes = this.beam.literals[index];
    const term = bytes === undefined ? undefined : decodeExternalTerm(bytes);
    const text =
      term === undefined ? '' : `{${term.kind === 'float' || term.kind === 'integer' ? term.kind : 'literal'},${formatTerm(term)}}`;
    this.literals[index] = text;
    return text;
  }

  private atom(index: number): string {
    return formatAtom(this.beam.atoms[index] ?? '');
  }

  private extFunc(index: number): string {
    const target = this.beam.imports[index];
    if (target === undefined) return `{extfunc,${index}}`;
    return `{extfunc,${this.atom(target.module)},${this.atom(target.function)},${target.arity}}`;
  }

  private line(index: number): string {
    const { lines } = this.beam;
    const place = lines?.lines[index];
    if (index === 0 || place === undefined) return '[]';
    const name = [...(lines?.names[place.file] ?? '')].map((c) => ({ kind: 'integer', value: c.codePointAt(0) ?? 0 }) as const);
    return `[{location,${formatTerm({ kind: 'list', elements: name, tail: { kind: 'nil' } })},${place.line}}]`;
  }

  private string(offset: number, size: number): string {
    return formatTerm({ kind: 'bitstring', bytes: this.beam.strings.subarray(offset, offset + size), bitSize: size * 8 });
  }

  private makeFun(start: number): string {
    const index = this.beam.code.values[start] as number;
    const lambda = this.beam.lambdas[index];
    const [dst, list] = this.operand(start + 1);
    return `{make_fun3,{f,${lambda?.label ?? 0}},${index},${lambda?.oldUniq ?? 0},${dst},${this.operand(list)[0]}}`;
  }

  private createBinary(start: number): string {
    const { values } = this.beam.code;
    const args: string[] = [];
    let k = start;
    for (let n = 0; n < 5; n++) {
      const [text, next] = this.operand(k);
      args.push(text);
      k = next;
    }
    const segments: string[] = [];
    for (let s = k + 1; s < k + 1 + (values[k] as number); s += 6) {
      const parts = Array.from({ length: 6 }, (_, n) => this.element(s + n));
      if (parts[0] === '{atom,string}') {
        parts[4] = `{string,${this.string(values[s + 4] as number, values[s + 5] as number)}}`;
      }
      segments.push(...parts);
    }
    return `{bs_create_bin,${args.join(',')},{list,[${segments.join(',')}]}}`;
  }

  private match(start: number): string {
    const { values, kinds } = this.beam.code;
    const [fail, contextAt] = this.operand(start);
    const [context, listAt] = this.operand(contextAt);
    const end = listAt + 1 + (values[listAt] as number);
    const commands: string[] = [];
    for (let k = listAt + 1; k < end; ) {
      const name = kinds[k] === K.atom ? (this.beam.atoms[values[k] as number] ?? '') : '';
      const count = Math.min(MATCH_COMMANDS.get(name) ?? 0, end - k - 1);
      const args = Array.from({ length: count }, (_, n) => this.plain(k + 1 + n));
      commands.push(count === 0 ? this.element(k) : `{${[formatAtom(name), ...args].join(',')}}`);
      k += 1 + count;
    }
    return `{bs_match,${fail},${context},{commands,[${commands.join(',')}]}}`;
  }

  /** As `element`, but numbers that are bare in the file are so here, however large. */
  private plain(k: number): string {
    const { kinds, values, bigs } = this.beam.code;
    return kinds[k] === K.bigInteger ? String(bigs[values[k] as number]) : this.element(k);
  }
}

/** Bits of the flags of binary segments (`erts/emulator/beam/erl_bits.h`). */
function fieldFlags(flags: number): string {
  const names: string[] = [];
  if ((flags & 2) !== 0) names.push('little');
  if ((flags & 4) !== 0) names.push('signed');
  if ((flags & 16) !== 0) names.push('native');
  return `{field_flags,[${names.join(',')}]}`;
}

/** Names of types with one bit, in the order of TypeBit. */
const TYPE_NAMES: readonly (readonly [number, string])[] = [
  [TypeBit.atom, '{t_atom,any}'],
  [TypeBit.bitstring, '{t_bs_matchable,1}'],
  [TypeBit.cons, '{t_cons,any,any}'],
  [TypeBit.float, '{t_float,any}'],
  [TypeBit.fun, '{t_fun,any,any,any}'],
  [TypeBit.integer, '{t_integer,any}'],
  [TypeBit.map, '{t_map,any,any}'],
  [TypeBit.nil, 'nil'],
  [TypeBit.pid, 'pid'],
  [TypeBit.port, 'port'],
  [TypeBit.reference, 'reference'],
  [TypeBit.tuple, '{t_tuple,0,false,#{}}'],
  [TypeBit.record, '{t_record,nil,#{}}'],
  [TypeBit.matchContext, '{t_bs_context,1}'],
];

function typed(register: string, type: TypeInfo | undefined): string {
  return type === undefined ? register : `{tr,${register},${typeText(type)}}`;
}

function typeText(type: TypeInfo): string {
  const { types, min, max, unit } = type;
  const range = min === undefined && max === undefined ? 'any' : `{${min ?? "'-inf'"},${max ?? "'+inf'"}}`;
  if (types === ANY_TYPE) return 'any';
  if (types === TypeBit.integer) return `{t_integer,${range}}`;
  if (types === (TypeBit.integer | TypeBit.float)) return `{t_number,${range}}`;
  if (types === TypeBit.bitstring) return `{t_bs_matchable,${unit ?? 1}}`;
  if (types === (TypeBit.cons | TypeBit.nil)) return '{t_list,any,any}';
  const names = TYPE_NAMES.filter(([bit]) => (types & bit) !== 0).map(([, name]) => name);
  return names.length === 1 ? (names[0] ?? 'any') : `{t_union,[${names.join(',')}]}`;
}
