/** What is on the other side of a port. */
export interface PortPeer {
  /** Number of the program in the system, if it is one. */
  readonly pid?: number;
  /** Takes what is written to the port. */
  write(bytes: Uint8Array): void;
  /** The port is closed: nothing comes or goes any more. */
  close(): void;
}
