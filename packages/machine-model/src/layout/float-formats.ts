/** How the host writes a float as text for the kernel. */
export const FloatFormat = {
  /** C's `%.*e`. */
  scientific: 0,
  /** So many decimals. */
  decimals: 1,
  /** So many decimals, without zeros at the end. */
  compact: 2,
  /** The shortest text that is read as the same float. */
  short: 3,
} as const;
export type FloatFormat = (typeof FloatFormat)[keyof typeof FloatFormat];
