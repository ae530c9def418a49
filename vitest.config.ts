import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Where to write a report in JSON, besides the one for the terminal. */
const report = process.env.BEAMLINE_TEST_REPORT;

export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'examples/test'],
    // Tests that drive browsers, nodes and other programs wait for them a third of their time.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
});
