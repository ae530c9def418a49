/** The terminal that a host's standard streams may be. */
export interface Terminal {
  /** True if a standard stream is a terminal: input (0), output (1), error (2). */
  isTerminal(descriptor: 0 | 1 | 2): boolean;
  /** Columns and rows; undefined if nothing is a terminal. */
  size(): { readonly columns: number; readonly rows: number } | undefined;
  /** Has input come key by key and without being shown, or by lines again. */
  setRaw(isRaw: boolean): void;
}
