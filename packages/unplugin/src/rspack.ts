import { beamline as plugin } from './plugin.js';

/** The plugin for Rspack. */
export const beamline: typeof plugin.rspack = plugin.rspack;
