import { beamline } from './plugin.js';

/** The plugin for webpack. */
const plugin: typeof beamline.webpack = beamline.webpack;
export default plugin;
