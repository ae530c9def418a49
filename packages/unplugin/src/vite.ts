import { beamline } from './plugin.js';

/** The plugin for Vite. */
const plugin: typeof beamline.vite = beamline.vite;
export default plugin;
