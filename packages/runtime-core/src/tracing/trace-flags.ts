/** Bits of what of a process is traced, and how. */
export const TraceFlag = {
  send: 1,
  receive: 2,
  call: 4,
  procs: 8,
  ports: 16,
  running: 32,
  exiting: 64,
  garbage_collection: 128,
  arity: 256,
  return_to: 512,
  silent: 1024,
  set_on_spawn: 2048,
  set_on_first_spawn: 4096,
  set_on_link: 8192,
  set_on_first_link: 16384,
  timestamp: 32768,
  monotonic_timestamp: 65536,
  strict_monotonic_timestamp: 131072,
  running_procs: 262144,
  running_ports: 524288,
  /** Messages of who runs tell the scheduler. */
  scheduler_id: 1048576,
} as const;

/** The order in which `trace_info` lists flags, as OTP's. */
const LISTED = [
  'running_procs',
  'running_ports',
  'ports',
  'scheduler_id',
  'silent',
  'return_to',
  'arity',
  'garbage_collection',
  'exiting',
  'running',
  'set_on_first_link',
  'set_on_link',
  'set_on_first_spawn',
  'procs',
  'call',
  'set_on_spawn',
  'receive',
  'send',
  'monotonic_timestamp',
  'strict_monotonic_timestamp',
  'timestamp',
] as const satisfies readonly (keyof typeof TraceFlag)[];

/** Flags that stamp messages with a time. */
export const STAMPS: number = TraceFlag.timestamp | TraceFlag.monotonic_timestamp | TraceFlag.strict_monotonic_timestamp;

/** Flags that have processes inherit, for good or until the first one has. */
export const INHERITS_BY_SPAWN: number = TraceFlag.set_on_spawn | TraceFlag.set_on_first_spawn;
export const INHERITS_BY_LINK: number = TraceFlag.set_on_link | TraceFlag.set_on_first_link;

/** What `all` stands for. */
const ALL: number = Object.values(TraceFlag).reduce((bits, bit) => bits | bit, 0);

/** Bits of a flag by its name; undefined if there is none. */
export function traceFlagBits(name: string): number | undefined {
  if (name === 'all') return ALL;
  return Object.hasOwn(TraceFlag, name) ? TraceFlag[name as keyof typeof TraceFlag] : undefined;
}

/** Names of flags, as `trace_info` lists them. */
export function traceFlagNames(bits: number): string[] {
  return LISTED.filter((name) => (bits & TraceFlag[name]) !== 0);
}
