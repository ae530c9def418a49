import { createHash } from 'node:crypto';
import path from 'node:path';
import { createUnplugin, type UnpluginFactory, type UnpluginInstance } from 'unplugin';
import { DevelopmentServer } from './development-server.js';
import { esbuildSetup } from './esbuild-setup.js';
import { inlineCode, moduleCode } from './module-code.js';
import type { BeamlineOptions } from './options.js';
import { packedProgram } from './packed-program.js';
import { importedProgram, moduleId, programOf } from './program-import.js';

const NAME = 'beamline';
/** Characters of a hash in the name of an archive. */
const HASH_LENGTH = 8;

const factory: UnpluginFactory<BeamlineOptions | undefined> = (options = {}, { framework }) => {
  let root = process.cwd();
  let development: DevelopmentServer | undefined;
  const cache = (): string => path.join(root, 'node_modules', '.cache', NAME);
  // esbuild has a loader for files, which finds out where they are put.
  if (framework === 'esbuild') return { name: NAME, esbuild: { setup: esbuildSetup(options) } };
  return {
    name: NAME,
    enforce: 'pre',
    resolveId(source, importer) {
      const from = importer === undefined ? undefined : importer.replace(/\?.*$/, '');
      const program = importedProgram(source, from, root);
      return program === undefined ? undefined : moduleId(program);
    },
    loadInclude: (id) => programOf(id) !== undefined,
    async load(id) {
      const name = programOf(id);
      if (name === undefined) return undefined;
      if (development !== undefined) return await development.load(name);
      const program = await packedProgram(name, options, cache());
      for (const source of program.sources) this.addWatchFile(source);
      if (options.inline === true) return inlineCode(program);
      if (framework === 'webpack' || framework === 'rspack') {
        const hash = createHash('sha256').update(program.archive).digest('hex').slice(0, HASH_LENGTH);
        const fileName = program.fileName.replace(/\.avm$/, `-${hash}.avm`);
        const native = this.getNativeBuildContext?.();
        // Files that a loader emits stay with the module, when that is not built again.
        if (native?.framework === 'webpack' || native?.framework === 'rspack')
          native.loaderContext?.emitFile(fileName, Buffer.from(program.archive));
        return moduleCode(program, `__webpack_public_path__ + ${JSON.stringify(fileName)}`);
      }
      // Of these bundlers it returns a number of the file, for which the URL is put in later.
      const reference = this.emitFile({ type: 'asset', name: program.fileName, source: program.archive }) as unknown as string;
      return moduleCode(program, `import.meta.ROLLUP_FILE_URL_${reference}`);
    },
    vite: {
      configResolved(config) {
        root = config.root;
      },
      configureServer(server) {
        development = new DevelopmentServer(server, (program) => packedProgram(program, options, cache()), options);
      },
    },
  };
};

/** The plugin for all bundlers: `beamline.vite()`, `beamline.rollup()` and so on. */
export const beamline: UnpluginInstance<BeamlineOptions | undefined> = createUnplugin(factory);
