/** How the time of the system may change (`erl`'s `+C`). */
export const TIME_WARP_MODES = ['no_time_warp', 'single_time_warp', 'multi_time_warp'] as const;

/** How the time of the system may change. */
export type TimeWarpMode = (typeof TIME_WARP_MODES)[number];

/** The first release whose time offset may change by itself. */
const MULTI_TIME_WARP_RELEASE = 29;

/** What programs are told of the clocks. The host's have an offset that does not change. */
export class ClockSettings {
  readonly warpMode: TimeWarpMode;
  readonly isCorrected: boolean;
  #isFinal = false;

  /** Throws RangeError for a mode that there is not. */
  constructor(otpRelease: number, warpMode: string | undefined, isCorrected: boolean) {
    const mode = warpMode ?? (otpRelease < MULTI_TIME_WARP_RELEASE ? 'no_time_warp' : 'multi_time_warp');
    const known = TIME_WARP_MODES.find((each) => each === mode);
    if (known === undefined) throw new RangeError(`timeWarpMode must be one of ${TIME_WARP_MODES.join(', ')}, not ${mode}`);
    this.warpMode = known;
    this.isCorrected = isCorrected;
  }

  /** What may become of the offset between the clocks of the machine and of the system. */
  get offset(): 'final' | 'preliminary' | 'volatile' {
    if (this.warpMode === 'multi_time_warp') return 'volatile';
    return this.warpMode === 'no_time_warp' || this.#isFinal ? 'final' : 'preliminary';
  }

  /** True if `erlang:now/0` smooths out what the system's clock does. */
  get isTolerant(): boolean {
    return this.isCorrected && this.offset === 'final';
  }

  /** Makes an offset final that may change once; what it was. */
  finalize(): 'final' | 'preliminary' | 'volatile' {
    const before = this.offset;
    this.#isFinal = true;
    return before;
  }
}
