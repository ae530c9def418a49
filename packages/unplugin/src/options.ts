import type { PackProgramOptions } from '@beamline/runtime-node';

/** Options of the plugin: how programs are packed, and whether they are built. */
export interface BeamlineOptions extends Omit<PackProgramOptions, 'entries'> {
  /** False to take projects and sources as they were built last. Default: true, where `mix`, `rebar3`, `gleam` or `erlc` is there. */
  readonly build?: boolean;
  /** True to put archives into the scripts, as `data:` URLs, for pages of one file. They become a third larger. Default: false. */
  readonly inline?: boolean;
}
