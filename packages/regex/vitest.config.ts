import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'regex' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
