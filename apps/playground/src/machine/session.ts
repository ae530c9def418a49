import { readBeamFileWithoutCode } from '@beamline/beam-file';
import { atom, createRuntime, type ErlangInput, type ErlangValue, tuple, type WorkerRuntime } from '@beamline/runtime-web';
import { compiledModule } from '../generated/playground-module.js';
import { measurementOf, outcomeOf, placesOf, programOf } from './answers.js';
import type { ClusterNode } from './cluster-node.js';
import type { Entry } from './entries.js';
import type { Language } from './language.js';
import type { Measurement, Outcome, Place, Program } from './program.js';

/** Milliseconds that a machine has to end a program, before it is stopped as a whole. */
const STOP_LIMIT = 3000;

/** What a machine has of the page. */
export interface SessionHost {
  /** Called with what programs write. */
  write(text: string): void;
  /** Called with reports of errors. */
  writeError(text: string): void;
  /** The next line of input. */
  readInput(): Promise<string | undefined>;
  /** What programs reach by `js:global/1`. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** A machine in a Worker of its own, with a compiler in it. */
export class Session {
  /** The language whose compiler it has; undefined for one that only runs an archive. */
  readonly language: Language;
  /** The machine. */
  readonly runtime: WorkerRuntime;
  /** The name of the node that it is; undefined if it is none. */
  readonly node: string | undefined;

  private constructor(language: Language, runtime: WorkerRuntime, node: string | undefined) {
    this.language = language;
    this.runtime = runtime;
    this.node = node;
  }

  /** Starts a machine, and OTP and the language in it, from an archive. */
  static async start(language: Language, archive: string, host: SessionHost, node?: ClusterNode): Promise<Session> {
    const runtime = await createRuntime({
      worker: true,
      codePaths: [archive],
      javascript: { globals: host.globals },
      write: (text) => host.write(text),
      writeError: (text) => host.writeError(text),
      readInput: () => host.readInput(),
      ...(node === undefined ? {} : { hub: node.hub }),
    });
    try {
      const asNode = node === undefined ? [] : ['-sname', node.name, '-setcookie', node.cookie, '-proto_dist', 'beamline'];
      await runtime.startOtp({ arguments: ['-noshell', ...asNode] });
      if (language === 'elixir') await runtime.call('application', 'ensure_all_started', [atom('elixir')]);
      await runtime.load(Uint8Array.from(atob(compiledModule), (character) => character.charCodeAt(0)));
      const session = new Session(language, runtime, node?.name);
      // What compilers start once is no part of a program.
      await session.compile(language === 'elixir' ? ':ok' : '-module(none).').catch(() => undefined);
      await session.#settle();
      return session;
    } catch (error) {
      runtime.stop();
      throw error;
    }
  }

  /** What runs now is no program's. */
  async #settle(): Promise<void> {
    await this.runtime.call('playground', 'settle');
  }

  /** Connects nodes with each other. */
  static async connect(sessions: readonly Session[]): Promise<void> {
    for (const [i, { runtime }] of sessions.entries())
      for (const { node } of sessions.slice(i + 1)) await runtime.call('net_kernel', 'connect_node', [atom(node ?? '')]);
    await Promise.all(sessions.map((session) => session.#settle()));
  }

  /** Compiles a source. Rejects with SourceError. */
  async compile(source: string): Promise<Program> {
    return programOf(this.language, await this.runtime.call('playground', `compile_${this.language}`, [source]));
  }

  /** The modules of files, as a program. Throws BeamFileError. */
  programOfFiles(files: readonly Uint8Array[]): Program {
    const modules = files.map((bytes) => ({ name: readBeamFileWithoutCode(bytes).module, bytes }));
    return { language: this.language, modules, diagnostics: [] };
  }

  /** Loads the modules of a program in the place of those that have their names. */
  async load({ modules }: Program): Promise<void> {
    await this.runtime.call('playground', 'load', [modules.map(({ name, bytes }) => tuple(atom(name), bytes))]);
  }

  /** Runs a function, and resolves when it has returned. */
  async run({ module, name }: Entry, args: readonly ErlangInput[] = []): Promise<Outcome> {
    return outcomeOf(await this.runtime.call('playground', 'run', [atom(this.language), atom(module), atom(name), [...args]]));
  }

  /** How long a function without arguments takes. */
  async measure({ module, name }: Entry): Promise<Measurement> {
    return measurementOf(await this.runtime.call('playground', 'bench', [atom(this.language), atom(module), atom(name)]));
  }

  /** Where the processes of a program are. */
  async places({ modules }: Program): Promise<Place[]> {
    return placesOf(await this.runtime.call('playground', 'places', [modules.map(({ name }) => atom(name))]));
  }

  /** Ends the processes of programs; false if the machine had to be stopped for that. */
  async stopProgram(): Promise<boolean> {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), STOP_LIMIT);
    });
    const left: ErlangValue | undefined = await Promise.race([this.runtime.call('playground', 'stop').catch(() => undefined), late]);
    if (left === 0) return true;
    this.runtime.stop();
    return false;
  }

  /** Ends the machine. */
  stop(): void {
    this.runtime.stop();
  }
}
