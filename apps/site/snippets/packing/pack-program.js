import { writeFile } from 'node:fs/promises';
import { packProgram } from '@beamline/runtime-node';

const { archive, modules, missing } = await packProgram({ entries: ['greeter.beam'], treeShaking: 'functions' });
await writeFile('greeter.avm', archive);
console.log(
  modules.some(({ name }) => name === 'lists'),
  missing,
);
