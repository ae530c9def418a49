import { Declarations, ModuleWriter } from '@beamline/module-writer';
import { ByteBuffer, CodeEmitter, FunctionBuilder, ValueType } from '@beamline/wasm-asm';
import { FunctionValidator } from '@beamline/wasm-validator';
import ast from '@webassemblyjs/ast';
import { encodeNode } from '@webassemblyjs/wasm-gen';
import binaryen from 'binaryen';
import loadWabt from 'wabt';
import { drop, func, i32, local, Module } from 'wasmati';
import { compile as compileWat } from 'watr';
import { constantOf, type ModuleShape } from './module-shape.js';

/** Something that makes the module's bytes. */
export interface Assembler {
  readonly name: string;
  /** What to know about its numbers. */
  readonly note?: string;
  /** Makes the module. */
  build(shape: ModuleShape): Promise<Uint8Array> | Uint8Array;
}

const I32 = ValueType.i32;
const PARAMS = [I32, I32];
const RESULTS = [I32];

/** A loop that writes the same bytes to a growing array: what there is to reach. */
class HandWritten implements Assembler {
  readonly name = 'hand-written';
  #bytes = new Uint8Array(1 << 20);
  #length = 0;

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = value;
  }

  #unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.#byte(rest);
  }

  #signed(value: number): void {
    let rest = value;
    while (rest < -64 || rest > 63) {
      this.#byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.#byte(rest & 0x7f);
  }

  #section(id: number, write: () => void): void {
    this.#byte(id);
    this.#sized(write);
  }

  /** Writes contents after their size. */
  #sized(write: () => void): void {
    const start = this.#length;
    for (let i = 0; i < 5; i++) this.#byte(0);
    write();
    const size = this.#length - start - 5;
    let sizeBytes = 1;
    while (size >>> (7 * sizeBytes)) sizeBytes++;
    this.#bytes.copyWithin(start + sizeBytes, start + 5, this.#length);
    this.#length = start;
    this.#unsigned(size);
    this.#length += size;
  }

  build({ functions, units }: ModuleShape): Uint8Array {
    this.#length = 0;
    for (const value of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) this.#byte(value);
    this.#section(1, () => {
      for (const value of [1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f]) this.#byte(value);
    });
    this.#section(3, () => {
      this.#unsigned(functions);
      for (let i = 0; i < functions; i++) this.#byte(0);
    });
    this.#section(5, () => {
      for (const value of [1, 0, 1]) this.#byte(value);
    });
    this.#section(10, () => {
      this.#unsigned(functions);
      for (let i = 0; i < functions; i++) {
        this.#sized(() => {
          for (const value of [1, 1, 0x7f]) this.#byte(value);
          for (let unit = 0; unit < units; unit++) this.#unit(i * units + unit);
          for (const value of [0x20, 2, 0x0b]) this.#byte(value);
        });
      }
    });
    return this.#bytes.slice(0, this.#length);
  }

  #unit(index: number): void {
    this.#byte(0x20);
    this.#unsigned(0);
    this.#byte(0x41);
    this.#signed(constantOf(index));
    this.#byte(0x6a);
    this.#byte(0x22);
    this.#unsigned(2);
    this.#byte(0x28);
    this.#unsigned(2);
    this.#unsigned(16);
    this.#byte(0x20);
    this.#unsigned(1);
    this.#byte(0x73);
    this.#byte(0x21);
    this.#unsigned(2);
    this.#byte(0x20);
    this.#unsigned(2);
    this.#byte(0x1a);
  }
}

class RawEmitter implements Assembler {
  readonly name = 'beamline, raw emitter';
  readonly #code = new CodeEmitter();
  readonly #writer = new ModuleWriter();
  readonly #out = new ByteBuffer(1 << 20);

  build({ functions, units }: ModuleShape): Uint8Array {
    const c = this.#code;
    const writer = this.#writer;
    writer.reset();
    c.buffer.reset();
    const type = writer.functionType([I32, I32], [I32]);
    writer.memory({ min: 1 });
    for (let i = 0; i < functions; i++) {
      const start = c.buffer.length;
      for (let unit = 0; unit < units; unit++) {
        c.local.get(0);
        c.i32.const(constantOf(i * units + unit));
        c.i32.add();
        c.local.tee(2);
        c.i32.load(16);
        c.local.get(1);
        c.i32.xor();
        c.local.set(2);
        c.local.get(2);
        c.drop();
      }
      c.local.get(2);
      c.end();
      writer.addFunction(type, [1, I32], c.buffer, start, c.buffer.length);
    }
    this.#out.reset();
    writer.finishInto(this.#out);
    return this.#out.slice();
  }
}

class TypedBuilder implements Assembler {
  readonly name: string;
  readonly #writer: ModuleWriter;
  readonly #function: FunctionBuilder;
  readonly #out = new ByteBuffer(1 << 20);

  /** With a validator, operand types are checked as well, as each instruction is written. */
  constructor(validated: boolean) {
    this.name = validated ? 'beamline, with validator' : 'beamline, typed builder';
    const declarations = new Declarations();
    this.#writer = validated ? new ModuleWriter(declarations) : new ModuleWriter();
    const validator = validated ? new FunctionValidator(declarations) : undefined;
    this.#function = new FunctionBuilder([], '', new ByteBuffer(), [], validator);
  }

  build({ functions, units }: ModuleShape): Uint8Array {
    const writer = this.#writer;
    writer.reset();
    const f = this.#function;
    f.buffer.reset();
    const type = writer.functionType([I32, I32], [I32]);
    writer.memory({ min: 1 });
    for (let i = 0; i < functions; i++) {
      f.next(PARAMS, '', RESULTS);
      const x = f.param(0);
      const y = f.param(1);
      const z = f.local(I32);
      for (let unit = 0; unit < units; unit++) {
        f.get(x);
        f.i32.const(constantOf(i * units + unit));
        f.i32.add();
        f.tee(z);
        f.i32.load(16);
        f.get(y);
        f.i32.xor();
        f.set(z);
        f.get(z);
        f.drop();
      }
      f.get(z);
      const { locals, start, end } = f.finishInPlace();
      writer.addFunction(type, locals, f.buffer, start, end);
    }
    this.#out.reset();
    writer.finishInto(this.#out);
    return this.#out.slice();
  }
}

class Binaryen implements Assembler {
  readonly name = 'binaryen';

  build({ functions, units }: ModuleShape): Uint8Array {
    const m = new binaryen.Module();
    m.setMemory(1, -1);
    const parameters = binaryen.createType([binaryen.i32, binaryen.i32]);
    for (let i = 0; i < functions; i++) {
      const body: number[] = [];
      for (let unit = 0; unit < units; unit++) {
        const sum = m.i32.add(m.local.get(0, binaryen.i32), m.i32.const(constantOf(i * units + unit)));
        const loaded = m.i32.load(16, 4, m.local.tee(2, sum, binaryen.i32));
        body.push(m.local.set(2, m.i32.xor(loaded, m.local.get(1, binaryen.i32))));
        body.push(m.drop(m.local.get(2, binaryen.i32)));
      }
      body.push(m.local.get(2, binaryen.i32));
      m.addFunction(`f${i}`, parameters, binaryen.i32, [binaryen.i32], m.block(null, body, binaryen.i32));
    }
    const bytes = m.emitBinary();
    m.dispose();
    return bytes;
  }
}

/** The module as text. */
function textOf({ functions, units }: ModuleShape): string {
  const lines = ['(module (memory 1)'];
  for (let i = 0; i < functions; i++) {
    lines.push('(func (param i32 i32) (result i32) (local i32)');
    for (let unit = 0; unit < units; unit++) {
      lines.push(
        `local.get 0 i32.const ${constantOf(i * units + unit)} i32.add local.tee 2 i32.load offset=16 local.get 1 i32.xor local.set 2 local.get 2 drop`,
      );
    }
    lines.push('local.get 2)');
  }
  lines.push(')');
  return lines.join('\n');
}

class Wabt implements Assembler {
  readonly name = 'wabt, from text';
  #loaded: ReturnType<typeof loadWabt> | undefined;

  async build(shape: ModuleShape): Promise<Uint8Array> {
    this.#loaded ??= loadWabt();
    const wabt = await this.#loaded;
    const parsed = wabt.parseWat('m.wat', textOf(shape));
    const { buffer } = parsed.toBinary({});
    parsed.destroy();
    return buffer;
  }
}

class Watr implements Assembler {
  readonly name = 'watr, from text';

  build(shape: ModuleShape): Uint8Array {
    return compileWat(textOf(shape));
  }
}

class Wasmati implements Assembler {
  readonly name = 'wasmati';

  build({ functions, units }: ModuleShape): Promise<Uint8Array> {
    const all: Record<string, unknown> = {};
    for (let i = 0; i < functions; i++) {
      all[`f${i}`] = func({ in: [i32, i32], locals: [i32], out: [i32] }, ([x, y], [z]) => {
        for (let unit = 0; unit < units; unit++) {
          local.get(x);
          i32.const(constantOf(i * units + unit));
          i32.add();
          local.tee(z);
          i32.load({ offset: 16 });
          local.get(y);
          i32.xor();
          local.set(z);
          local.get(z);
          drop();
        }
        local.get(z);
      });
    }
    return Promise.resolve(Module({ exports: all as never, memory: { min: 1 } as never }).toBytes());
  }
}

class Webassemblyjs implements Assembler {
  readonly name = '@webassemblyjs/wasm-gen';
  readonly note = 'function bodies only, without their locals: more it cannot write';

  build({ functions, units }: ModuleShape): Uint8Array {
    const { func: funcNode, signature, instruction, objectInstruction, numberLiteralFromRaw, indexLiteral } = ast;
    const bytes: number[] = [];
    const index = (i: number): unknown => indexLiteral(i);
    for (let i = 0; i < functions; i++) {
      const body: unknown[] = [];
      for (let unit = 0; unit < units; unit++) {
        body.push(
          instruction('get_local', [index(0)]),
          objectInstruction('const', 'i32', [numberLiteralFromRaw(constantOf(i * units + unit))]),
          objectInstruction('add', 'i32', []),
          instruction('tee_local', [index(2)]),
          // Its name for i32.load.
          objectInstruction('load', 'u32', [numberLiteralFromRaw(2), numberLiteralFromRaw(16)]),
          instruction('get_local', [index(1)]),
          objectInstruction('xor', 'i32', []),
          instruction('set_local', [index(2)]),
          instruction('get_local', [index(2)]),
          instruction('drop', []),
        );
      }
      body.push(instruction('get_local', [index(2)]), instruction('end', []));
      const encoded = encodeNode(funcNode(`f${i}`, signature([], []), body));
      for (const byte of encoded) bytes.push(byte);
    }
    return Uint8Array.from(bytes);
  }
}

/** All assemblers, the hand-written loop first. */
export const assemblers: readonly Assembler[] = [
  new HandWritten(),
  new RawEmitter(),
  new TypedBuilder(false),
  new TypedBuilder(true),
  new Binaryen(),
  new Wabt(),
  new Watr(),
  new Wasmati(),
  new Webassemblyjs(),
];
