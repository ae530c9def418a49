import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  // Its Worker and its kernel are files beside it, which are not found in what Vite makes of dependencies beforehand.
  optimizeDeps: { exclude: ['@beamline/runtime-web'] },
  build: { target: 'es2022' },
});
