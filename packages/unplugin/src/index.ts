export type { BeamlineOptions } from './options.js';
export { beamline } from './plugin.js';
export { ProjectError } from './project-error.js';
