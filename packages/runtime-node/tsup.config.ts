import { defineConfig } from 'tsup';

const common = {
  format: ['esm' as const],
  target: 'node20' as const,
  platform: 'node' as const,
  dts: false,
  sourcemap: true,
};

export default defineConfig([
  {
    ...common,
    entry: ['src/index.ts', 'src/cluster/cluster-worker.ts'],
    clean: ['dist/index.js*', 'dist/library'],
    esbuildOptions: (options) => {
      options.chunkNames = 'library/[name]-[hash]';
    },
  },
  // Most of the time that a short program takes is Node's for reading modules: the command is one file, and one that both it and what is
  // read later import.
  {
    ...common,
    entry: ['src/beamline.ts'],
    noExternal: [/./],
    minify: true,
    splitting: true,
    clean: ['dist/beamline.js*', 'dist/parts'],
    esbuildOptions: (options) => {
      options.legalComments = 'eof';
      options.chunkNames = 'parts/[name]-[hash]';
    },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  },
]);
