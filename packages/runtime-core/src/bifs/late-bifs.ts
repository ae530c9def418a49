import type { HostBif, HostBifs } from './bif-context.js';

/**
 * BIFs whose implementations are loaded when one of them is called for the first time, for which its process waits: what most programs do not need,
 * a page need not load.
 */
function lateBifs(names: readonly string[], load: () => Promise<HostBifs>): HostBifs {
  let loaded: HostBifs | undefined;
  const implementation = (bifs: HostBifs, name: string): HostBif => {
    const found = bifs[name];
    if (found === undefined) throw new Error(`${name} has no implementation`);
    return found;
  };
  const late =
    (name: string): HostBif =>
    (args, context) => {
      if (loaded !== undefined) return implementation(loaded, name)(args, context);
      return load().then((bifs) => {
        loaded = bifs;
        return implementation(bifs, name)(args, context);
      });
    };
  return Object.fromEntries(names.map((name) => [name, late(name)]));
}

/** The module `re`, with the engine for regular expressions. */
export const regexBifs: HostBifs = lateBifs(
  ['version/0', 'compile/1', 'compile/2', 'run/2', 'run/3', 'internal_run/4', 'inspect/2', 'import/1'].map((name) => `re:${name}`),
  async () => (await import('./re.js')).regexBifs,
);
