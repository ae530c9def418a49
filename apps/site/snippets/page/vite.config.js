import { beamline } from '@beamline/unplugin/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [beamline({ treeShaking: 'functions' })],
  build: { target: 'esnext' },
});
