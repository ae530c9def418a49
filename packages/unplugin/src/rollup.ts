import { beamline as plugin } from './plugin.js';

/** The plugin for Rollup. */
export const beamline: typeof plugin.rollup = plugin.rollup;
