import {
  type BeamFile,
  BeamFileError,
  type Code,
  type CodeFunction,
  decodeExternalTerm,
  ExternalTermError,
  formatTerm,
  functionsOf,
  Opcode,
  OperandKind,
  readBeamFileWithoutCode,
  type Term,
} from '@beamline/beam-file';
import type { FunctionFacts } from './facts.js';
import { factsOf } from './function-facts.js';
import { PackError } from './pack-error.js';

/** Function that each Elixir protocol has: it tells for which types there are implementations. */
export const PROTOCOL_MARK: string = '__protocol__/1';
/** Function that each implementation of an Elixir protocol has. */
const IMPLEMENTATION_MARK = '__impl__/1';

/** What the file of a module says about it. Its code is read when that is first asked for. */
export class ModuleFacts {
  readonly name: string;
  readonly beam: BeamFile;
  /** The file as it was found. */
  readonly bytes: Uint8Array;
  /** Exported functions, `name/arity`, with their labels. */
  readonly exports: ReadonlyMap<string, number>;
  #functions: readonly CodeFunction[] | undefined;
  readonly #facts: (FunctionFacts | undefined)[] = [];
  #byLabel: Int32Array | undefined;
  #behaviours: readonly string[] | undefined;
  readonly #literals: (Term | undefined)[] = [];

  /** Throws PackError for what is not a module. */
  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
    this.beam = readable(name, () => readBeamFileWithoutCode(bytes));
    const { atoms, exports } = this.beam;
    this.exports = new Map(exports.map((entry) => [`${atoms[entry.function]}/${entry.arity}`, entry.label]));
  }

  /** Its code. Throws PackError for code that is damaged. */
  get code(): Code {
    return readable(this.name, () => this.beam.code);
  }

  /** True for an Elixir protocol. */
  get isProtocol(): boolean {
    return this.exports.has(PROTOCOL_MARK);
  }

  /** True for a behaviour. */
  get isBehaviour(): boolean {
    return this.exports.has('behaviour_info/1');
  }

  /** True for an implementation of an Elixir protocol. */
  get isImplementation(): boolean {
    return this.exports.has(IMPLEMENTATION_MARK);
  }

  /** The behaviours that it says it has. */
  get behaviours(): readonly string[] {
    this.#behaviours ??= this.#readBehaviours();
    return this.#behaviours;
  }

  #readBehaviours(): string[] {
    const attributes = readable(this.name, () => this.beam.attributes);
    const pairs = attributes?.kind === 'list' ? attributes.elements : [];
    return pairs.flatMap((pair) => {
      const [key, value] = pair.kind === 'tuple' ? pair.elements : [];
      const isBehaviour = key?.kind === 'atom' && (key.name === 'behaviour' || key.name === 'behavior');
      return isBehaviour && value?.kind === 'list' ? value.elements.flatMap((each) => (each.kind === 'atom' ? [each.name] : [])) : [];
    });
  }

  /** Its functions, in the order of the code. */
  get functions(): readonly CodeFunction[] {
    this.#functions ??= functionsOf(this.code);
    return this.#functions;
  }

  /** `name/arity` of a function, by its place. */
  functionName(index: number): string {
    const { name, arity } = this.functions[index] ?? { name: 0, arity: 0 };
    return `${this.beam.atoms[name] ?? ''}/${arity}`;
  }

  /** The place of an exported function; undefined if there is none. */
  exported(name: string, arity: number): number | undefined {
    const label = this.exports.get(`${name}/${arity}`);
    return label === undefined ? undefined : this.#functionOfLabel(label);
  }

  /** What a function may do, by its place. */
  facts(index: number): FunctionFacts {
    const known = this.#facts[index];
    if (known !== undefined) return known;
    const range = this.functions[index];
    if (range === undefined) throw new RangeError(`${this.name} has no function ${index}`);
    const facts = factsOf(range, {
      beam: this.beam,
      functionOfLabel: (label) => this.#functionOfLabel(label),
      literal: (literal) => this.literal(literal),
    });
    this.#facts[index] = facts;
    return facts;
  }

  /** A literal, decoded. */
  literal(index: number): Term | undefined {
    const bytes = this.beam.literals[index];
    if (bytes === undefined) return undefined;
    this.#literals[index] ??= readable(this.name, () => decodeExternalTerm(bytes));
    return this.#literals[index];
  }

  /** True for a function, by its place, that a library of natives may take the place of. */
  isNativePlace(index: number): boolean {
    const { start = 0, end = 0 } = this.functions[index] ?? {};
    for (let i = start; i < end; i++) if (this.code.opcodes[i] === Opcode.nif_start) return true;
    return false;
  }

  /** The `name/arity` of the callbacks of a behaviour: what its `behaviour_info(callbacks)` returns. */
  get callbacks(): string[] {
    const index = this.exported('behaviour_info', 1);
    const { start = 0, end = 0 } = index === undefined ? {} : (this.functions[index] ?? {});
    const { operandStart, kinds, values } = this.code;
    const found = new Set<string>();
    for (let k = operandStart[start] ?? 0; k < (operandStart[end] ?? 0); k++) {
      const literal = kinds[k] === OperandKind.literalTerm ? this.literal(values[k] ?? 0) : undefined;
      for (const element of literal?.kind === 'list' ? literal.elements : []) {
        const [name, arity] = element.kind === 'tuple' ? element.elements : [];
        if (name?.kind === 'atom' && arity?.kind === 'integer') found.add(`${name.name}/${formatTerm(arity)}`);
      }
    }
    return [...found];
  }

  #functionOfLabel(label: number): number {
    this.#byLabel ??= this.#labels();
    return this.#byLabel[label] ?? -1;
  }

  #labels(): Int32Array {
    const { opcodes, operandStart, values, labelCount } = this.code;
    const byLabel = new Int32Array(labelCount).fill(-1);
    this.functions.forEach(({ start, end }, index) => {
      for (let i = start; i < end; i++) if (opcodes[i] === Opcode.label) byLabel[values[operandStart[i] ?? 0] ?? 0] = index;
    });
    return byLabel;
  }
}

function readable<T>(module: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BeamFileError || error instanceof ExternalTermError)) throw error;
    throw new PackError('damaged', `the file of ${module} cannot be read: ${error.message}; compile it again`, { cause: error });
  }
}
