/**
 * What nodes tell each other in their handshake that they can do ("Distribution Handshake" and "Distribution Flags" in the documentation of
 * `erts`; `erts/emulator/beam/dist.h`). Bits.
 */
export const DistributionFlag = {
  published: 1n,
  headerAtomCache: 0x2000n,
  sendSender: 0x80000n,
  exitPayload: 0x400000n,
  fragments: 0x800000n,
  unlinkId: 0x2000000n,
} as const;

/** All flags of OTP 25 to 27. */
const DEFAULT = 55_966_662_588n;

/** Terms may hold native records (OTP 29). */
const NATIVE_RECORDS = 1n << 38n;

/** What another node must be able to do; more from OTP 26 on. */
const MANDATORY_25 = 17_239_956n;
const MANDATORY_26 = 17_230_663_572n;

/** What a carrier may have this node say that it cannot do. */
const REJECTABLE = 8_396_866n;

/** What needs signals to arrive in their order. */
const STRICT_ORDER = 8192n;

/**
 * The elements of the record `erts_dflags` of a release (`dist_util.hrl`): what is offered by default, what is mandatory, what can be added, what can be
 * rejected, what needs strict order. `DFLAG_ALTACT_SIG` of OTP 28 is not offered, so other nodes send priority messages as ordinary ones.
 */
export function distributionFlags(otpRelease: number): readonly bigint[] {
  const all = otpRelease >= 29 ? DEFAULT | NATIVE_RECORDS : DEFAULT;
  return [all, otpRelease >= 26 ? MANDATORY_26 : MANDATORY_25, all, REJECTABLE, STRICT_ORDER];
}
