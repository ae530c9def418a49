import { type BeamFile, Opcode } from '@beamline/beam-file';
import {
  FunOffset,
  kernelSignature,
  NativeBackend,
  RESUME_POINT_BITS,
  Relocations,
  RELOCATION_WORDS,
  Term,
} from '@beamline/jit-backend';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { FunctionCompiler } from './function-compiler.js';
import { neededKernelFunctions } from './kernel-needs.js';
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

/** A module compiled to WebAssembly, to be linked: constants that depend on the machine are relocations. */
export interface CompiledModule {
  readonly beam: BeamFile;
  /** The WebAssembly module, its relocated constants 0. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Relocations: offset in `bytes`, kind, value, in turn. */
  readonly relocations: Int32Array;
  readonly functions: readonly CompiledFunction[];
  /** Entries of the table that the module needs. */
  readonly tableSize: number;
  /** Arity of the function in each of these entries. */
  readonly tableArities: Uint16Array;
  /** Offset of the first lambda's entry in the module's part of the table. */
  readonly lambdaTableBase: number;
  /** Sites: function index and line index, in turn. */
  readonly sites: readonly number[];
  /** Integers that the code uses, behind the literals of the file. */
  readonly extraLiterals: readonly bigint[];
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

function countResumePoints(module: ModuleContext, info: FunctionInfo): number {
  const { opcodes } = module.code;
  let count = 0;
  for (let i = info.from; i < info.to; i++) {
    const opcode = opcodes[i];
    if (
      opcode === Opcode.call ||
      opcode === Opcode.call_ext ||
      opcode === Opcode.call_fun ||
      opcode === Opcode.call_fun2 ||
      opcode === Opcode.apply
    ) {
      count++;
    }
  }
  return count;
}

/** Compiles modules; an object keeps its buffers from one module to the next. */
export class ModuleCompiler {
  readonly #writer = new ModuleWriter();
  readonly #code = new CodeEmitter();
  readonly #relocations = new Relocations();

  /** Compiles a decoded file. Throws CompileError. */
  compile(beam: BeamFile, options: CompileOptions = {}): CompiledModule {
    const module = new ModuleContext(beam);
    const writer = this.#writer;
    const code = this.#code;
    const relocations = this.#relocations;
    writer.reset();
    code.buffer.reset();
    relocations.reset();
    findFunctions(module);

    // A return address has ten bits for the resume point: a function with more has more table entries.
    let tableSize = 0;
    for (const info of module.functions) {
      info.tableOffset = tableSize;
      info.resumePoints = countResumePoints(module, info);
      tableSize += (info.resumePoints >> RESUME_POINT_BITS) + 1;
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
      const { parameters, results } = kernelSignature(name);
      const type =
        results === 1 ? functionType(parameters) : writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), []);
      kernelIndex.set(name, writer.importFunction('kernel', name, type));
    }
    writer.importMemory('env', 'memory', { min: 2 });
    writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });

    // Where the module's part of the table begins.
    writer.importGlobal('env', '__table_base', { type: ValueType.i32 });

    for (const info of module.functions) writer.reserveFunction(functionType(info.arity + 1));
    const firstFunction = kernelIndex.size;
    const firstLambda = firstFunction + module.functions.length;
    for (const lambda of beam.lambdas) writer.reserveFunction(functionType(lambda.arity - lambda.numFree + 2));

    const backend = new NativeBackend(code, relocations, {
      kernelFunction: (name) => {
        const index = kernelIndex.get(name);
        if (index === undefined) throw new Error(`the kernel function ${name} was not declared`);
        return index;
      },
      functionType,
    });
    const targets = { functionIndex: (i: number): number => firstFunction + i, tailCalls: options.tailCalls ?? true };
    const functions: CompiledFunction[] = [];
    /** Start in the buffer of each function's code. */
    const starts: number[] = [];
    const relocationEnds: number[] = [];
    const first = module.functions[0];
    if (first !== undefined) {
      const compiler = new FunctionCompiler(module, backend, targets, first);
      for (const info of module.functions) {
        const start = code.buffer.length;
        starts.push(start);
        compiler.compile(info);
        relocationEnds.push(relocations.length);
        writer.defineFunction(firstFunction + info.index, backend.localGroups(), code.buffer, start, code.buffer.length);
        functions.push({
          name: module.atom(info.name),
          arity: info.arity,
          tableOffset: info.tableOffset,
          resumeLines: compiler.resumeLines,
        });
      }
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
    for (const info of module.functions) {
      for (let i = 0; i <= info.resumePoints >> RESUME_POINT_BITS; i++) {
        tableArities[elements.length] = info.arity;
        elements.push(firstFunction + info.index);
      }
    }
    beam.lambdas.forEach((lambda, i) => {
      tableArities[elements.length] = lambda.arity - lambda.numFree + 1;
      elements.push(firstLambda + i);
    });

    if (elements.length > 0) writer.element({ offset: ConstExpression.globalGet(0) }, elements);
    if (options.names ?? true) {
      writer.nameModule(beam.module);
      for (const info of module.functions) writer.nameFunction(firstFunction + info.index, module.functionName(info));
    }
    const bytes = writer.finish();

    // Relocations were recorded at positions in the buffer; each function's code has moved into the module.
    const words = relocations.words.slice(0, relocations.length);
    let at = 0;
    for (const info of module.functions) {
      const shift = writer.codeOffset(firstFunction + info.index) - (starts[info.index] ?? 0);
      const end = relocationEnds[info.index] ?? 0;
      for (; at < end; at += RELOCATION_WORDS) words[at] = (words[at] ?? 0) + shift;
    }
    return {
      beam,
      bytes,
      relocations: words,
      functions,
      tableSize,
      tableArities,
      lambdaTableBase: module.lambdaTableBase,
      sites: module.sites,
      extraLiterals: module.extraLiterals,
    };
  }

  /** `(sp, arguments…, fun)`: calls the function with the free variables in place of the fun. */
  #lambdaEntry(arity: number, free: number, functionIndex: number, tailCalls: boolean): void {
    const code = this.#code;
    const fun = arity + 1;
    for (let i = 0; i <= arity; i++) code.local.get(i);
    for (let i = 0; i < free; i++) {
      code.local.get(fun);
      code.i32.load(FunOffset.free + 4 * i - Term.boxed);
    }
    if (tailCalls) code.returnCall(functionIndex);
    else code.call(functionIndex);
    code.end();
  }
}
