const { readdirSync } = require('node:fs');

/** Which of our packages each package may import. */
const mayImport = {
  leb128: [],
  'wasm-asm': ['leb128'],
  'module-writer': ['leb128', 'wasm-asm'],
  'wasm-validator': ['leb128', 'wasm-asm', 'module-writer'],
  'machine-model': [],
  'jit-backend': ['leb128', 'wasm-asm', 'module-writer', 'machine-model'],
  'beam-file': [],
  regex: [],
  'jit-compiler': ['leb128', 'wasm-asm', 'module-writer', 'machine-model', 'jit-backend', 'beam-file'],
  kernel: ['machine-model'],
  'runtime-core': ['leb128', 'wasm-asm', 'module-writer', 'machine-model', 'beam-file', 'regex', 'jit-compiler', 'kernel'],
  crypto: ['runtime-core', 'beam-file'],
  cluster: ['runtime-core'],
  javascript: ['runtime-core', 'beam-file'],
  pack: ['machine-model', 'beam-file'],
  'runtime-node': ['runtime-core', 'beam-file', 'cluster', 'crypto', 'javascript', 'pack'],
  'runtime-web': ['runtime-core', 'beam-file', 'cluster', 'javascript'],
  inspector: ['runtime-core', 'beam-file'],
  unplugin: ['runtime-node', 'beam-file', 'pack'],
  'create-beamline': [],
  'adapter-tests': ['runtime-core', 'beam-file'],
  browsers: [],
};

for (const name of readdirSync('packages')) {
  if (!Object.hasOwn(mayImport, name)) throw new Error(`packages/${name} has no place in the layers of .dependency-cruiser.cjs`);
}

/** The only packages that may use Node's own modules. */
const nodePackages = ['runtime-node', 'unplugin', 'create-beamline', 'browsers'];

const names = (list) => `(${list.join('|')})`;
const others = (list) => Object.keys(mayImport).filter((name) => !list.includes(name));

const layers = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `layer-${name}`,
  comment: `${name} may import ${allowed.join(', ') || 'none of our packages'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/src/` },
  to: { path: `^(packages/${names(others([...allowed, name]))}/|apps/)` },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'could-not-resolve',
      comment: 'An import of a package that is not in dependencies ends here too.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-internals',
      comment: 'Other packages are imported by name: what their exports do not list is theirs.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/', pathNot: ['^$1/$2/', '^packages/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'by-name',
      comment: 'Other packages are imported by name, not by path.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/' },
      // A bundler that a plugin is for is its user's.
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-node-modules-of-its-own',
      comment: `Only ${nodePackages.join(' and ')} run on Node alone.`,
      severity: 'error',
      from: { path: '^packages/', pathNot: `^packages/${names(nodePackages)}/` },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@beamline/source', 'types', 'import'],
      extensions: ['.ts', '.js'],
    },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
