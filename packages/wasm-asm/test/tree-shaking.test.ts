import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** What a bundler makes of a module that exports only these. */
async function bundle(names: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names} } from '../src/index.ts';`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['@beamline/source'],
  });
  return outputFiles.map((file) => file.text).join('');
}

describe('a bundler', () => {
  const CLASSES = {
    vectors: 'V128SimdInstructions',
    'relaxed vectors': 'F32x4RelaxedSimdInstructions',
    'structures and arrays': 'StructGcInstructions',
    atomics: 'I32AtomicInstructions',
    'legacy exceptions': 'LegacyExceptionInstructions',
    'the instruction table': 'instructionTable',
    'the instruction reader': 'InstructionReader',
    'control flow': 'StructuredControlFlow',
    builder: 'FunctionBuilder',
  };

  test.each(Object.entries(CLASSES))('leaves out %s when only CodeEmitter is used', async (_, name) => {
    // So that a name that is no more is not taken for one that was left out.
    expect(await bundle(name)).toContain(name);
    const text = await bundle('ByteBuffer, CodeEmitter');
    expect(text).toContain('CoreInstructions');
    expect(text).not.toContain(name);
  });

  test.each(['instructionTable', 'InstructionReader', 'SimdInstructions'])('leaves out %s when FunctionBuilder is used', async (name) => {
    const text = await bundle('FunctionBuilder');
    expect(text).toContain('CoreInstructions');
    expect(text).not.toContain(name);
  });

  test('takes one namespace of a group alone', async () => {
    const text = await bundle('V128SimdInstructions');
    expect(text).not.toContain('I8x16SimdInstructions');
  });
});
