import { beamline } from './plugin.js';

/** The plugin for esbuild. */
const plugin: typeof beamline.esbuild = beamline.esbuild;
export default plugin;
