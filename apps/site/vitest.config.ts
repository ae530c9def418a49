import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'site', include: ['test/**/*.test.ts', 'snippets/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 180_000 },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
