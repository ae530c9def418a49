import { beamline as plugin } from './plugin.js';

/** The plugin for Vite. */
export const beamline: typeof plugin.vite = plugin.vite;
