import { readFileSync } from 'node:fs';
import { type CodeSource, pack } from '@beamline/pack';

/** A program of two modules; in Node `packProgram` of `@beamline/runtime-node` finds OTP and Elixir, too. */
const files = new Map(['hello', 'callback'].map((module) => [module, `test/fixtures/programs/${module}.beam`]));
const code: CodeSource = {
  modules: async () => await Promise.resolve(new Set(files.keys())),
  read: async (module) => await Promise.resolve(new Uint8Array(readFileSync(files.get(module) ?? ''))),
  applicationOf: async () => await Promise.resolve(undefined),
  application: async () => await Promise.resolve(undefined),
};

const { archive, modules, missing } = await pack({ code, entries: [{ module: 'hello' }], treeShaking: 'functions' });
export const report: string[] = [
  `${archive.length > 0 ? 'an archive' : 'nothing'} with ${modules.map(({ name }) => name).join(', ')}`,
  ...missing.map(({ name, calledBy }) => `${calledBy} calls ${name}, which is not there`),
];
