// Builds the kernel; with --names its functions have their names in profiles and stack traces, for twice the size: its copy of the layout from the machine model, then the module, then the bytes as a
// TypeScript constant, so that every host can have them without files.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as model from '@beamline/machine-model';
import asc from 'assemblyscript/asc';
import { assembly, bifFunctions, guardBifs, hostImports, hostInterface } from '../../machine-model/scripts/declarations.mjs';
import { calledFunctions } from './inlining.mjs';
import { withPauses } from './pausing.mjs';

const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const generated = path.join(assembly, 'generated');

function constant(name, value) {
  return `export const ${name}: ${value < 0 ? 'i32' : 'u32'} = ${value};\n`;
}

function layoutSource() {
  let source = '';
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
  model.bifs.forEach(({ kernelName }, index) => {
    if (kernelName !== undefined) source += constant(`Bif_${kernelName}`, index);
  });
  model.guardBifs.forEach(({ kernelName }, index) => {
    source += constant(`Guard_${kernelName}`, model.GUARD_BIF_IDENTITY + index);
  });
  return source;
}

/** Exports of functions of several files. */
function exportsOf(functions) {
  return functions.map(({ name, file }) => `export { ${name} } from '../${file.replace(/\.ts$/, '')}';\n`).join('');
}

const modules = [...new Set(guardBifs.map(({ file }) => file.replace(/\.ts$/, '')))];
const guardImports = modules.map((module, i) => `import * as guards${i} from '../${module}';\n`).join('');
const guardFunction = ({ kernelName, file }) => `guards${modules.indexOf(file.replace(/\.ts$/, ''))}.${kernelName}`;

/** Guard BIFs as bodies call them: they raise by themselves when they fail. */
function bodyBifsSource() {
  let source = `import * as L from './layout';\nimport { raiseGuardBif } from '../execution/raise';\n${guardImports}`;
  for (const bif of guardBifs) {
    const args = ['a', 'b', 'c'].slice(0, bif.arity);
    const padded = [...args, '0', '0', '0'].slice(0, 3).join(', ');
    source += `export function ${model.inBody(bif.kernelName)}(${args.map((arg) => `${arg}: u32, `).join('')}sp: u32, site: u32): u32 {
  const result = ${guardFunction(bif)}(${args.join(', ')});
  return result != 0 ? result : raiseGuardBif(sp, site, L.Atom_${bif.error}, L.Guard_${bif.kernelName}, ${bif.arity}, ${padded});
}
`;
  }
  return source;
}

/** The releases since which match specifications take guard BIFs that they have not always taken. */
const MATCHES_SINCE = {
  ...Object.fromEntries(
    ['ceil/1', 'floor/1', 'is_bitstring/1', 'is_boolean/1', 'is_function/2', 'max/2', 'min/2', 'tuple_size/1'].map((name) => [name, 26]),
  ),
  'is_integer/3': 29,
};

/** Guard BIFs as match specifications call them: found by atom and number of arguments, called by number. */
function matchGuardsSource() {
  const since = ({ name, arity }) => MATCHES_SINCE[`${name}/${arity}`] ?? 0;
  const allowed = guardBifs
    .filter(({ name, arity }) => name !== 'get' && !(name === 'is_record' && arity !== 3))
    .sort((one, other) => since(one) - since(other));
  const words = allowed.flatMap(({ name, arity }) => [model.wellKnownAtoms.indexOf(name), arity]);
  const before = (release) => allowed.filter((bif) => since(bif) < release).length;
  return `${guardImports}const names: u32 = memory.data<u32>([${words.join(', ')}]) as u32;
/** Number of the guard BIF with the name of an atom, given by its index, and an arity; -1 if there is none in a release. */
export function findGuard(atom: u32, arity: u32, release: u32): i32 {
  const count: u32 = release < 26 ? ${before(26)} : release < 29 ? ${before(29)} : ${allowed.length};
  for (let i: u32 = 0; i < count; i++) if (load<u32>(names + (i << 3)) == atom && load<u32>(names + (i << 3), 4) == arity) return i;
  return -1;
}
/** Calls the guard BIF of a number: a term, or 0 if it fails. */
export function callGuard(number: u32, a: u32, b: u32, c: u32): u32 {
  switch (number) {
${allowed.map((bif, i) => `    case ${i}: return ${guardFunction(bif)}(${['a', 'b', 'c'].slice(0, bif.arity).join(', ')});\n`).join('')}    default: return 0;
  }
}
`;
}

/** A method of an interface, as JavaScript sees a function of WebAssembly. */
function method({ name, text, parameters, result }) {
  const type = (wasm) => (wasm === 'void' ? 'void' : wasm.endsWith('i64') || wasm.endsWith('u64') ? 'bigint' : 'number');
  const list = parameters.map((parameter) => `${parameter.name}: ${type(parameter.type)}`).join(', ');
  return `  /** ${text} */\n  ${name}(${list}): ${type(result)};\n`;
}

/** The types of the kernel's imports and exports, as hosts see them. */
function interfacesSource() {
  for (const { name, text } of [...hostImports, ...hostInterface]) if (text === '') throw new Error(`${name} has no comment`);
  return `/** What the kernel imports under the module name \`host\`. Terms and addresses are 32-bit words; a truth value is 0 or 1. */
export interface KernelHost {
${hostImports.map(method).join('')}}

/** What a host calls of the kernel. Terms and addresses are 32-bit words, which JavaScript sees as signed; a truth value is 0 or 1. */
export interface KernelExports {
${hostInterface.map(method).join('')}}
`;
}

const HEADER = '// Generated by scripts/build.mjs.\n';
const sources = {
  [path.join(generated, 'layout.ts')]: layoutSource(),
  [path.join(generated, 'body-bifs.ts')]: bodyBifsSource(),
  [path.join(generated, 'match-guards.ts')]: matchGuardsSource(),
  [path.join(generated, 'bif-exports.ts')]: exportsOf([
    ...guardBifs.map(({ kernelName, file }) => ({ name: kernelName, file })),
    ...bifFunctions,
  ]),
  [path.join(folder, 'src', 'generated', 'interfaces.ts')]: interfacesSource(),
};
for (const [file, source] of Object.entries(sources)) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, HEADER + source);
}
await mkdir(path.join(folder, 'dist'), { recursive: true });

const wasm = path.join(folder, 'dist', 'kernel.wasm');
const { error, stderr } = await asc.main(
  [
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
    '--debug',
  ],
  { transforms: [calledFunctions] },
);
if (error) {
  console.error(String(stderr));
  throw error;
}
const { bytes, pausable, variables } = withPauses(
  await readFile(wasm),
  // Code goes on in the middle of a function after one that never collects.
  new Map(model.bifs.flatMap(({ kernelName, neverCollects }, i) => (kernelName === undefined || neverCollects ? [] : [[kernelName, i]]))),
  process.argv.includes('--names'),
);
await writeFile(wasm, bytes);
if (process.argv.includes('--pauses')) console.log([...pausable, ...variables.map(({ name }) => name)].join('\n'));
await writeFile(
  path.join(folder, 'src', 'generated', 'kernel-wasm.ts'),
  `// Generated by scripts/build.mjs.\n/** The kernel module, in base64. */\nexport const kernelBase64: string =\n  '${Buffer.from(bytes).toString('base64')}';\n`,
);
console.log(`kernel.wasm ${bytes.length} bytes`);
