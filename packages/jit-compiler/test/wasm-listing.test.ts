import { formatAtom, readBeamFile } from '@beamline/beam-file';
import { expect, test } from 'vitest';
import { listSideBySide, ModuleCompiler } from '../src/index.js';
import { fixtureBytes, fixtureNames } from './fixtures.js';

test.each(fixtureNames)('the listing of %s has the code of each function, and its resume function where it has one', (name) => {
  const beam = readBeamFile(fixtureBytes(name));
  const functions = new ModuleCompiler().compile(beam).functions.filter((each) => each.tableOffset >= 0);
  const sections = new Map(
    listSideBySide(beam)
      .split(/^(?=\{function, )/m)
      .map((section) => [/^\{function, (.+), (\d+), \d+\}\./.exec(section)?.slice(1, 3).join('/'), section]),
  );
  for (const { name: own, arity, resumeLines } of functions) {
    const section = sections.get(`${formatAtom(own)}/${arity}`) ?? '';
    expect(section.split('\n')[0], own).toContain(' | ');
    expect(section.includes(', where a call returns'), own).toBe(resumeLines.length > 1);
  }
});
