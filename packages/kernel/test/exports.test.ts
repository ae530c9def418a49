import { kernelSignature, kernelSignatures } from '@beamline/machine-model';
import { ModuleWriter } from '@beamline/module-writer';
import { ValueType } from '@beamline/wasm-asm';
import { expect, test } from 'vitest';
import { Kernel } from './kernel.js';

/** All functions that compiled code may import. */
const names = kernelSignatures().map(([name]) => name);

/** A module that imports functions with the signatures that compiled code uses; `more` adds parameters. */
function importing(imported: readonly string[], more: number): WebAssembly.Module {
  const writer = new ModuleWriter();
  for (const name of new Set(imported)) {
    const { parameters, results, wide, float } = kernelSignature(name);
    const type = writer.functionType(
      new Array<ValueType>(parameters + more).fill(wide === true ? ValueType.i64 : ValueType.i32),
      results === 0 ? [] : [float === true ? ValueType.f64 : ValueType.i32],
    );
    writer.importFunction('kernel', name, type);
  }
  return new WebAssembly.Module(writer.finish());
}

const kernel = new Kernel().exports as unknown as WebAssembly.ModuleImports;

test('the kernel exports every function with the signature that compiled code uses', () => {
  expect(() => new WebAssembly.Instance(importing(names, 0), { kernel })).not.toThrow();
});

test('the engine tells a wrong signature', () => {
  for (const name of ['add', 'collect', 'toFloat', 'makeInteger']) {
    expect(() => new WebAssembly.Instance(importing([name], 1), { kernel })).toThrow(WebAssembly.LinkError);
  }
});
