import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type PackProgramOptions, programSource } from '@beamline/runtime-node';
import type { ViteDevServer } from 'vite';
import { developmentCode, UPDATE_EVENT } from './module-code.js';
import type { PackedProgram } from './packed-program.js';
import { isSourceOf } from './project-build.js';

/** Where the server has programs, below its base. */
const PATH = '@beamline/';
/** Milliseconds in which files that are saved together change. */
const TOGETHER = 50;

/** A program that a page has imported. */
interface Served {
  readonly id: string;
  readonly name: string;
  program: PackedProgram;
  rebuild: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Programs in Vite's development server: their archives, and all modules that there are, for code that is added later. When a source changes the program is
 * built again, and pages get the modules that changed.
 */
export class DevelopmentServer {
  readonly #server: ViteDevServer;
  readonly #pack: (name: string) => Promise<PackedProgram>;
  readonly #options: Partial<PackProgramOptions>;
  readonly #served = new Map<string, Served>();

  constructor(server: ViteDevServer, pack: (name: string) => Promise<PackedProgram>, options: Partial<PackProgramOptions>) {
    this.#server = server;
    this.#pack = pack;
    this.#options = options;
    server.middlewares.use((request, response, next) => {
      this.#answer(request, response).then((answered) => {
        if (!answered) next();
      }, next);
    });
    server.watcher.on('all', (_event, file) => {
      for (const served of this.#served.values()) if (isSource(served.program, file)) this.#changed(served);
    });
  }

  /** The JavaScript for an import of a program. */
  async load(name: string): Promise<string> {
    const id = createHash('sha256').update(name).digest('hex').slice(0, 8);
    const served = this.#served.get(id) ?? { id, name, program: await this.#pack(name), rebuild: undefined };
    this.#served.set(id, served);
    this.#watch(served.program);
    const folder = `${this.#server.config.base}${PATH}${id}/`;
    return developmentCode(served.program, `${folder}${served.program.fileName}`, id, `${folder}modules`);
  }

  #watch({ sources, sourceFolder }: PackedProgram): void {
    this.#server.watcher.add([...sources, ...(sourceFolder === undefined ? [] : [sourceFolder])]);
  }

  async #answer({ url = '' }: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const prefix = `${this.#server.config.base}${PATH}`;
    const [path = ''] = url.split('?');
    const [id = '', ...rest] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
    const served = this.#served.get(id);
    if (served === undefined) return false;
    const [folder, file] = rest.map(decodeURIComponent);
    const bytes = folder === 'modules' ? await this.#module(served, file ?? '') : served.program.archive;
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
    response.end(bytes);
    return true;
  }

  async #module({ program }: Served, file: string): Promise<Uint8Array | undefined> {
    const name = file.replace(/\.beam$/, '');
    return (
      program.modules.get(name) ??
      (await programSource({ ...this.#options, entries: program.entries, codePaths: program.codePaths }).read(name))
    );
  }

  #changed(served: Served): void {
    clearTimeout(served.rebuild);
    served.rebuild = setTimeout(() => {
      this.#update(served).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        this.#server.config.logger.error(message);
        this.#server.ws.send({ type: 'error', err: { message, stack: '' } });
      });
    }, TOGETHER);
  }

  /** Sends the modules that are not what they were. */
  async #update(served: Served): Promise<void> {
    const before = served.program.modules;
    served.program = await this.#pack(served.name);
    this.#watch(served.program);
    const changed: [string, string][] = [];
    for (const [name, bytes] of served.program.modules) {
      const old = before.get(name);
      if (old === undefined || !Buffer.from(old).equals(bytes)) changed.push([name, Buffer.from(bytes).toString('base64')]);
    }
    this.#server.ws.send({ type: 'custom', event: UPDATE_EVENT, data: { id: served.id, modules: changed } });
  }
}

/** True for a file of which a program is made, or will be when it is built again. */
function isSource({ sources, sourceFolder }: PackedProgram, file: string): boolean {
  return sources.includes(file) || (sourceFolder !== undefined && isSourceOf(sourceFolder, file));
}
