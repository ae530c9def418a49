/** The first release of OTP that a machine can behave as. */
export const OLDEST_RELEASE = 25;
/** The last one. */
export const NEWEST_RELEASE = 29;
