import { kernelSignature, X_REGISTERS } from '@beamline/machine-model';
import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';

/** Writes a module of small functions, whose parameters and results are words. */
export class StubWriter {
  readonly #writer = new ModuleWriter();
  /** The code of the function that comes next. */
  readonly code: CodeEmitter = new CodeEmitter();
  #start = 0;

  /** Type index of a function of so many words that returns one. */
  type(parameters: number): number {
    return this.#writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
  }

  /** Imports a function of so many words; its index. Before the first function of its own. */
  importFunction(module: string, name: string, parameters: number): number {
    return this.#writer.importFunction(module, name, this.type(parameters));
  }

  /** Imports a function of the kernel. */
  importKernel(name: string): number {
    return this.importFunction('kernel', name, kernelSignature(name).parameters);
  }

  /** Imports the machine's memory. */
  importMemory(): void {
    this.#writer.importMemory('env', 'memory', { min: 1 });
  }

  /** Imports the machine's table. An instance that does costs as much as the table is long: see gates in `CompileOptions`. */
  importTable(): void {
    this.#writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });
  }

  /** Saves the arguments of a function `(sp, arguments…)` in the X registers. */
  saveArguments(arity: number): void {
    for (let i = 0; i < arity; i++) {
      this.code.i32.const(0);
      this.code.local.get(i + 1);
      this.code.i32.store(X_REGISTERS + 4 * i);
    }
  }

  /** Ends a function of so many words, with a number of i32 locals; its index. */
  endFunction(parameters: number, locals = 0): number {
    const { code } = this;
    code.end();
    const index = this.#writer.addFunction(
      this.type(parameters),
      locals === 0 ? [] : [locals, ValueType.i32],
      code.buffer,
      this.#start,
      code.buffer.length,
    );
    this.#start = code.buffer.length;
    return index;
  }

  /** Exports a function under a name. */
  export(name: string, index: number): void {
    this.#writer.exportFunction(name, index);
  }

  /** Puts a function into the table when the module is instantiated. */
  putIntoTable(tableIndex: number, index: number): void {
    this.#writer.element({ offset: ConstExpression.i32(tableIndex) }, [index]);
  }

  /** The module. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#writer.finish();
  }
}
