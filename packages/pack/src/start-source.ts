import type { Term } from '@beamline/beam-file';
import { type Application, listOf } from './applications.js';
import type { CodeSource } from './code-source.js';
import { constantModule } from './constant-module.js';
import { START_MODULE } from './generated/start-module.js';

/** The module whose `start/0` starts the applications of a pack. */
export const START: string = 'beamline_start';
/** The module that tells that one which they are. */
const SPECIFICATIONS = 'beamline_specifications';

/** A source of code with the modules that start applications. */
export class StartSource implements CodeSource {
  readonly #source: CodeSource;
  readonly #own: ReadonlyMap<string, Uint8Array>;

  /** @param started - the names of those that are started, with all that they need */
  constructor(source: CodeSource, applications: readonly Application[], started: readonly string[]) {
    this.#source = source;
    const names = started.map((name): Term => ({ kind: 'atom', name }));
    const all: Term = { kind: 'tuple', elements: [listOf(applications.map(({ specification }) => specification)), listOf(names)] };
    this.#own = new Map([
      [START, Uint8Array.from(atob(START_MODULE), (character) => character.charCodeAt(0))],
      [SPECIFICATIONS, constantModule(SPECIFICATIONS, 'all', all)],
    ]);
  }

  async modules(): Promise<ReadonlySet<string>> {
    return new Set([...(await this.#source.modules()), ...this.#own.keys()]);
  }

  async read(module: string): Promise<Uint8Array | undefined> {
    return this.#own.get(module) ?? (await this.#source.read(module));
  }

  /** They do what OTP's kernel does in the boot script. */
  async applicationOf(module: string): Promise<string | undefined> {
    return this.#own.has(module) ? 'kernel' : await this.#source.applicationOf(module);
  }

  application(name: string): Promise<Term | undefined> {
    return this.#source.application(name);
  }
}
