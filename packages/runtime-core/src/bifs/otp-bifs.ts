import { type Bif, bifIndex, bifs, guardBifIndex, guardBifs } from '@beamline/machine-model';

/** The last release before they became functions in Erlang; of none of them do programs depend on the very release. */
const UNTIL: ReadonlyMap<string, number> = new Map(
  [
    ...['binary_to_integer/1', 'binary_to_integer/2', 'list_to_integer/1', 'list_to_integer/2', 'display_string/1', 'hibernate/0'],
    ...['system_monitor/0', 'system_monitor/1', 'system_monitor/2'],
  ].map((name) => [`erlang:${name}`, 27]),
);

/** The release in which `max/2` and `min/2` became BIFs. */
const MAX_RELEASE = 26;

/** Modules of OTP that have BIFs of the emulator; those of others are NIFs. */
const MODULES: ReadonlySet<string> = new Set(
  (
    'atomics binary code erl_ddll erl_debugger erlang error_logger erts_debug erts_internal erts_literal_area_collector erts_trace_cleaner ' +
    'ets file io lists maps math net_kernel os persistent_term prim_file re records string unicode'
  ).split(' '),
);

/** True if a BIF of this machine is one of OTP's emulator: some are functions in Erlang there, or NIFs. */
function isOtps({ module, name, arity, inErlang }: Bif, release: number): boolean {
  const key = `${module}:${name}/${arity}`;
  return (
    MODULES.has(module) &&
    inErlang !== true &&
    release <= (UNTIL.get(key) ?? release) &&
    (release >= MAX_RELEASE || (key !== 'erlang:max/2' && key !== 'erlang:min/2'))
  );
}

/** The BIFs of OTP's emulator that this machine has too: `erlang:system_info(snifs)`. */
export function otpBifs(release: number): readonly Bif[] {
  const guards = guardBifs.map(({ name, arity }) => ({ module: 'erlang', name, arity }));
  return [...bifs.slice(1), ...guards].filter((bif) => isOtps(bif, release));
}

/** True for a BIF of OTP's emulator: `erlang:is_builtin/3`. */
export function isOtpBif(module: string, name: string, arity: number, release: number): boolean {
  if (guardBifIndex(module, name, arity) >= 0) return isOtps({ module, name, arity }, release);
  const bif = bifs[bifIndex(module, name, arity)];
  return bif !== undefined && isOtps(bif, release);
}
