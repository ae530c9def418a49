/** What is on the other side of a port. */
export interface PortPeer {
  /** Number of the program in the system, if it is one. */
  readonly pid?: number;
  /**
   * Takes what is written to the port.
   * @param process - number of the process that writes
   */
  write(bytes: Uint8Array, process: number): void;
  /**
   * Does an operation of its own, by its number: `port_control/3`. Without this method there is none.
   * @param process - number of the process that asks
   */
  control?(operation: number, data: Uint8Array, process: number): Uint8Array | Promise<Uint8Array>;
  /** The port is closed: nothing comes or goes any more. */
  close(): void;
  /** What is to be waited for when it has been closed. */
  readonly closing?: Promise<void>;
}
