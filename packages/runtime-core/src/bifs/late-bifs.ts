import type { HostBif, HostBifs } from './bif-context.js';

/**
 * BIFs whose implementations are loaded when one of them is called for the first time, for which its process waits: what most programs do not need,
 * a page need not load.
 */
class LateBifs {
  readonly #load: () => Promise<HostBifs>;
  #loaded: HostBifs | undefined;
  /** What stands for them. */
  readonly bifs: HostBifs;

  constructor(names: readonly string[], load: () => Promise<HostBifs>) {
    this.#load = load;
    this.bifs = Object.fromEntries(names.map((name) => [name, this.#bif(name)]));
  }

  async load(): Promise<HostBifs> {
    this.#loaded ??= await this.#load();
    return this.#loaded;
  }

  #bif(name: string): HostBif {
    const found = (bifs: HostBifs): HostBif => {
      const bif = bifs[name];
      if (bif === undefined) throw new Error(`${name} has no implementation`);
      return bif;
    };
    return (args, context) =>
      this.#loaded === undefined ? this.load().then((bifs) => found(bifs)(args, context)) : found(this.#loaded)(args, context);
  }
}

/** The module `re`, with the engine for regular expressions. */
const regex = new LateBifs(
  ['version/0', 'compile/1', 'compile/2', 'run/2', 'run/3', 'internal_run/4', 'inspect/2', 'import/1'].map((name) => `re:${name}`),
  async () => (await import('./re.js')).regexBifs,
);

/** The system monitor and profiler. */
const watches = new LateBifs(
  [
    ...['system_monitor/0', 'system_monitor/1', 'system_monitor/2', 'system_profile/0', 'system_profile/2'].map((name) => `erlang:${name}`),
    'erts_internal:system_monitor/1',
    'erts_internal:system_monitor/3',
  ],
  async () => (await import('./system-watches.js')).systemWatchBifs,
);

/** What tests of OTP's own see of the emulator. */
const internals = new LateBifs(
  ['erts_debug:get_internal_state/1', 'erts_debug:set_internal_state/2'],
  async () => (await import('./internal-state.js')).internalStateBifs,
);

/** What stands for them until they are loaded. */
export const lateBifs: HostBifs = { ...regex.bifs, ...watches.bifs, ...internals.bifs };

/** Loads all of them, where a program's first call of one must take no longer than others. */
export async function loadLateBifs(): Promise<void> {
  await Promise.all([regex.load(), watches.load(), internals.load()]);
}
