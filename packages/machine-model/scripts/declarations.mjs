// Reads what the sources of the kernel and of runtime-core declare of themselves: BIFs, guard BIFs, the functions that
// compiled code and the host call, what the kernel imports, and the atoms that it names.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../', import.meta.url));
export const assembly = path.join(packages, 'kernel', 'assembly');
const hostBifs = path.join(packages, 'runtime-core', 'src', 'bifs');

/** How OTP's C names spell the operators among the BIFs. */
const OPERATORS = { '!': 'bang', '++': 'plusplus', '--': 'minusminus' };

/** Name of the function of a BIF in the kernel: OTP's, as in `lists_reverse_2`. */
function functionName({ module, name, arity }) {
  return `${module}_${OPERATORS[name] ?? name}_${arity}`;
}

/** An exported function of the kernel and the comment in front of it. */
const FUNCTION =
  /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:\/\/ @ts-ignore: decorator\n)?(?:@\w+(?:\([^)]*\))?\s+)*export (?:declare )?function (\w+)\(([^)]*)\): (\w+)/g;

function parseName(text, where) {
  const [, module, name, arity] = /^(\w+):(.+)\/(\d+)$/.exec(text) ?? [];
  if (module === undefined) throw new Error(`${where}: ${text} is not module:name/arity`);
  // Quoted where the name would end a comment, as `'*'`.
  return { module, name: name.replace(/^'(.*)'$/, '$1'), arity: Number(arity) };
}

function parameters(list) {
  if (list.trim() === '') return [];
  return list.split(',').map((parameter) => {
    const [name, type] = parameter.split(':').map((part) => part.trim());
    return { name, type };
  });
}

/** Text of a comment, without its tags and stars. */
function plainText(comment) {
  return (comment ?? '')
    .replace(/^\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .filter((line) => !line.startsWith('@'))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Functions that a file of the kernel exports. */
function functionsOf(file) {
  const source = readFileSync(path.join(assembly, file), 'utf8');
  return [...source.matchAll(FUNCTION)].map(([, comment, name, list, result]) => ({
    file,
    name,
    text: plainText(comment),
    tags: [...(comment ?? '').matchAll(/@(bif|guard) (.*?)\s*(?:\*\/)?$/gm)].map(([, kind, rest]) => [kind, ...rest.split(/\s+/)]),
    parameters: parameters(list),
    result,
  }));
}

const files = readdirSync(assembly, { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
  .sort();
const functions = files.flatMap(functionsOf);

/** Functions that a list of re-exports names, in its order. Throws if one is not there, or stands in two files. */
function listed(file) {
  const source = readFileSync(path.join(assembly, file), 'utf8');
  return [...source.matchAll(/export \{([^}]*)\} from '\.\/([^']+)'/g)].flatMap(([, names, from]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => {
        const found = functions.find((f) => f.file === `${from}.ts` && f.name === name);
        if (found === undefined) throw new Error(`${file} exports ${name}, which ${from}.ts does not have`);
        return found;
      }),
  );
}

/** Rows in the order of their names, each once. */
function sorted(rows, key) {
  const result = rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  result.forEach((row, i) => {
    if (i > 0 && key(result[i - 1]) === key(row)) throw new Error(`${key(row)} is declared twice`);
  });
  return result;
}

/** Flags of a BIF: see `Bif` in `declarations.ts`. */
const BIF_FLAGS = new Set(['inErlang', 'neverCollects', 'looksAtCaller']);

const bifKey = ({ module, name, arity }) => `${module}:${name}/${arity}`;

function kernelBifs() {
  const rows = [];
  for (const { file, name, tags, parameters } of functions) {
    const own = tags.filter(([kind]) => kind === 'bif');
    const looksLikeOne = /(^|\/)bifs\//.test(file) && /_\d+$/.test(name);
    if (looksLikeOne && own.length === 0) throw new Error(`${file}: ${name} has no @bif`);
    for (const [, text, ...flags] of own) {
      const bif = parseName(text, file);
      if (name !== functionName(bif)) throw new Error(`${file}: the function of ${text} must be named ${functionName(bif)}, not ${name}`);
      if (parameters.length !== bif.arity + 1) throw new Error(`${file}: ${name} takes sp and ${bif.arity} arguments`);
      for (const flag of flags) if (!BIF_FLAGS.has(flag)) throw new Error(`${file}: ${name} has an unknown flag, ${flag}`);
      rows.push({ ...bif, kernelName: name, ...Object.fromEntries(flags.map((flag) => [flag, true])) });
    }
  }
  const tagged = files.reduce((sum, file) => sum + [...readFileSync(path.join(assembly, file), 'utf8').matchAll(/@bif \w/g)].length, 0);
  if (tagged !== rows.length) throw new Error('a @bif does not stand in front of an exported function');
  return rows;
}

/** Files of BIFs in whose place functions of OTP's own modules may come: callers treat them as functions in Erlang. */
const REPLACEABLE = new Set(['random-bytes.ts', 'stand-ins.ts']);

function runtimeBifs() {
  const rows = [];
  for (const file of readdirSync(hostBifs).sort()) {
    const source = readFileSync(path.join(hostBifs, file), 'utf8');
    // Flags stand in a line of their own in front of a BIF.
    for (const [, flags, text] of source.matchAll(/^(?: {2}\/\/ @bif ([\w ]+)\n)? {2}'(\w+:[^']+\/\d+)':/gm)) {
      const own = flags === undefined ? [] : flags.split(' ');
      for (const flag of own) if (!BIF_FLAGS.has(flag)) throw new Error(`${file}: ${text} has an unknown flag, ${flag}`);
      const all = REPLACEABLE.has(file) ? [...own, 'inErlang'] : own;
      rows.push({ ...parseName(text, file), ...Object.fromEntries(all.map((flag) => [flag, true])) });
    }
  }
  return rows;
}

/** What the kernel has of a BIF comes first, and calls what the host has of it for the rest. */
function withoutThoseOfKernel(rows, ofKernel) {
  const keys = new Set(ofKernel.map(bifKey));
  return rows.filter((row) => !keys.has(bifKey(row)));
}

const ofKernel = kernelBifs();

/** All BIFs but the guard BIFs, in the order of their numbers. */
export const bifs = sorted([...ofKernel, ...withoutThoseOfKernel(runtimeBifs(), ofKernel)], bifKey);

/** The guard BIFs, in the order of their numbers. */
export const guardBifs = sorted(
  functions.flatMap(({ file, name: kernelName, tags, parameters }) =>
    tags
      .filter(([kind]) => kind === 'guard')
      .map(([, text, error]) => {
        const { name, arity } = parseName(`erlang:${text}`, file);
        if (parameters.length !== arity) throw new Error(`${file}: ${kernelName} takes ${arity} arguments`);
        if (!['badarith', 'badarg', 'badmap'].includes(error))
          throw new Error(`${file}: ${kernelName} fails with an unknown error, ${error}`);
        return { name, arity, kernelName, error, file };
      }),
  ),
  ({ name, arity }) => `${name}/${arity}`,
);

/** Functions of the kernel that compiled code imports, besides BIFs. */
export const codeInterface = listed('code-interface.ts');
/** Functions of the kernel that the host calls. */
export const hostInterface = listed('host-interface.ts');
/** Functions that the kernel imports of its host. */
export const hostImports = functions.filter(({ file }) => file === 'host.ts');
/** BIFs of the kernel, with the files that have them. */
export const bifFunctions = functions.filter(({ tags }) => tags.some(([kind]) => kind === 'bif'));

/** Atoms that the kernel names, and those of the guard BIFs, for match specifications. */
export const atoms = [
  ...new Set([
    ...files.flatMap((file) => [...readFileSync(path.join(assembly, file), 'utf8').matchAll(/\bL\.Atom_(\w+)/g)].map(([, name]) => name)),
    ...guardBifs.flatMap(({ name, error }) => [name, error]),
  ]),
].sort();
