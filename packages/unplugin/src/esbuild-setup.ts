import path from 'node:path';
import type { PluginBuild } from 'esbuild';
import { inlineCode, moduleCode } from './module-code.js';
import type { BeamlineOptions } from './options.js';
import { type PackedProgram, packedProgram } from './packed-program.js';
import { importedProgram } from './program-import.js';

/** Namespaces of esbuild: of the modules that programs become, and of their archives. */
const PROGRAMS = 'beamline-program';
const ARCHIVES = 'beamline-archive';

/** The plugin in esbuild's own terms: its loader `file` writes the archive, with a hash in its name, and knows its URL. */
export function esbuildSetup(options: BeamlineOptions): (build: PluginBuild) => void {
  return (build) => {
    const root = build.initialOptions.absWorkingDir ?? process.cwd();
    /** By the paths that stand for their archives: esbuild takes the file's name from that. */
    const packed = new Map<string, PackedProgram>();
    build.onResolve({ filter: /\?beam$|\.(?:beam|avm)$/ }, ({ path: source, namespace, resolveDir }) => {
      if (namespace === PROGRAMS) return { path: source, namespace: ARCHIVES };
      const program = importedProgram(source, path.join(resolveDir, 'importer'), root);
      return program === undefined ? undefined : { path: program, namespace: PROGRAMS };
    });
    build.onLoad({ filter: /.*/, namespace: PROGRAMS }, async ({ path: name }) => {
      const program = await packedProgram(name, options, path.join(root, 'node_modules', '.cache', 'beamline'));
      const archive = path.join(path.dirname(path.resolve(root, name)), program.fileName);
      packed.set(archive, program);
      return {
        contents:
          options.inline === true
            ? inlineCode(program)
            : `import file from ${JSON.stringify(archive)};\n${moduleCode(program, 'new URL(file, import.meta.url).href')}`,
        loader: 'js',
        resolveDir: root,
        watchFiles: [...program.sources],
      };
    });
    build.onLoad({ filter: /.*/, namespace: ARCHIVES }, ({ path: archive }) => ({
      contents: packed.get(archive)?.archive ?? new Uint8Array(0),
      loader: 'file',
    }));
  };
}
