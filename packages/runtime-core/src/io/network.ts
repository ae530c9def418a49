/** An address of a socket. */
export interface SocketAddress {
  readonly family: 'inet' | 'inet6' | 'local';
  /** As text, numeric; of a local socket its path. */
  readonly address: string;
  /** 0 to 65,535; 0 for any, and for local sockets. */
  readonly port: number;
}

/** An operation of a network that failed. */
export class NetworkError extends Error {
  override readonly name: string = 'NetworkError';

  constructor(
    /** The error as OTP names it: `econnrefused`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What happens on a connection. */
export interface StreamEvents {
  /** It is connected. */
  connected(): void;
  /** There may be something to read. */
  readable(): void;
  /** All has been read, and the other side writes no more. */
  ended(): void;
  /** Nothing waits to be written any more. */
  drained(): void;
  /** It is closed by an error, as OTP names it. */
  failed(code: string): void;
}

/** A connection. Nothing is read from it before somebody asks. */
export interface Stream {
  /** Tells what happens from now on; once. */
  attach(events: StreamEvents): void;
  /** What has come; undefined if that is nothing yet. */
  read(): Uint8Array | undefined;
  /** Writes bytes, at once or when there is room. */
  write(bytes: Uint8Array): void;
  /** Bytes that wait to be written. */
  pending(): number;
  /** The other side is told that nothing more is written. */
  endWriting(): void;
  /** The error that it has failed with, as OTP names it, though no event has told that yet; undefined if there is none. */
  failure(): string | undefined;
  /** Closes it when all is written. */
  close(): void;
  /** Closes it at once. */
  reset(): void;
  /** Undefined if it is not connected. */
  localAddress(): SocketAddress | undefined;
  /** Undefined if it is not connected. */
  remoteAddress(): SocketAddress | undefined;
  /** True to send small packets at once (`TCP_NODELAY`). */
  setNoDelay(isOn: boolean): void;
  /** True to ask the other side for signs of life (`SO_KEEPALIVE`). */
  setKeepAlive(isOn: boolean): void;
}

/** A socket that connections come to. */
export interface Listener {
  /** The address that it is bound to. */
  address(): SocketAddress;
  /** Closes it at once. */
  close(): void;
}

/** What happens on a socket for datagrams. */
export interface DatagramEvents {
  /** A datagram has come. */
  received(bytes: Uint8Array, from: SocketAddress): void;
  /** An error that is nobody's, as OTP names it. */
  failed(code: string): void;
}

/** A socket for datagrams, bound to an address. */
export interface DatagramSocket {
  /** The address that it is bound to. */
  address(): SocketAddress;
  /** Connects it: what others send is not received. Undefined ends that. Rejects with NetworkError. */
  connect(to: SocketAddress | undefined): Promise<void>;
  /** Sends to an address; undefined for the one that it is connected to. Rejects with NetworkError. */
  send(bytes: Uint8Array, to: SocketAddress | undefined): Promise<void>;
  /** Sets an option. Throws NetworkError. */
  set(option: DatagramOption): void;
  /** Closes it at once. */
  close(): void;
}

/** Options of a socket for datagrams. */
export type DatagramOption =
  | { readonly kind: 'broadcast' | 'multicastLoop'; readonly isOn: boolean }
  | { readonly kind: 'ttl' | 'multicastTtl' | 'receiveBuffer' | 'sendBuffer'; readonly value: number }
  | { readonly kind: 'multicastInterface'; readonly address: string }
  | { readonly kind: 'addMembership' | 'dropMembership'; readonly group: string; readonly interface: string };

/** An address of one of this computer's network interfaces. */
export interface InterfaceAddress {
  readonly name: string;
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly netmask: string;
  /** Six bytes in hexadecimal, separated by colons. */
  readonly hardwareAddress: string;
  readonly isLoopback: boolean;
  /** The system's number of the interface; undefined if it does not tell. */
  readonly index?: number | undefined;
}

/** A service that has a port of its own. */
export interface Service {
  /** `http`. */
  readonly name: string;
  readonly port: number;
  /** `tcp`, `udp` or another one. */
  readonly protocol: string;
}

/** The network of a host. What is not granted fails with NetworkError `eacces`. */
export interface Network {
  /** Connects; how it ends is told by the stream's events. Throws NetworkError. */
  connect(to: SocketAddress, from: SocketAddress | undefined): Stream;
  /** Rejects with NetworkError. */
  listen(at: SocketAddress, backlog: number, isIpv6Only: boolean, accepted: (stream: Stream) => void): Promise<Listener>;
  /** Rejects with NetworkError. */
  openDatagrams(
    at: SocketAddress,
    options: { readonly reusesAddress: boolean; readonly isIpv6Only: boolean },
    events: DatagramEvents,
  ): Promise<DatagramSocket>;
  /** Numeric addresses of a name. Rejects with NetworkError, `nxdomain` if there are none. */
  lookUp(name: string, family: 'inet' | 'inet6'): Promise<readonly string[]>;
  /** Names of a numeric address. Rejects with NetworkError. */
  lookUpNames(address: string): Promise<readonly string[]>;
  /** The name of this computer. */
  hostName(): string;
  /** The addresses of this computer. */
  interfaces(): readonly InterfaceAddress[];
  /** The services that this computer knows by their names. */
  services(): readonly Service[];
}
