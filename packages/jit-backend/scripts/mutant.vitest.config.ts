import { defineConfig } from 'vitest/config';

// What mutate-atomvm.mjs asks for: one piece of the source is another one.
const { file, at, from, to } = JSON.parse(process.env.MUTANT ?? '{"file":"","at":0,"from":"","to":""}');

export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, id) {
        return file !== '' && id.endsWith(`/src/atomvm/${file}`) ? code.slice(0, at) + to + code.slice(at + from.length) : undefined;
      },
    },
  ],
  test: { dir: 'test' },
  ssr: { resolve: { conditions: ['@beamline/source', 'module', 'node', 'development|production'] } },
});
