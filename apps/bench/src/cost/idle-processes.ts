/** Processes that are alive when the memory of idle ones is measured, here and in OTP. */
export const IDLE_PROCESSES = 100_000;
