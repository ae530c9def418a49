import { beamline as plugin } from './plugin.js';

/** The plugin for webpack. */
export const beamline: typeof plugin.webpack = plugin.webpack;
