/**
 * Makes the emitter's classes from the instruction table.
 *
 * Each group becomes one file: a class for every namespace (the part of a name before its first
 * point) and a class that holds them and the instructions without a namespace.
 */
import { type ImmediateKind, type Instruction, type InstructionGroupName, instructionTable } from '../src/instruction-table.js';

interface GroupFile {
  readonly group: InstructionGroupName;
  readonly file: string;
  readonly className: string;
  /** Comes between namespace and `Instructions` in the names of the namespace classes. */
  readonly infix: string;
  readonly summary: string;
}

const GROUPS: readonly GroupFile[] = [
  {
    group: 'core',
    file: 'core.ts',
    className: 'CoreInstructions',
    infix: '',
    summary: 'Every instruction with a one-byte opcode or prefix 0xfc',
  },
  { group: 'gc', file: 'gc.ts', className: 'GcInstructions', infix: 'Gc', summary: 'Structures, arrays, i31 and casts' },
  { group: 'simd', file: 'simd.ts', className: 'SimdInstructions', infix: 'Simd', summary: '128-bit vectors' },
  {
    group: 'relaxedSimd',
    file: 'relaxed-simd.ts',
    className: 'RelaxedSimdInstructions',
    infix: 'RelaxedSimd',
    summary: '128-bit vectors, relaxed',
  },
  { group: 'threads', file: 'threads.ts', className: 'AtomicInstructions', infix: 'Atomic', summary: 'Atomic memory access' },
  {
    group: 'legacyExceptions',
    file: 'legacy-exceptions.ts',
    className: 'LegacyExceptionInstructions',
    infix: '',
    summary: 'Exception handling from before `try_table`',
  },
];

/** The namespace and the method for an instruction's name: the naming rule. */
export function methodPath(instruction: Instruction): { namespace: string | undefined; method: string } {
  const [first = '', ...rest] = instruction.name.split('.');
  if (rest.length === 0) return { namespace: undefined, method: instruction.method ?? camelCase([first]) };
  return { namespace: first, method: instruction.method ?? camelCase(rest) };
}

function camelCase(parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split('_'));
  return words.map((word, i) => (i === 0 ? word : upperFirst(word))).join('');
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly initial?: string;
  /** Goes after the parameters that have no default value. */
  readonly optional?: boolean;
  /** The statement that writes it; the opcode is already there. */
  readonly write: string;
}

const INDEX_NAMES: Partial<Record<ImmediateKind, string>> = {
  label: 'depth',
  function: 'functionIndex',
  type: 'typeIndex',
  local: 'index',
  global: 'index',
  tag: 'tagIndex',
  element: 'elementIndex',
  data: 'dataIndex',
  field: 'fieldIndex',
  count: 'count',
};

function parameters(instruction: Instruction): Parameter[] {
  const used = new Map<string, number>();
  const list: Parameter[] = [];
  const [first, second] = instruction.immediates;
  for (const kind of instruction.immediates) {
    const twice = first === kind && second === kind;
    const nth = (used.get(kind) ?? 0) + 1;
    used.set(kind, nth);
    const prefixed = (name: string): string => (twice ? (nth === 1 ? 'target' : 'source') + upperFirst(name) : name);
    const indexName = INDEX_NAMES[kind];
    if (indexName !== undefined) {
      const name = prefixed(indexName);
      list.push({ name, type: 'number', write: `b.u32(${name});` });
      continue;
    }
    switch (kind) {
      case 'table': {
        const name = prefixed('tableIndex');
        list.push({ name, type: 'number', initial: '0', write: `b.u32(${name});` });
        break;
      }
      case 'memory': {
        const name = prefixed('memoryIndex');
        list.push({ name, type: 'number', initial: '0', write: `b.u32(${name});` });
        break;
      }
      case 'blocktype':
        list.push({ name: 'type', type: 'BlockType', initial: 'BlockType.empty', write: 'writeBlockType(b, type);' });
        break;
      case 'labels':
        list.push(
          {
            name: 'depths',
            type: 'ArrayLike<number>',
            write: 'b.u32(depths.length);\n    for (let i = 0; i < depths.length; i++) b.u32(depths[i] ?? 0);',
          },
          { name: 'defaultDepth', type: 'number', write: 'b.u32(defaultDepth);' },
        );
        break;
      case 'memarg0':
      case 'memarg1':
      case 'memarg2':
      case 'memarg3':
      case 'memarg4':
        list.push(
          { name: 'offset', type: 'number', initial: '0', write: '' },
          { name: 'align', type: 'number', initial: kind.slice(-1), write: '' },
          { name: 'memoryIndex', type: 'number', initial: '0', write: 'b.memarg(align, offset, memoryIndex);' },
        );
        break;
      case 'i32':
        list.push({ name: 'value', type: 'number', write: 'b.s32(value);' });
        break;
      case 'i64':
        list.push({ name: 'value', type: 'number | bigint', write: 'b.s64(value);' });
        break;
      case 'f32':
      case 'f64':
        list.push({ name: 'value', type: 'number', write: `b.${kind}(value);` });
        break;
      case 'v128':
        list.push({ name: 'bytes', type: 'Uint8Array', write: 'b.append(bytes, 0, 16);' });
        break;
      case 'lane':
        list.push({ name: 'lane', type: 'number', write: 'b.u8(lane);' });
        break;
      case 'lanes16':
        list.push({ name: 'lanes', type: 'ArrayLike<number>', write: 'for (let i = 0; i < 16; i++) b.u8(lanes[i] ?? 0);' });
        break;
      case 'heaptype': {
        const name = instruction.immediates.includes('castflags') ? (nth === 1 ? 'fromType' : 'toType') : 'heapType';
        list.push({ name, type: 'HeapType', write: `b.s33(${name});` });
        break;
      }
      case 'valuetypes':
        list.push({
          name: 'types',
          type: 'readonly ValueType[]',
          write: 'b.u32(types.length);\n    for (const type of types) writeValueType(b, type);',
        });
        break;
      case 'catches':
        list.push({ name: 'catches', type: 'readonly CatchClause[]', write: 'writeCatches(b, catches);' });
        break;
      case 'castflags':
        list.push({ name: 'nullability', type: 'number', write: 'b.u8(nullability);' });
        break;
      case 'zero':
        list.push({ name: '', type: '', write: 'b.u8(0);' });
        break;
      default:
        throw new Error(`no parameter for ${kind}`);
    }
  }
  return list;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}

function opcodeBytes(instruction: Instruction): number[] {
  const { prefix, opcode } = instruction;
  if (prefix < 0) return [opcode];
  return opcode < 0x80 ? [prefix, opcode] : [prefix, (opcode & 0x7f) | 0x80, opcode >> 7];
}

function statements(instruction: Instruction, list: readonly Parameter[]): string[] {
  const bytes = opcodeBytes(instruction).map(hex);
  const [only = ''] = instruction.immediates;
  if (bytes.length === 1) {
    if (instruction.immediates.length === 0) return [`this.buffer.u8(${bytes[0]});`];
    if (instruction.immediates.length === 1) {
      const name = list[0]?.name ?? '';
      if (only in INDEX_NAMES || only === 'table' || only === 'memory') return [`this.buffer.u8U32(${bytes[0]}, ${name});`];
      if (only === 'i32') return [`this.buffer.u8S32(${bytes[0]}, ${name});`];
      if (only.startsWith('memarg')) return [`this.buffer.u8Memarg(${bytes[0]}, align, offset, memoryIndex);`];
    }
  }
  const writes = list.map((parameter) => parameter.write).filter((write) => write !== '');
  const opcode = bytes.length === 1 ? `u8(${bytes[0]})` : `u8x${bytes.length}(${bytes.join(', ')})`;
  if (writes.length === 0) return [`this.buffer.${opcode};`];
  return ['const b = this.buffer;', `b.${opcode};`, ...writes];
}

/** The statement that tells the observer; for the most frequent kinds of instructions it says more than that something was appended. */
function telling({ name, prefix, immediates, signature, group }: Instruction): string {
  const local = /^local\.(get|set|tee)$/.exec(name)?.[1];
  if (local !== undefined) return `this.observer?.local${upperFirst(local)}(this.buffer, index);`;
  const computes = /^(i32|i64|f32|f64)( \1)? -> (i32|i64|f32|f64)$/.exec(signature);
  if (prefix < 0 && immediates.length === 0 && computes !== null) {
    const [, operand = '', second = '', result = ''] = computes;
    const types = [operand, result].map((type) => `ValueType.${type}`).join(', ');
    return `this.observer?.${second === '' ? 'unary' : 'binary'}(this.buffer, ${types});`;
  }
  const [type = '', operation = ''] = name.split('.');
  if (operation === 'const' && (type === 'i32' || type === 'i64')) return `this.observer?.constant(this.buffer, ValueType.${type});`;
  const memarg = immediates.find((kind) => kind.startsWith('memarg'));
  if (group === 'core' && memarg !== undefined) {
    const method = operation.startsWith('load') ? 'load' : 'store';
    return `this.observer?.${method}(this.buffer, ValueType.${type}, ${memarg.slice(-1)});`;
  }
  return name === 'drop' ? 'this.observer?.drop(this.buffer);' : 'this.observer?.appended(this.buffer);';
}

function methodText(instruction: Instruction): string {
  const list = parameters(instruction);
  // Written in the binary format's order, but parameters with a default value come last.
  const named = list.filter((parameter) => parameter.name !== '');
  const onlyDefaults = named.findIndex((parameter) => parameter.initial !== undefined);
  const lastRequired = named.findLastIndex((parameter) => parameter.initial === undefined);
  const ordered =
    onlyDefaults >= 0 && lastRequired > onlyDefaults
      ? [...named.filter((p) => p.initial === undefined), ...named.filter((p) => p.initial !== undefined)]
      : named;
  const signature = ordered
    .map((p) =>
      p.initial === undefined
        ? `${p.name}: ${p.type}`
        : p.type === 'number'
          ? `${p.name} = ${p.initial}`
          : `${p.name}: ${p.type} = ${p.initial}`,
    )
    .join(', ');
  const code = instruction.prefix < 0 ? hex(instruction.opcode) : `${hex(instruction.prefix)} ${hex(instruction.opcode)}`;
  return `  /** \`${instruction.name}\` (${code}): \`${instruction.signature}\` */
  ${methodPath(instruction).method}(${signature}): void {
    ${[...statements(instruction, list), telling(instruction)].join('\n    ')}
  }
`;
}

function namespaceClass(file: GroupFile, namespace: string): string {
  return `${upperFirst(namespace)}${file.infix}Instructions`;
}

function groupText(file: GroupFile): string {
  const own: Instruction[] = [];
  const namespaces = new Map<string, Instruction[]>();
  for (const instruction of instructionTable) {
    if (instruction.group !== file.group) continue;
    const { namespace } = methodPath(instruction);
    if (namespace === undefined) own.push(instruction);
    else {
      const list = namespaces.get(namespace) ?? [];
      list.push(instruction);
      namespaces.set(namespace, list);
    }
  }
  let body = '';
  for (const [namespace, list] of namespaces) {
    body += `\n/** Instructions named \`${namespace}.*\`. */
export class ${namespaceClass(file, namespace)} extends InstructionGroup {
${list.map(methodText).join('\n')}}\n`;
  }
  const names = [...namespaces.keys()];
  body += `\n/** ${file.summary}. */\nexport class ${file.className} extends InstructionGroup {\n`;
  for (const name of names) {
    body += `  /** \`${name}.*\` */\n  readonly ${name}: ${namespaceClass(file, name)};\n`;
  }
  if (names.length > 0) {
    body += `\n  constructor(target: InstructionTarget) {\n    super(target);\n`;
    for (const name of names) body += `    this.${name} = new ${namespaceClass(file, name)}(this);\n`;
    body += '  }\n';
    if (own.length > 0) body += '\n';
  }
  body += `${own.map(methodText).join('\n')}}\n`;

  const values = ['BlockType', 'ValueType', 'writeBlockType', 'writeCatches', 'writeValueType'].filter((name) =>
    new RegExp(`\\b${name}[.(]`).test(body),
  );
  const types = ['BlockType', 'CatchClause', 'HeapType', 'ValueType'].filter(
    (name) => new RegExp(`: (readonly )?${name}\\b`).test(body) && !values.includes(name),
  );
  const imports = [...types.map((name) => `type ${name}`), ...values].sort((a, b) =>
    a.replace('type ', '').localeCompare(b.replace('type ', '')),
  );
  const target = names.length > 0 ? 'InstructionGroup, type InstructionTarget' : 'InstructionGroup';
  return `// Made from src/instruction-table.ts by \`npx pnpm --filter @beamline/wasm-asm generate\`: change the table, not this file.
import { ${target} } from '../instruction-group.js';
${imports.length > 0 ? `import { ${imports.join(', ')} } from '../types.js';\n` : ''}${body}`;
}

/** The texts of the generated files by their names. */
export function generate(): Map<string, string> {
  return new Map(GROUPS.map((file) => [file.file, groupText(file)]));
}
