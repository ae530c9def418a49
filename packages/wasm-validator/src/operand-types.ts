/** The rows of the instruction table whose operands and results are fixed, ready for use. */
import { type ImmediateKind, type Instruction, ValueType } from '@beamline/wasm-asm';

/** In {@link FixedTypes}: the type of addresses of the memory that is named. */
export const ADDRESS: ValueType = -1;

/** Operands, results and limits of an instruction. */
export interface FixedTypes {
  /** The operands, the topmost one last. */
  readonly params: readonly ValueType[];
  /** The results. */
  readonly results: readonly ValueType[];
  /** log2 of the natural alignment; -1 if there is no memory argument. */
  readonly alignment: number;
  /** Whether the alignment must be the natural one. */
  readonly exactAlignment: boolean;
  /** Which of the immediates is the memory index if there is no memory argument; -1 if none. */
  readonly memoryAt: number;
  /** Lane indices must be below. */
  readonly lanes: number;
}

const PLAIN: ReadonlyMap<string, ValueType> = /* @__PURE__ */ new Map([
  ['i32', ValueType.i32],
  ['i64', ValueType.i64],
  ['f32', ValueType.f32],
  ['f64', ValueType.f64],
  ['v128', ValueType.v128],
  ['at', ADDRESS],
]);
// Instructions with other immediates have rules of their own.
const FIXED_IMMEDIATES: ReadonlySet<ImmediateKind> = /* @__PURE__ */ new Set<ImmediateKind>([
  'memarg0',
  'memarg1',
  'memarg2',
  'memarg3',
  'memarg4',
  'memory',
  'lane',
  'lanes16',
  'i32',
  'i64',
  'f32',
  'f64',
  'v128',
  'zero',
]);

const known: Map<Instruction, FixedTypes | null> = new Map();

/** What an instruction takes and gives; null if that depends on more than the memory it names. */
export function fixedTypes(instruction: Instruction): FixedTypes | null {
  let types = known.get(instruction);
  if (types === undefined) {
    types = parse(instruction);
    known.set(instruction, types);
  }
  return types;
}

function parse(instruction: Instruction): FixedTypes | null {
  const { immediates, signature, name } = instruction;
  if (!immediates.every((kind) => FIXED_IMMEDIATES.has(kind)) || immediates.filter((kind) => kind === 'memory').length > 1) return null;
  const [left = '', right = ''] = signature.split('->');
  const params = typesOf(left);
  const results = typesOf(right);
  if (params === undefined || results === undefined) return null;
  const memarg = immediates.find((kind) => kind.startsWith('memarg'));
  const alignment = memarg === undefined ? -1 : Number(memarg.slice(-1));
  return {
    params,
    results,
    alignment,
    exactAlignment: instruction.group === 'threads',
    memoryAt: immediates.indexOf('memory'),
    lanes: immediates.includes('lane') ? (memarg === undefined ? lanesOf(name) : 16 >> alignment) : 32,
  };
}

function typesOf(side: string): ValueType[] | undefined {
  const types: ValueType[] = [];
  for (const word of side.split(' ')) {
    if (word === '') continue;
    const type = PLAIN.get(word);
    if (type === undefined) return undefined;
    types.push(type);
  }
  return types;
}

/** The number of lanes of a shape: 16 for `i8x16.extract_lane_s`. */
function lanesOf(name: string): number {
  return Number(name.slice(name.indexOf('x') + 1, name.indexOf('.')));
}
