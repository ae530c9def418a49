/** A file that is no script, as it is. */
const asFile = (config) => ({ ...config, loader: { ...config.loader, '.wasm': 'copy' } });

/** Scripts that are modules, by what they do with their own URL. */
const asModule = (config) => ({ ...config, format: 'esm' });

/** What the machine loads only when a program needs it is left out. */
const atFirst = {
  name: 'at-first',
  setup: (build) => {
    build.onResolve({ filter: /./ }, ({ kind, path, importer }) =>
      kind === 'dynamic-import' && importer.includes('runtime-core') ? { path, external: true } : undefined,
    );
  },
};

/** Scripts that are modules, without what they load later. */
const asModuleAtFirst = (config) => ({ ...asModule(config), plugins: [atFirst, ...(config.plugins ?? [])] });

module.exports = [
  {
    name: 'leb128, to write and read 32-bit integers',
    path: 'packages/leb128/dist/index.js',
    import: '{ encodeU32, encodeS32, Leb128Reader }',
    limit: '1 kB',
  },
  {
    name: 'leb128, all of it',
    path: 'packages/leb128/dist/index.js',
    limit: '1 kB',
  },
  {
    name: 'wasm-asm, raw emitter',
    path: 'packages/wasm-asm/dist/index.js',
    import: '{ ByteBuffer, CodeEmitter }',
    limit: '6 kB',
  },
  {
    name: 'wasm-asm with the typed builder, and module-writer',
    import: {
      'packages/wasm-asm/dist/index.js': '{ BlockType, FunctionBuilder, ValueType }',
      'packages/module-writer/dist/index.js': '{ ModuleWriter }',
    },
    limit: '16 kB',
  },
  {
    name: 'regex',
    path: 'packages/regex/dist/index.js',
    import: '{ Regex }',
    limit: '26 kB',
  },
  {
    name: "crypto, with noble's libraries",
    path: 'packages/crypto/dist/index.js',
    import: '{ crypto }',
    ignore: ['@beamline/runtime-core'],
    limit: '80 kB',
  },
  {
    name: 'runtime-web, the JavaScript of a page with a machine',
    path: 'packages/runtime-web/dist/index.js',
    import: '{ createRuntime }',
    ignore: ['@beamline/cluster', '@beamline/javascript', '@beamline/kernel', '@beamline/regex'],
    limit: '184 kB',
    modifyEsbuildConfig: asModuleAtFirst,
  },
  {
    name: 'runtime-web, the same with what some programs have it load later',
    path: 'packages/runtime-web/dist/index.js',
    import: '{ createRuntime }',
    ignore: ['@beamline/cluster', '@beamline/javascript', '@beamline/kernel', '@beamline/regex'],
    limit: '193 kB',
    modifyEsbuildConfig: asModule,
  },
  {
    name: 'runtime-web, the kernel',
    path: 'packages/runtime-web/dist/kernel.wasm',
    limit: '83 kB',
    modifyEsbuildConfig: asFile,
  },
  {
    name: 'runtime-web, the script of a Worker',
    path: 'packages/runtime-web/dist/worker.js',
    limit: '250 kB',
    modifyEsbuildConfig: asModule,
  },
  {
    name: 'cluster, its carrier included',
    path: 'packages/cluster/dist/index.js',
    import: '{ ChannelHub, HubChannels, WebSocketChannels, clusterModules }',
    ignore: ['@beamline/runtime-core'],
    limit: '6 kB',
  },
  {
    name: 'inspector, with the module that answers',
    path: 'packages/inspector/dist/index.js',
    import: '{ defineInspector }',
    ignore: ['@beamline/runtime-core', '@beamline/beam-file'],
    limit: '13 kB',
  },
  {
    name: 'javascript, the modules on top of it included',
    path: 'packages/javascript/dist/index.js',
    import: '{ withJavaScript }',
    ignore: ['@beamline/runtime-core'],
    limit: '25 kB',
  },
];
