import { defineConfig } from 'vitepress';
import { slug } from './repository-pages.js';

export default defineConfig({
  title: 'Beamline',
  description: 'BEAM bytecode to WebAssembly',
  srcDir: 'pages',
  outDir: 'dist',
  base: './',
  markdown: { anchor: { slugify: slug }, attrs: false, emoji: false },
  themeConfig: { search: { provider: 'local' } },
});
