/** The modules that OTP's runtime system has in itself (`erts/preloaded`), in its order, with the first release that has them. */
const PRELOADED: readonly (readonly [string, number])[] = [
  ['erts_trace_cleaner', 27],
  ['persistent_term', 0],
  ['counters', 0],
  ['atomics', 0],
  ['erts_dirty_process_signal_handler', 0],
  ['erts_literal_area_collector', 0],
  ['erl_tracer', 0],
  ['erts_internal', 0],
  ['erlang', 0],
  ['erl_prim_loader', 0],
  ['prim_zip', 0],
  ['prim_net', 0],
  ['prim_socket', 0],
  ['socket_registry', 0],
  ['zlib', 0],
  ['prim_file', 0],
  ['prim_inet', 0],
  ['prim_eval', 0],
  ['prim_buffer', 0],
  ['init', 0],
  ['erl_init', 0],
  ['erts_code_purger', 0],
];

/** The modules that the runtime system of a release has in itself. */
export function preloadedModules(otpRelease: number): string[] {
  return PRELOADED.filter(([, since]) => since <= otpRelease).map(([module]) => module);
}

const NAMES: ReadonlySet<string> = new Set(PRELOADED.map(([module]) => module));

/** True for a module that the runtime system of some release has in itself. */
export function isPreloaded(module: string): boolean {
  return NAMES.has(module);
}
