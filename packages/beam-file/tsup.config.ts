import { defineConfig } from 'tsup';

const common = {
  format: ['esm' as const],
  target: 'node20' as const,
  platform: 'neutral' as const,
  dts: false,
  sourcemap: true,
  clean: false,
};

export default defineConfig([
  // For Node, which reads few files faster than many.
  { ...common, entry: { bundled: 'src/index.ts' } },
  // For bundlers: files as they are, so that a page loads those that it needs.
  { ...common, entry: ['src/**/*.ts', '!src/**/*.d.ts'], bundle: false },
]);
