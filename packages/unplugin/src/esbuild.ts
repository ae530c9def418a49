import { beamline as plugin } from './plugin.js';

/** The plugin for esbuild. */
export const beamline: typeof plugin.esbuild = plugin.esbuild;
