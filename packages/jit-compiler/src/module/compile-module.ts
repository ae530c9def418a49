import type { BeamFile } from '@beamline/beam-file';
import { MAXIMUM_RESULTS, NativeBackend, SP_LOCAL } from '@beamline/jit-backend';
import { FunOffset, kernelSignature, LINK_FIXUP_WORDS, LinkFixupKind, LinkFixups, MachineRegister, TermTag } from '@beamline/machine-model';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { BlockType, CodeEmitter, StructuredControlFlow, ValueType } from '@beamline/wasm-asm';
import { FunctionCompiler, type PartTransfer } from '../function/function-compiler.js';
import { MAXIMUM_FUNCTION_BYTES, type PartEntry } from '../graph/function-parts.js';
import type { CompiledFunction, CompiledModule } from './compiled-module.js';
import { mostParameters, neededKernelFunctions } from './kernel-imports.js';
import { type FunctionInfo, ModuleContext } from './module-context.js';
import { type ModulePlan, onLoadFunction, planModule, resumeEntries } from './module-plan.js';

/** How code is compiled. */
export interface CompileOptions {
  /** False for an engine without tail calls; default true. */
  readonly tailCalls?: boolean;
  /**
   * Have no part in the machine's table: calls go through gates, functions that the machine imports to the module, and its own functions are
   * exports for the machine to put into the table. Slower, but nothing of such code outlives it, while V8 before version 12.5 keeps
   * what imports a table for as long as the table. Default: false.
   */
  readonly gates?: boolean;
  /** Bytes of the largest function of WebAssembly; larger Erlang functions are cut into parts. Default: what engines take, 7,600,000. */
  readonly functionBytes?: number;
  /** Write a name section with the Erlang names of functions; default true. */
  readonly names?: boolean;
  /**
   * Call all functions, and BIFs that are no instructions, through the table, so that others can be put in their places while the module is
   * there, as tracing does. Frames and places in the table are the same either way: the functions of one form can take the places of those of
   * the other. Default: false.
   */
  readonly open?: boolean;
  /** Tell which code belongs to which line of the source: `positions` of the compiled module. Default: false. */
  readonly positions?: boolean;
}

/** Compiles modules; an object keeps its buffers from one module to the next. */
export class ModuleCompiler {
  readonly #tools: Tools;

  constructor() {
    const code = new CodeEmitter();
    const fixups = new LinkFixups();
    const backend = new NativeBackend(code, fixups);
    this.#tools = { writer: new ModuleWriter(), code, fixups, backend, flow: new StructuredControlFlow() };
  }

  /** Compiles a decoded file. Throws CompileError. */
  compile(beam: BeamFile, options: CompileOptions = {}): CompiledModule {
    const parts = this.compileInParts(beam, options);
    for (;;) {
      const { done, value } = parts.next();
      if (done === true) return value;
    }
  }

  /**
   * Compiles a decoded file, and stops after each function, so that whoever wants to can do something else. Nothing else may be compiled before
   * it is done. Throws CompileError.
   */
  *compileInParts(beam: BeamFile, options: CompileOptions = {}): Generator<undefined, CompiledModule, undefined> {
    const { writer, code, fixups } = this.#tools;
    writer.reset();
    code.buffer.reset();
    fixups.reset();
    return yield* new Compilation(this.#tools, new ModuleContext(beam, options.open ?? false), options).compile();
  }
}

/** What is used for one module after the other. */
interface Tools {
  readonly writer: ModuleWriter;
  readonly code: CodeEmitter;
  readonly fixups: LinkFixups;
  readonly backend: NativeBackend;
  readonly flow: StructuredControlFlow;
}

/** The body of a function that has been written. */
interface Body {
  readonly start: number;
  readonly end: number;
  /** Locals, as runs. */
  readonly locals: readonly number[];
  readonly hints: readonly number[];
  readonly fixupEnd: number;
  readonly positionEnd: number;
}

/** A word that tells an entry of a part: the part, from 1, above so many bits, the entry above the bits of a tag, which are 0. */
const ENTRY_BITS = 18;

function wordOfEntry({ part, entry }: PartEntry): number {
  return ((part + 1) << ENTRY_BITS) | (entry << 2);
}

/** Where the code of a function is in the buffer. */
interface PlacedFunction {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly fixupEnd: number;
  /** Where its positions end; 0 without any. */
  readonly positionEnd: number;
}

/** The compilation of one module. Functions are in this order: the kernel's, Erlang's, resume functions, lambda entries, collections. */
class Compilation {
  readonly #tools: Tools;
  readonly #module: ModuleContext;
  readonly #plan: ModulePlan;
  readonly #tailCalls: boolean;
  readonly #names: boolean;
  /** Function index of each gate, by the number of parameters of the functions that it leads to; empty without gates. */
  readonly #gateIndex: number[] = [];
  readonly #hasGates: boolean;
  readonly #functionBytes: number;
  /** By number of parameters: type index of a function that takes words and returns one. */
  readonly #types: number[] = [];
  /** Function index of each kernel function that is imported. */
  readonly #kernelIndex = new Map<string, number>();
  readonly #firstFunction: number;
  readonly #firstResume: number;
  readonly #firstLambda: number;
  /** By number of live registers: function index of the collection. They come last, as they are asked for. */
  readonly #collectIndex = new Map<number, number>();
  /** Names of functions of parts. */
  readonly #partNames = new Map<number, string>();
  /** Functions in the order of their code in the buffer. */
  readonly #placed: PlacedFunction[] = [];
  /** Where lines begin, in the buffer: see `FunctionCompiler`. */
  readonly #positions: number[] | undefined;

  constructor(tools: Tools, module: ModuleContext, options: CompileOptions) {
    this.#tools = tools;
    this.#module = module;
    this.#tailCalls = options.tailCalls ?? true;
    this.#names = options.names ?? true;
    this.#positions = options.positions === true ? [] : undefined;
    this.#hasGates = options.gates ?? false;
    this.#functionBytes = options.functionBytes ?? MAXIMUM_FUNCTION_BYTES;
    this.#plan = planModule(module);
    this.#importAll();
    this.#firstFunction = this.#kernelIndex.size + Math.max(0, this.#gateIndex.length - 1);
    this.#firstResume = this.#firstFunction + module.functions.length;
    this.#firstLambda = this.#firstResume + this.#plan.resumable.length;
    this.#reserveFunctions();
  }

  *compile(): Generator<undefined, CompiledModule, undefined> {
    const module = this.#module;
    yield undefined;
    const functions = yield* this.#writeFunctions();
    this.#writeCollections();
    this.#writeLambdaEntries();
    const tableArities = this.#writeTable();
    yield undefined;
    if (this.#names) this.#writeNames();
    yield undefined;
    const bytes = this.#tools.writer.finish();
    yield undefined;
    const positions = this.#movePositions();
    return {
      beam: module.beam,
      bytes,
      codeSize: bytes.length,
      fixups: this.#moveFixups(),
      functions,
      tableSize: this.#plan.tableSize,
      tableArities,
      lambdaTableBase: module.lambdaTableBase,
      sites: module.sites,
      handlers: module.handlers,
      extraLiterals: module.extraLiterals,
      atomSelections: module.atomSelections,
      tailCalls: this.#tailCalls,
      gates: this.#hasGates,
      onLoad: onLoadFunction(module),
      nifs: [...module.nifs],
      ...(positions === undefined ? {} : { positions }),
    };
  }

  #functionType(parameters: number): number {
    const known = this.#types[parameters];
    if (known !== undefined) return known;
    const type = this.#tools.writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
    this.#types[parameters] = type;
    return type;
  }

  #importAll(): void {
    const { writer } = this.#tools;
    for (const name of neededKernelFunctions(this.#module, this.#tailCalls)) {
      const { parameters, results, wide, float } = kernelSignature(name);
      const types = new Array<ValueType>(parameters).fill(wide === true ? ValueType.i64 : ValueType.i32);
      const type = writer.functionType(types, results === 1 ? [float === true ? ValueType.f64 : ValueType.i32] : []);
      this.#kernelIndex.set(name, writer.importFunction('kernel', name, type));
    }
    if (this.#hasGates) this.#importGates();
    writer.importMemory('env', 'memory', { min: 2 });
    if (this.#hasGates) return;
    writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });
    // Where the module's functions and its lambdas have their places in the table.
    writer.importGlobal('env', '__table_base', { type: ValueType.i32 });
    writer.importGlobal('env', '__lambda_base', { type: ValueType.i32 });
  }

  /** Imports come before the code that needs them: there is a gate for each number of parameters that there may be. */
  #importGates(): void {
    const { writer } = this.#tools;
    for (let parameters = 1; parameters <= mostParameters(this.#module); parameters++) {
      this.#gateIndex[parameters] = writer.importFunction('gate', String(parameters), this.#functionType(parameters + 1));
    }
  }

  #reserveFunctions(): void {
    const { writer, backend } = this.#tools;
    const { functions, beam } = this.#module;
    for (const info of functions) writer.reserveFunction(this.#functionType(info.arity + 1));
    for (const _ of this.#plan.resumable) writer.reserveFunction(this.#functionType(1));
    for (const lambda of beam.lambdas) writer.reserveFunction(this.#functionType(lambda.arity - lambda.numFree + 2));
    backend.beginModule({
      kernelFunction: (name) => {
        const index = this.#kernelIndex.get(name);
        if (index === undefined) throw new Error(`the kernel function ${name} was not declared`);
        return index;
      },
      functionType: (parameters) => this.#functionType(parameters),
      gate: (parameters) => this.#gateIndex[parameters],
      collectFunction: (live) => this.#collectFunction(live),
    });
  }

  #collectFunction(live: number): number {
    const known = this.#collectIndex.get(live);
    if (known !== undefined) return known;
    const { writer } = this.#tools;
    const registers = new Array<ValueType>(live).fill(ValueType.i32);
    const index = writer.reserveFunction(
      writer.functionType([ValueType.i32, ValueType.i32, ...registers], registers.slice(0, MAXIMUM_RESULTS)),
    );
    this.#collectIndex.set(live, index);
    return index;
  }

  /** Writes the bodies of the functions, each with its resume function. */
  *#writeFunctions(): Generator<undefined, CompiledFunction[], undefined> {
    const module = this.#module;
    const { code, backend, flow, fixups } = this.#tools;
    const compiled: CompiledFunction[] = [];
    const [first] = module.functions;
    if (first === undefined) return compiled;
    const targets = { functionIndex: (i: number): number => this.#firstFunction + i, tailCalls: this.#tailCalls };
    const compiler = new FunctionCompiler(module, backend, flow, targets, first);
    compiler.positions = this.#positions;
    let resume = this.#firstResume;
    for (const info of module.functions) {
      const start = { buffer: code.buffer.length, fixups: fixups.length, positions: this.#positions?.length ?? 0 };
      const main = this.#body(() => {
        compiler.compile(info);
      });
      const resumed =
        info.resumePoints === 0
          ? undefined
          : this.#body(() => {
              compiler.compileResume();
            });
      const resumeIndex = resumed === undefined ? -1 : resume++;
      const bytes = Math.max(main.end - main.start, resumed === undefined ? 0 : resumed.end - resumed.start);
      if (bytes <= this.#functionBytes) {
        this.#place(this.#firstFunction + info.index, main);
        if (resumed !== undefined) this.#place(resumeIndex, resumed);
      } else {
        code.buffer.length = start.buffer;
        fixups.length = start.fixups;
        if (this.#positions !== undefined) this.#positions.length = start.positions;
        this.#writeParts(compiler, info, bytes, resumeIndex);
      }
      const { arity, tableOffset } = info;
      compiled.push({ name: module.atom(info.name), arity, tableOffset, resumeLines: compiler.resumeLines });
      yield undefined;
    }
    return compiled;
  }

  /** Writes the parts of a function that takes too many bytes. */
  #writeParts(compiler: FunctionCompiler, info: FunctionInfo, bytes: number, resumeIndex: number): void {
    const { writer } = this.#tools;
    const name = this.#module.qualifiedName(info);
    const parts = compiler.planParts(info, bytes, this.#functionBytes);
    const indices = Array.from({ length: parts.count }, () => writer.reserveFunction(this.#functionType(2)));
    indices.forEach((index, i) => {
      this.#partNames.set(index, `${name} part ${i + 1}`);
    });
    let transfer: PartTransfer;
    let inFront: PartTransfer;
    if (this.#tailCalls) {
      transfer = inFront = {
        parts,
        leave: (code, { part, entry }) => {
          code.local.get(SP_LOCAL);
          code.i32.const(entry);
          code.returnCall(indices[part] ?? 0);
        },
      };
    } else {
      const driver = writer.reserveFunction(this.#functionType(2));
      this.#partNames.set(driver, `${name} from part to part`);
      inFront = {
        parts,
        leave: (code, entry) => {
          code.local.get(SP_LOCAL);
          code.i32.const(wordOfEntry(entry));
          code.call(driver);
          code.return();
        },
      };
      transfer = {
        parts,
        leave: (code, entry) => {
          code.i32.const(0);
          code.local.get(SP_LOCAL);
          code.i32.store(MachineRegister.trapSp);
          code.i32.const(wordOfEntry(entry));
          code.return();
        },
      };
      this.#writeDriver(driver, indices);
    }
    const main = this.#body(() => {
      compiler.compileMain(info, inFront);
    });
    this.#place(this.#firstFunction + info.index, main);
    indices.forEach((index, part) => {
      const body = this.#body(() => {
        compiler.compilePart(transfer, part);
      });
      this.#place(index, body);
    });
    if (resumeIndex < 0) return;
    const resumed = this.#body(() => {
      compiler.compileResumeOfParts(inFront);
    });
    this.#place(resumeIndex, resumed);
  }

  /**
   * `(sp, word)`: goes from part to part in an engine without tail calls. A part that leaves for another one returns the word of an
   * entry, which is never a term and never 0.
   */
  #writeDriver(index: number, parts: readonly number[]): void {
    const { writer, code } = this.#tools;
    const start = code.buffer.length;
    const word = 1;
    code.loop(BlockType.empty);
    parts.forEach((part, i) => {
      code.local.get(word);
      code.i32.const(ENTRY_BITS);
      code.i32.shrU();
      code.i32.const(i + 1);
      code.i32.eq();
      code.if(BlockType.empty);
      code.local.get(SP_LOCAL);
      code.local.get(word);
      code.i32.const(2);
      code.i32.shrU();
      code.i32.const((1 << (ENTRY_BITS - 2)) - 1);
      code.i32.and();
      code.call(part);
      code.local.tee(word);
      code.i32.eqz();
      code.local.get(word);
      code.i32.const(TermTag.primaryMask);
      code.i32.and();
      code.i32.or();
      code.if(BlockType.empty);
      code.local.get(word);
      code.return();
      code.end();
      code.i32.const(0);
      code.i32.load(MachineRegister.trapSp);
      code.local.set(SP_LOCAL);
      code.br(1);
      code.end();
    });
    code.end();
    code.unreachable();
    code.end();
    writer.defineFunction(index, [], code.buffer, start, code.buffer.length);
  }

  /** The code of a function that is written by `write`. */
  #body(write: () => void): Body {
    const { code, backend, fixups } = this.#tools;
    const start = code.buffer.length;
    write();
    return {
      start,
      end: code.buffer.length,
      locals: backend.localGroups(),
      hints: backend.hints.slice(),
      fixupEnd: fixups.length,
      positionEnd: this.#positions?.length ?? 0,
    };
  }

  /** Defines a function by its body. */
  #place(index: number, { start, end, locals, hints, fixupEnd, positionEnd }: Body): void {
    const { writer, code } = this.#tools;
    writer.defineFunction(index, locals, code.buffer, start, end);
    for (let i = 0; i < hints.length; i += 2) writer.branchHint(index, (hints[i] ?? 0) - start, hints[i + 1] === 1);
    this.#placed.push({ index, start, end, fixupEnd, positionEnd });
  }

  #writeCollections(): void {
    const { writer, code, backend } = this.#tools;
    for (const [live, index] of this.#collectIndex) {
      const start = code.buffer.length;
      backend.collectFunction(live);
      writer.defineFunction(index, [], code.buffer, start, code.buffer.length);
    }
  }

  #writeLambdaEntries(): void {
    const { writer, code, fixups } = this.#tools;
    const module = this.#module;
    module.beam.lambdas.forEach((lambda, i) => {
      const start = code.buffer.length;
      const callee = module.functionOfLabel[lambda.label] ?? -1;
      const info = module.functions[callee];
      if (info === undefined || info.arity !== lambda.arity || lambda.numFree > lambda.arity) {
        throw module.error('malformed-code', `lambda ${i} refers to no function of its arity`);
      }
      const index = this.#firstLambda + i;
      this.#lambdaEntry(lambda.arity - lambda.numFree, lambda.numFree, callee);
      writer.defineFunction(index, [], code.buffer, start, code.buffer.length);
      const positionEnd = this.#positions?.length ?? 0;
      this.#placed.push({ index, start, end: code.buffer.length, fixupEnd: fixups.length, positionEnd });
    });
  }

  /** `(sp, arguments…, fun)`: calls the function with the free variables in place of the fun. */
  #lambdaEntry(arity: number, free: number, callee: number): void {
    const { code, backend } = this.#tools;
    const fun = arity + 1;
    for (let i = 0; i <= arity; i++) code.local.get(i);
    for (let i = 0; i < free; i++) {
      code.local.get(fun);
      code.i32.load(FunOffset.free + 4 * i - TermTag.boxed);
    }
    if (this.#module.bifStubs.has(callee)) {
      backend.pushRelocated(LinkFixupKind.ownSlot, callee);
      backend.callTable(arity + free + 1);
    } else if (this.#module.nifs.has(callee)) {
      backend.pushRelocated(LinkFixupKind.tableIndex, this.#module.functions[callee]?.tableOffset ?? 0);
      if (this.#tailCalls) backend.returnCallTable(arity + free + 1);
      else backend.callTable(arity + free + 1);
    } else if (this.#tailCalls) code.returnCall(this.#firstFunction + callee);
    else code.call(this.#firstFunction + callee);
    code.end();
  }

  /** Writes the module's part of the table; returns the arity of each entry. */
  #writeTable(): Uint16Array {
    const arities = new Uint16Array(this.#plan.tableSize);
    const elements: number[] = [];
    let resume = this.#firstResume;
    for (const info of this.#module.functions) {
      arities[elements.length] = info.arity;
      elements.push(this.#firstFunction + info.index);
      for (let i = 0; i < resumeEntries(info); i++) elements.push(resume);
      if (info.resumePoints > 0) resume++;
    }
    const lambdas: number[] = [];
    this.#module.beam.lambdas.forEach((lambda, i) => {
      arities[elements.length + i] = lambda.arity - lambda.numFree + 1;
      lambdas.push(this.#firstLambda + i);
    });
    const { writer } = this.#tools;
    if (this.#hasGates) {
      for (const [offset, index] of [...elements, ...lambdas].entries()) writer.exportFunction(String(offset), index);
      return arities;
    }
    if (elements.length > 0) writer.element({ offset: ConstExpression.globalGet(0) }, elements);
    if (lambdas.length > 0) writer.element({ offset: ConstExpression.globalGet(1) }, lambdas);
    return arities;
  }

  #writeNames(): void {
    const { writer } = this.#tools;
    const module = this.#module;
    writer.nameModule(module.beam.module);
    for (const info of module.functions) writer.nameFunction(this.#firstFunction + info.index, module.qualifiedName(info));
    for (const [index, name] of this.#partNames) writer.nameFunction(index, name);
    for (const [live, index] of this.#collectIndex) writer.nameFunction(index, `collect with ${live} live`);
    this.#plan.resumable.forEach((info, i) => {
      writer.nameFunction(this.#firstResume + i, `${module.qualifiedName(info)} resumed`);
    });
  }

  /** Link fixups were recorded at positions in the buffer; each function's code has moved into the module. */
  #moveFixups(): Int32Array {
    const { writer, fixups } = this.#tools;
    const words = fixups.words.slice(0, fixups.length);
    let at = 0;
    for (const { index, start, fixupEnd } of this.#placed) {
      const shift = writer.codeOffset(index) - start;
      for (; at < fixupEnd; at += LINK_FIXUP_WORDS) words[at] = (words[at] ?? 0) + shift;
    }
    return words;
  }

  /** Where lines begin in the module, by rising offsets. Of several at one place the last one counts, and a line that goes on begins once. */
  #movePositions(): Int32Array | undefined {
    const positions = this.#positions;
    if (positions === undefined) return undefined;
    const { writer } = this.#tools;
    const runs: { readonly offset: number; readonly lines: number[] }[] = [];
    let at = 0;
    for (const { index, start, end, positionEnd } of this.#placed) {
      const offset = writer.codeOffset(index);
      const lines: number[] = [];
      for (; at < positionEnd; at += 2) {
        const place = (positions[at] ?? 0) + offset - start;
        if (lines.at(-2) === place) lines.length -= 2;
        if (lines.at(-1) !== positions[at + 1]) lines.push(place, positions[at + 1] ?? 0);
      }
      // What is written of itself in front of the first line, and between functions, belongs to none.
      if (lines[0] !== offset) lines.unshift(offset, 0);
      lines.push(offset + end - start, 0);
      runs.push({ offset, lines });
    }
    runs.sort((a, b) => a.offset - b.offset);
    return Int32Array.from(runs.flatMap(({ lines }) => lines));
  }
}
