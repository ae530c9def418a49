export type { BeamlineOptions } from './options.js';
export { beamline, beamline as default } from './plugin.js';
export { ProjectError } from './project-error.js';
