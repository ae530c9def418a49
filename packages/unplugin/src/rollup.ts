import { beamline } from './plugin.js';

/** The plugin for Rollup. */
const plugin: typeof beamline.rollup = beamline.rollup;
export default plugin;
