import { type BeamFile, Opcode, type Term } from '@beamline/beam-file';
import { MAXIMUM_RESULTS, NativeBackend } from '@beamline/jit-backend';
import { FunOffset, kernelSignature, LINK_FIXUP_WORDS, LinkFixups, RESUME_POINT_BITS, TermTag } from '@beamline/machine-model';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, StructuredControlFlow, ValueType } from '@beamline/wasm-asm';
import { FunctionCompiler } from '../function/function-compiler.js';
import { hasResumePoint } from '../graph/function-graph.js';
import { neededKernelFunctions } from './kernel-imports.js';
import { type FunctionInfo, ModuleContext } from './module-context.js';

/** How code is compiled. */
export interface CompileOptions {
  /** False for an engine without tail calls; default true. */
  readonly tailCalls?: boolean;
  /** Write a name section with the Erlang names of functions; default true. */
  readonly names?: boolean;
}

/** A function of a compiled module. */
export interface CompiledFunction {
  readonly name: string;
  readonly arity: number;
  /** Offset of its first entry in the module's part of the table. */
  readonly tableOffset: number;
  /** Index in the line table for each resume point, from 1 ([0] is not used). */
  readonly resumeLines: readonly number[];
}

/** A module compiled to WebAssembly, to be linked: constants that depend on the machine are fixups. */
export interface CompiledModule {
  readonly beam: BeamFile;
  /** The WebAssembly module, its relocated constants 0. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** LinkFixups: offset in `bytes`, kind, value, in turn. */
  readonly fixups: Int32Array;
  readonly functions: readonly CompiledFunction[];
  /** Entries of the table that the module needs. */
  readonly tableSize: number;
  /** Arity of the function in each of these entries. */
  readonly tableArities: Uint16Array;
  /** Offset of the first lambda's entry in the module's part of the table. */
  readonly lambdaTableBase: number;
  /** Sites: function index and line index, in turn. */
  readonly sites: readonly number[];
  /** Handlers: the return address of each, as in a relocation. */
  readonly handlers: readonly number[];
  /** Terms that the code uses, behind the literals of the file. */
  readonly extraLiterals: readonly Term[];
  /** False if the code runs in an engine without tail calls. */
  readonly tailCalls: boolean;
  /** Index in `functions` of the function to call before others may call the module (`-on_load`), −1 if there is none. */
  readonly onLoad: number;
}

/** The largest number of parameters that a function of the engine may have, less sp and fun. */
const MAXIMUM_ARITY = 255;

function findFunctions(module: ModuleContext): void {
  const { opcodes, operandStart, values, length } = module.code;
  let previous = -1;
  for (let i = 0; i < length; i++) {
    if (opcodes[i] !== Opcode.func_info) continue;
    // A label and a line stand before func_info, the entry label behind it.
    let from = i;
    while (from > 0 && (opcodes[from - 1] === Opcode.line || opcodes[from - 1] === Opcode.label)) from--;
    const k = operandStart[i] ?? 0;
    const arity = values[k + 2] ?? 0;
    if (opcodes[i + 1] !== Opcode.label) throw module.error('malformed-code', 'no label behind func_info', undefined, i);
    if (arity > MAXIMUM_ARITY) throw module.error('malformed-code', `a function of ${arity} arguments`, undefined, i);
    const entryLabel = values[operandStart[i + 1] ?? 0] ?? 0;
    const index = module.functions.length;
    const info: FunctionInfo = { index, name: values[k + 1] ?? 0, arity, entryLabel, from, to: length, tableOffset: 0, resumePoints: 0 };
    module.functions.push(info);
    module.functionOfLabel[entryLabel] = index;
    const before = module.functions[previous];
    if (before !== undefined) before.to = from;
    previous = index;
  }
  const last = module.functions[previous];
  if (last !== undefined) last.to = length - 1;
}

/** Index of the function that has the instruction `on_load`, −1 if there is none. */
function onLoadFunction(module: ModuleContext): number {
  const instruction = module.code.opcodes.indexOf(Opcode.on_load);
  if (instruction < 0) return -1;
  return module.functions.findIndex(({ from, to }) => instruction >= from && instruction < to);
}

/** Table entries of a function's resume function: a return address has ten bits for the resume point. */
function resumeEntries(info: FunctionInfo): number {
  return info.resumePoints === 0 ? 0 : (info.resumePoints >> RESUME_POINT_BITS) + 1;
}

function countResumePoints(module: ModuleContext, info: FunctionInfo): number {
  let count = 0;
  for (let i = info.from; i < info.to; i++) if (hasResumePoint(module.code, i)) count++;
  return count;
}

/** Where the code of a function is in the buffer. */
interface PlacedFunction {
  readonly index: number;
  readonly start: number;
  readonly fixupEnd: number;
}

/** Compiles modules; an object keeps its buffers from one module to the next. */
export class ModuleCompiler {
  readonly #writer = new ModuleWriter();
  readonly #code = new CodeEmitter();
  readonly #fixups = new LinkFixups();
  readonly #backend = new NativeBackend(this.#code, this.#fixups);
  readonly #flow = new StructuredControlFlow();

  /** Compiles a decoded file. Throws CompileError. */
  compile(beam: BeamFile, options: CompileOptions = {}): CompiledModule {
    const module = new ModuleContext(beam);
    const writer = this.#writer;
    const code = this.#code;
    const fixups = this.#fixups;
    writer.reset();
    code.buffer.reset();
    fixups.reset();
    findFunctions(module);

    let tableSize = 0;
    let resumable = 0;
    for (const info of module.functions) {
      info.tableOffset = tableSize;
      info.resumePoints = countResumePoints(module, info);
      if (info.resumePoints > 0) resumable++;
      tableSize += 1 + resumeEntries(info);
    }
    module.lambdaTableBase = tableSize;
    tableSize += beam.lambdas.length;

    const types: number[] = [];
    const functionType = (parameters: number): number => {
      const known = types[parameters];
      if (known !== undefined) return known;
      const type = writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
      types[parameters] = type;
      return type;
    };
    const kernelIndex = new Map<string, number>();
    for (const name of neededKernelFunctions(module, options.tailCalls ?? true)) {
      const { parameters, results, wide, float } = kernelSignature(name);
      const types = new Array<ValueType>(parameters).fill(wide === true ? ValueType.i64 : ValueType.i32);
      const type = writer.functionType(types, results === 1 ? [float === true ? ValueType.f64 : ValueType.i32] : []);
      kernelIndex.set(name, writer.importFunction('kernel', name, type));
    }
    writer.importMemory('env', 'memory', { min: 2 });
    writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });

    // Where the module's part of the table begins.
    writer.importGlobal('env', '__table_base', { type: ValueType.i32 });

    for (const info of module.functions) writer.reserveFunction(functionType(info.arity + 1));
    const firstFunction = kernelIndex.size;
    const firstResume = firstFunction + module.functions.length;
    for (let i = 0; i < resumable; i++) writer.reserveFunction(functionType(1));
    const firstLambda = firstResume + resumable;
    /** Index of the collection function for so many live registers; they come last, as they are asked for. */
    const collectIndex = new Map<number, number>();
    for (const lambda of beam.lambdas) writer.reserveFunction(functionType(lambda.arity - lambda.numFree + 2));

    const backend = this.#backend;
    backend.beginModule({
      kernelFunction: (name) => {
        const index = kernelIndex.get(name);
        if (index === undefined) throw new Error(`the kernel function ${name} was not declared`);
        return index;
      },
      functionType,
      collectFunction: (live) => {
        let index = collectIndex.get(live);
        if (index === undefined) {
          const registers = new Array<ValueType>(live).fill(ValueType.i32);
          index = writer.reserveFunction(
            writer.functionType([ValueType.i32, ValueType.i32, ...registers], registers.slice(0, MAXIMUM_RESULTS)),
          );
          collectIndex.set(live, index);
        }
        return index;
      },
    });
    const targets = { functionIndex: (i: number): number => firstFunction + i, tailCalls: options.tailCalls ?? true };
    const functions: CompiledFunction[] = [];
    /** Functions in the order of their code in the buffer. */
    const placed: PlacedFunction[] = [];
    /** Functions with resume points, in the order of their resume functions. */
    const resumeOf: FunctionInfo[] = [];
    /** Takes the code that was written from `start` on as the body of a function. */
    const place = (index: number, start: number): void => {
      writer.defineFunction(index, backend.localGroups(), code.buffer, start, code.buffer.length);
      const { hints } = backend;
      for (let i = 0; i < hints.length; i += 2) writer.branchHint(index, (hints[i] ?? 0) - start, hints[i + 1] === 1);
      placed.push({ index, start, fixupEnd: fixups.length });
    };
    const first = module.functions[0];
    if (first !== undefined) {
      const compiler = new FunctionCompiler(module, backend, this.#flow, targets, first);
      for (const info of module.functions) {
        const start = code.buffer.length;
        compiler.compile(info);
        place(firstFunction + info.index, start);
        if (info.resumePoints > 0) {
          const resumeStart = code.buffer.length;
          compiler.compileResume();
          place(firstResume + resumeOf.push(info) - 1, resumeStart);
        }
        functions.push({
          name: module.atom(info.name),
          arity: info.arity,
          tableOffset: info.tableOffset,
          resumeLines: compiler.resumeLines,
        });
      }
    }
    for (const [live, index] of collectIndex) {
      const start = code.buffer.length;
      backend.collectFunction(live);
      writer.defineFunction(index, [], code.buffer, start, code.buffer.length);
    }
    beam.lambdas.forEach((lambda, i) => {
      const start = code.buffer.length;
      const callee = module.functionOfLabel[lambda.label] ?? -1;
      const info = module.functions[callee];
      if (info === undefined || info.arity !== lambda.arity || lambda.numFree > lambda.arity) {
        throw module.error('malformed-code', `lambda ${i} refers to no function of its arity`);
      }
      this.#lambdaEntry(lambda.arity - lambda.numFree, lambda.numFree, firstFunction + callee, targets.tailCalls);
      writer.defineFunction(firstLambda + i, [], code.buffer, start, code.buffer.length);
    });

    const tableArities = new Uint16Array(tableSize);
    const elements: number[] = [];
    let resume = firstResume;
    for (const info of module.functions) {
      tableArities[elements.length] = info.arity;
      elements.push(firstFunction + info.index);
      for (let i = 0; i < resumeEntries(info); i++) elements.push(resume);
      if (info.resumePoints > 0) resume++;
    }
    beam.lambdas.forEach((lambda, i) => {
      tableArities[elements.length] = lambda.arity - lambda.numFree + 1;
      elements.push(firstLambda + i);
    });

    if (elements.length > 0) writer.element({ offset: ConstExpression.globalGet(0) }, elements);
    if (options.names ?? true) {
      writer.nameModule(beam.module);
      for (const info of module.functions) writer.nameFunction(firstFunction + info.index, module.functionName(info));
      for (const [live, index] of collectIndex) writer.nameFunction(index, `collect with ${live} live`);
      resumeOf.forEach((info, i) => {
        writer.nameFunction(firstResume + i, `${module.functionName(info)} resumed`);
      });
    }
    const bytes = writer.finish();

    // LinkFixups were recorded at positions in the buffer; each function's code has moved into the module.
    const words = fixups.words.slice(0, fixups.length);
    let at = 0;
    for (const { index, start, fixupEnd } of placed) {
      const shift = writer.codeOffset(index) - start;
      for (; at < fixupEnd; at += LINK_FIXUP_WORDS) words[at] = (words[at] ?? 0) + shift;
    }
    return {
      beam,
      bytes,
      fixups: words,
      functions,
      tableSize,
      tableArities,
      lambdaTableBase: module.lambdaTableBase,
      sites: module.sites,
      handlers: module.handlers,
      extraLiterals: module.extraLiterals,
      tailCalls: targets.tailCalls,
      onLoad: onLoadFunction(module),
    };
  }

  /** `(sp, arguments…, fun)`: calls the function with the free variables in place of the fun. */
  #lambdaEntry(arity: number, free: number, functionIndex: number, tailCalls: boolean): void {
    const code = this.#code;
    const fun = arity + 1;
    for (let i = 0; i <= arity; i++) code.local.get(i);
    for (let i = 0; i < free; i++) {
      code.local.get(fun);
      code.i32.load(FunOffset.free + 4 * i - TermTag.boxed);
    }
    if (tailCalls) code.returnCall(functionIndex);
    else code.call(functionIndex);
    code.end();
  }
}
