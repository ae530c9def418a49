import { readFile } from 'node:fs/promises';
import { readBeamFile } from '@beamline/beam-file';
import { ModuleCompiler } from '@beamline/jit-compiler';

const beam = readBeamFile(await readFile(new URL('fixtures/control.beam', import.meta.url)));
const { bytes, functions } = new ModuleCompiler().compile(beam);

console.log(beam.module, WebAssembly.validate(bytes)); // control true
console.log(functions.some(({ name, arity }) => name === 'module_info' && arity === 0)); // true
