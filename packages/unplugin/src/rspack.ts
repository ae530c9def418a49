import { beamline } from './plugin.js';

/** The plugin for Rspack. */
const plugin: typeof beamline.rspack = beamline.rspack;
export default plugin;
