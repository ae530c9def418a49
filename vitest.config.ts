import { defineConfig } from 'vitest/config';

/** Where to write a report in JSON, besides the one for the terminal. */
const report = process.env.BEAMLINE_TEST_REPORT;

export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'examples/test'],
    // Vitest leaves a core to itself, which of two is half of the time.
    maxWorkers: '100%',
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
});
