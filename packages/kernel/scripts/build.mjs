// Builds the kernel: its copy of the layout from the machine model, then the module, then the bytes as a
// TypeScript constant, so that every host can have them without files.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as model from '@beamline/machine-model';
import asc from 'assemblyscript/asc';

const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const assembly = path.join(folder, 'assembly');

function constant(name, value) {
  return `export const ${name}: ${value < 0 ? 'i32' : 'u32'} = ${value};\n`;
}

function layoutSource() {
  let source = '// Generated from the machine model by scripts/build.mjs.\n';
  for (const [name, value] of Object.entries(model)) {
    if (typeof value === 'number') source += constant(name, value);
  }
  for (const [name, table] of Object.entries(model)) {
    // The tables of the layout: objects of numbers.
    if (!/^[A-Z]/.test(name) || typeof table !== 'object' || !Object.values(table).every((value) => typeof value === 'number')) continue;
    for (const [key, value] of Object.entries(table)) source += constant(`${name}_${key}`, value);
  }
  model.wellKnownAtoms.forEach((atom, index) => {
    if (/^\w+$/.test(atom)) source += constant(`Atom_${atom}`, index);
  });
  model.bifs.forEach((native, index) => {
    if (native.kernelName !== undefined) source += constant(`Native_${native.kernelName}`, index);
  });
  // Two BIFs may have one function in the kernel: the first gives its name.
  const guards = new Map(model.guardBifs.map((bif, index) => [bif.kernelName, index]).reverse());
  for (const [name, index] of guards) source += constant(`Guard_${name}`, model.GUARD_BIF_IDENTITY + index);
  return source;
}

/** A guard BIF as bodies call it: it raises by itself when it fails. */
function bodyBifsSource() {
  const bifs = [...new Map([...model.guardBifs].reverse().map((bif) => [bif.kernelName, bif])).values()].reverse();
  let source = '// Generated from the machine model by scripts/build.mjs.\n';
  source += "import * as L from './layout';\nimport { raiseGuardBif } from '../raise';\n";
  source += "import * as integer from '../integer';\nimport * as guard from '../guard-bifs';\n";
  for (const { kernelName, arity, error } of bifs) {
    const args = ['a', 'b', 'c'].slice(0, arity);
    const padded = [...args, '0', '0', '0'].slice(0, 3).join(', ');
    const from = integerFunctions.has(kernelName) ? 'integer' : 'guard';
    source += `export function ${kernelName}InBody(${args.map((arg) => `${arg}: u32, `).join('')}sp: u32, site: u32): u32 {
  const result = ${from}.${kernelName}(${args.join(', ')});
  return result != 0 ? result : raiseGuardBif(sp, site, L.Atom_${error}, L.Guard_${kernelName}, ${arity}, ${padded});
}
`;
  }
  return source;
}

/** Guard BIFs as match specifications call them: found by atom and number of arguments, called by number. */
function matchGuardsSource() {
  const allowed = model.guardBifs.filter(({ name, arity }) => name !== 'get' && !(name === 'is_record' && arity !== 3));
  const words = allowed.flatMap(({ name, arity }) => [model.wellKnownAtoms.indexOf(name), arity]);
  if (words.includes(-1)) throw new Error('a guard BIF has no well-known atom');
  let source = '// Generated from the machine model by scripts/build.mjs.\n';
  source += "import * as integer from '../integer';\nimport * as guard from '../guard-bifs';\n";
  source += `const names: u32 = memory.data<u32>([${words.join(', ')}]) as u32;\n`;
  source += `/** Number of the guard BIF with that atom, by its index, and so many arguments; -1 if there is none. */
export function findGuard(atom: u32, arity: u32): i32 {
  for (let i: u32 = 0; i < ${allowed.length}; i++) if (load<u32>(names + (i << 3)) == atom && load<u32>(names + (i << 3), 4) == arity) return i;
  return -1;
}
/** Calls the guard BIF of a number: a term, or 0 if it fails. */
export function callGuard(number: u32, a: u32, b: u32, c: u32): u32 {
  switch (number) {
`;
  allowed.forEach(({ kernelName, arity }, i) => {
    const from = integerFunctions.has(kernelName) ? 'integer' : 'guard';
    source += `    case ${i}: return ${from}.${kernelName}(${['a', 'b', 'c'].slice(0, arity).join(', ')});\n`;
  });
  return `${source}    default: return 0;\n  }\n}\n`;
}

const integerFunctions = new Set(
  [...(await readFile(path.join(assembly, 'integer.ts'), 'utf8')).matchAll(/^export function (\w+)/gm)].map(([, name]) => name),
);
await mkdir(path.join(assembly, 'generated'), { recursive: true });
await mkdir(path.join(folder, 'dist'), { recursive: true });
await mkdir(path.join(folder, 'src', 'generated'), { recursive: true });
await writeFile(path.join(assembly, 'generated', 'layout.ts'), layoutSource());
await writeFile(path.join(assembly, 'generated', 'body-bifs.ts'), bodyBifsSource());
await writeFile(path.join(assembly, 'generated', 'match-guards.ts'), matchGuardsSource());

const wasm = path.join(folder, 'dist', 'kernel.wasm');
const { error, stderr } = await asc.main([
  path.join(assembly, 'index.ts'),
  '--outFile',
  wasm,
  '--importMemory',
  '--noExportMemory',
  '--initialMemory',
  '2',
  '--importTable',
  '--runtime',
  'minimal',
  '--memoryBase',
  String(model.KERNEL_DATA),
  '--noAssert',
  '-O3',
  '--converge',
  '--use',
  'abort=',
]);
if (error) {
  console.error(String(stderr));
  throw error;
}
const bytes = await readFile(wasm);
await writeFile(
  path.join(folder, 'src', 'generated', 'kernel-wasm.ts'),
  `// Generated by scripts/build.mjs.\n/** The kernel module, in base64. */\nexport const kernelBase64: string =\n  '${bytes.toString('base64')}';\n`,
);
console.log(`kernel.wasm ${bytes.length} bytes`);
