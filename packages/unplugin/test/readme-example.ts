import { beamline } from '@beamline/unplugin/esbuild';
import { build } from 'esbuild';

/** A script that imports a program, in the folder of the script. */
const script = `
import hello from './hello.beam';
console.log(hello.codePaths, hello.start);
`;

const { outputFiles } = await build({
  stdin: { contents: script, resolveDir: '../pack/test/fixtures/programs' },
  bundle: true,
  format: 'esm',
  outdir: 'out',
  write: false,
  plugins: [beamline({ treeShaking: 'functions' })],
});
/** The script, and an archive with a hash in its name beside it. */
export const written: string[] = outputFiles.map(({ path }) => path.replace(/.*\//, ''));
