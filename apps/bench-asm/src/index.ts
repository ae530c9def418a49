import { encodeU32 } from '@beamline/leb128';
import { type Assembler, assemblers } from './assemblers.js';
import { benchAtomvmBackend } from './atomvm-backend.js';
import { leb128Codecs } from './leb128-codecs.js';
import { instructionCount, type ModuleShape } from './module-shape.js';

const LARGE: ModuleShape = { functions: 2000, units: 10 };
const MEDIUM: ModuleShape = { functions: 200, units: 10 };
const SMALL: ModuleShape = { functions: 1, units: 10 };
/** Milliseconds that each measurement takes at least. */
const MEASURE = 600;

/** Least time of one run, in milliseconds. */
async function best(run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + MEASURE;
  for (let i = 0; i < 3 || performance.now() < end; i++) {
    const start = performance.now();
    await run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function row(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
}

/** The large shape, or the smaller one for an assembler that fails at the size of the large one. */
async function largestShape(assembler: Assembler): Promise<ModuleShape> {
  try {
    await assembler.build(LARGE);
    return LARGE;
  } catch {
    return MEDIUM;
  }
}

async function benchAssembler(assembler: Assembler): Promise<{ shape: ModuleShape; bytes: Uint8Array; large: number; small: number }> {
  const shape = await largestShape(assembler);
  const bytes = await assembler.build(shape);
  const large = ((await best(() => assembler.build(shape))) * 1e6) / instructionCount(shape);
  // One small module many times: a run is too short for the clock.
  const runs = 100;
  const small = await best(async () => {
    for (let i = 0; i < runs; i++) await assembler.build(SMALL);
  });
  return { shape, bytes, large, small: (small * 1e3) / runs };
}

async function benchAssemblers(): Promise<void> {
  const widths = [26, 9, 13, 7, 12];
  console.log(`A module of ${LARGE.functions} functions of 100 instructions; Node ${process.versions.node}\n`);
  console.log(row(['assembler', 'bytes', 'ns/instr.', 'ratio', 'small, µs'], widths));
  const notes: string[] = [];
  let base = Number.NaN;
  for (const assembler of assemblers) {
    let result: Awaited<ReturnType<typeof benchAssembler>>;
    try {
      result = await benchAssembler(assembler);
    } catch (error) {
      notes.push(`${assembler.name}: failed: ${String(error)}`);
      continue;
    }
    const { shape, bytes, large, small } = result;
    if (Number.isNaN(base)) base = large;
    console.log(row([assembler.name, String(bytes.length), large.toFixed(1), (large / base).toFixed(2), small.toFixed(1)], widths));
    if (shape !== LARGE) notes.push(`${assembler.name}: fails at ${LARGE.functions} functions, so measured with ${shape.functions}`);
    if (assembler.note !== undefined) notes.push(`${assembler.name}: ${assembler.note}`);
    else if (!WebAssembly.validate(new Uint8Array(bytes))) notes.push(`${assembler.name}: not a valid module`);
  }
  console.log(`\n"small" is one module with one function of 100 instructions.`);
  for (const note of notes) console.log(note);
}

async function benchLeb128(): Promise<void> {
  const widths = [26, 12, 12];
  // Below 2^31: with greater values some packages give wrong results or end the process.
  const values = Uint32Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 2654435761) >>> (1 + (i % 31)));
  const bytes = new Uint8Array(5 * values.length);
  let end = 0;
  let sum = 0;
  for (const value of values) {
    end = encodeU32(bytes, end, value);
    sum = (sum + value) >>> 0;
  }
  console.log('\nUnsigned LEB128 of all sizes below 2^31, ns per value\n');
  console.log(row(['package', 'encode', 'decode'], widths));
  for (const codec of leb128Codecs) {
    if (codec.decode(bytes, values.length) !== sum || codec.encode(values) !== end) console.log(`${codec.name}: wrong result`);
    const encode = await best(() => codec.encode(values));
    const decode = await best(() => codec.decode(bytes, values.length));
    console.log(row([codec.name, ((encode * 1e6) / values.length).toFixed(1), ((decode * 1e6) / values.length).toFixed(1)], widths));
  }
}

async function benchBackend(): Promise<void> {
  const { instructions, operations, whole } = await benchAtomvmBackend(best);
  const each = (milliseconds: number): string => ((milliseconds * 1e6) / instructions).toFixed(1);
  console.log(
    `\nAtomvmBackend, ${instructions} instructions: ${each(operations)} ns per instruction, ${each(whole)} with the module finished`,
  );
}

await benchAssemblers();
await benchBackend();
await benchLeb128();
