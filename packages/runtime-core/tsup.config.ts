import { defineConfig } from 'tsup';

export default defineConfig({
  // Files as they are, so that a page whose machines are in Workers loads those few that it needs.
  entry: ['src/**/*.ts', '!src/**/*.d.ts'],
  bundle: false,
  format: ['esm'],
  target: 'node20',
  platform: 'neutral',
  dts: false,
  sourcemap: true,
  clean: true,
});
