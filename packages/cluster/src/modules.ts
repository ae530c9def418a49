import type { ModuleSource } from '@beamline/runtime-core';
import { compiledModules } from './generated/modules.js';

/** The carrier `beamline_dist`, for the option `modules` of a runtime. */
export const clusterModules: Readonly<Record<string, ModuleSource>> = Object.fromEntries(
  Object.entries(compiledModules).map(([name, base64]) => [
    name,
    () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
  ]),
);
