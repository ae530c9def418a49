import { defineConfig } from 'vite';

export default defineConfig({
  // Its kernel and the script of its Worker are files beside it, which Vite's development server must not move.
  optimizeDeps: { exclude: ['@beamline/runtime-web'] },
  build: { target: 'esnext', modulePreload: { polyfill: false } },
});
