import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { promises as dns, lookupService } from 'node:dns';
import net, { type AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import {
  type DatagramEvents,
  type DatagramOption,
  type DatagramSocket,
  type InterfaceAddress,
  type Listener,
  type Network,
  NetworkError,
  type Service,
  type SocketAddress,
  type Stream,
  type StreamEvents,
} from '@beamline/runtime-core';
import type { NetworkAccess } from './network-access.js';
import { interfaceIndex, readServices } from './system-network-files.js';

/** The network of this computer, as far as it is granted. */
export class NodeNetwork implements Network {
  readonly #connecting: NetworkAccess;
  readonly #listening: NetworkAccess;
  #services: readonly Service[] | undefined;

  /**
   * @param connecting - where programs may connect and send to
   * @param listening - where programs may be connected to
   */
  constructor(connecting: NetworkAccess, listening: NetworkAccess) {
    this.#connecting = connecting;
    this.#listening = listening;
  }

  connect(to: SocketAddress, from: SocketAddress | undefined): Stream {
    check(this.#connecting.grants(to), `connecting to ${to.address} port ${to.port}`);
    if (to.family === 'local') return new NodeStream(net.connect({ path: to.address, allowHalfOpen: true }));
    const local = from === undefined || from.family === 'local' ? {} : { localAddress: from.address, localPort: from.port };
    return new NodeStream(net.connect({ host: to.address, port: to.port, allowHalfOpen: true, autoSelectFamily: false, ...local }));
  }

  async listen(at: SocketAddress, backlog: number, isIpv6Only: boolean, accepted: (stream: Stream) => void): Promise<Listener> {
    check(this.#listening.grants(at), `listening at ${at.address} port ${at.port}`);
    const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      accepted(new NodeStream(socket));
    });
    const where = at.family === 'local' ? { path: at.address } : { host: at.address, port: at.port, ipv6Only: isIpv6Only };
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        reject(asNetworkError(error));
      });
      server.listen({ ...where, backlog, exclusive: true }, resolve);
    });
    server.on('error', () => undefined);
    return {
      address: () => {
        const address = server.address();
        return typeof address === 'object' && address !== null ? socketAddress(address) : at;
      },
      close: () => {
        server.close();
      },
    };
  }

  async openDatagrams(
    at: SocketAddress,
    { reusesAddress, isIpv6Only }: { readonly reusesAddress: boolean; readonly isIpv6Only: boolean },
    events: DatagramEvents,
  ): Promise<DatagramSocket> {
    if (at.family === 'local') throw new NetworkError('eafnosupport', 'there are no local sockets for datagrams');
    // Answers come to any port that the system chooses: only to have one of one's own has to be granted.
    if (at.port !== 0) check(this.#listening.grants(at), `listening at ${at.address} port ${at.port}`);
    const socket = createSocket({ type: at.family === 'inet' ? 'udp4' : 'udp6', reuseAddr: reusesAddress, ipv6Only: isIpv6Only });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => {
        reject(asNetworkError(error));
      });
      socket.bind({ address: at.address, port: at.port, exclusive: true }, resolve);
    });
    socket.on('error', (error) => {
      events.failed(asNetworkError(error).code);
    });
    socket.on('message', (bytes, { address, family, port }) => {
      events.received(new Uint8Array(bytes), { family: family === 'IPv6' ? 'inet6' : 'inet', address, port });
    });
    return new NodeDatagramSocket(socket, this.#connecting);
  }

  async lookUp(name: string, family: 'inet' | 'inet6'): Promise<readonly string[]> {
    check(this.#connecting.grantsHost(name) || this.#listening.grantsHost(name), `looking up ${name}`);
    try {
      // Node would warn of the empty name, which has no address.
      const found = name === '' ? [] : await dns.lookup(name, { family: family === 'inet' ? 4 : 6, all: true });
      const addresses = [...new Set(found.map(({ address }) => address))];
      this.#connecting.named(name, addresses);
      this.#listening.named(name, addresses);
      return addresses;
    } catch (error) {
      throw asNetworkError(error);
    }
  }

  lookUpNames(address: string): Promise<readonly string[]> {
    check(this.#connecting.grantsHost(address) || this.#listening.grantsHost(address), `looking up ${address}`);
    return new Promise((resolve, reject) => {
      lookupService(address, 0, (error, name) => {
        if (error === null) resolve([name]);
        else reject(asNetworkError(error));
      });
    });
  }

  hostName(): string {
    return hostname();
  }

  interfaces(): readonly InterfaceAddress[] {
    return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
      (addresses ?? []).map(({ address, family, netmask, mac, internal }) => ({
        name,
        family: family === 'IPv6' ? ('inet6' as const) : ('inet' as const),
        address,
        netmask,
        hardwareAddress: mac,
        isLoopback: internal,
        index: interfaceIndex(name),
      })),
    );
  }

  services(): readonly Service[] {
    this.#services ??= readServices();
    return this.#services;
  }
}

function check(isGranted: boolean, what: string): void {
  if (!isGranted) throw new NetworkError('eacces', `${what} is not granted`);
}

function socketAddress({ address, family, port }: AddressInfo): SocketAddress {
  return { family: family === 'IPv6' ? 'inet6' : 'inet', address, port };
}

/** Errors of Node and of its resolver, as OTP names them. */
const CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'nxdomain',
  ENODATA: 'nxdomain',
  EAI_AGAIN: 'try_again',
  ERR_SOCKET_BAD_PORT: 'einval',
};

function asNetworkError(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = CODES[code] ?? (/^E[A-Z0-9]+$/.test(code) ? code.toLowerCase() : 'einval');
  return new NetworkError(name, error instanceof Error ? error.message : String(error));
}

class NodeStream implements Stream {
  readonly #socket: net.Socket;
  #isOpen = true;
  #hasEnded = false;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    // Until somebody is told an error is nobody's.
    socket.on('error', () => undefined);
  }

  attach(events: StreamEvents): void {
    const socket = this.#socket;
    const ended = (): void => {
      if (this.#hasEnded || !this.#isOpen) return;
      this.#hasEnded = true;
      events.ended();
    };
    socket.on('connect', () => {
      if (this.#isOpen) events.connected();
    });
    socket.on('readable', () => {
      if (this.#isOpen) events.readable();
    });
    socket.on('end', ended);
    // A connection that broke before somebody asked is closed without an error of its own.
    socket.on('close', ended);
    socket.on('error', (error) => {
      if (!this.#isOpen) return;
      this.#hasEnded = true;
      events.failed(asNetworkError(error).code);
    });
    this.#drained = events.drained;
    if (socket.destroyed) queueMicrotask(ended);
  }

  #drained = (): void => undefined;

  read(): Uint8Array | undefined {
    const bytes = this.#socket.read() as Buffer | null;
    return bytes === null ? undefined : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes, () => {
      if (this.#isOpen && this.#socket.writableLength === 0) this.#drained();
    });
  }

  pending(): number {
    return this.#socket.writableLength;
  }

  endWriting(): void {
    this.#socket.end();
  }

  failure(): string | undefined {
    const error = this.#socket.errored;
    return error === null ? undefined : asNetworkError(error).code;
  }

  close(): void {
    this.#isOpen = false;
    if (this.#socket.connecting) {
      this.#socket.destroy();
      return;
    }
    // What comes now is thrown away: without that the end of the other side would not be seen.
    this.#socket.end();
    this.#socket.resume();
    this.#socket.once('finish', () => {
      this.#socket.destroy();
    });
  }

  reset(): void {
    this.#isOpen = false;
    if (this.#socket.connecting) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  localAddress(): SocketAddress | undefined {
    const { localAddress, localPort, localFamily } = this.#socket;
    return address(localAddress, localPort, localFamily);
  }

  remoteAddress(): SocketAddress | undefined {
    const { remoteAddress, remotePort, remoteFamily } = this.#socket;
    return address(remoteAddress, remotePort, remoteFamily);
  }

  setNoDelay(isOn: boolean): void {
    this.#socket.setNoDelay(isOn);
  }

  setKeepAlive(isOn: boolean): void {
    this.#socket.setKeepAlive(isOn);
  }
}

function address(text: string | undefined, port: number | undefined, family: string | undefined): SocketAddress | undefined {
  return text === undefined || port === undefined ? undefined : { family: family === 'IPv6' ? 'inet6' : 'inet', address: text, port };
}

class NodeDatagramSocket implements DatagramSocket {
  readonly #socket: UdpSocket;
  readonly #access: NetworkAccess;
  /** Whom it is connected to. */
  #peer: SocketAddress | undefined;
  /** The end of what has to come one after the other, once it has been connected; undefined before. */
  #last: Promise<void> | undefined;
  /** What is told if it is closed before Node has done what it was asked to. */
  readonly #unsettled = new Set<(error: Error | null) => void>();

  constructor(socket: UdpSocket, access: NetworkAccess) {
    this.#socket = socket;
    this.#access = access;
  }

  address(): SocketAddress {
    return socketAddress(this.#socket.address());
  }

  async connect(to: SocketAddress | undefined): Promise<void> {
    if (to !== undefined) check(this.#access.grants(to), `connecting to ${to.address} port ${to.port}`);
    await this.#inTurn(() => this.#connectNow(to));
  }

  async send(bytes: Uint8Array, to: SocketAddress | undefined): Promise<void> {
    if (to !== undefined) check(this.#access.grants(to), `sending to ${to.address} port ${to.port}`);
    if (this.#last === undefined) await this.#sendNow(bytes, to);
    else await this.#inTurn(() => this.#sendConnected(bytes, to));
  }

  /** Does something when what was begun before has ended: nobody else may see that a socket is not connected for a moment. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#last === undefined ? task() : this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #sendConnected(bytes: Uint8Array, to: SocketAddress | undefined): Promise<void> {
    const peer = this.#peer;
    if (to === undefined || peer === undefined) {
      await this.#sendNow(bytes, to);
      return;
    }
    // Node lets a connected socket send to nobody else.
    await this.#connectNow(undefined);
    try {
      await this.#sendNow(bytes, to);
    } finally {
      await this.#connectNow(peer);
    }
  }

  /** Rejects with NetworkError. */
  async #connectNow(to: SocketAddress | undefined): Promise<void> {
    try {
      if (this.#peer !== undefined) this.#socket.disconnect();
    } catch (error) {
      throw asNetworkError(error);
    }
    this.#peer = undefined;
    if (to !== undefined) await this.#connectSocket(to);
    this.#peer = to;
  }

  #connectSocket(to: SocketAddress): Promise<void> {
    return this.#whileOpen((settle) => {
      this.#socket.once('error', settle);
      this.#socket.connect(to.port, to.address, () => {
        this.#socket.off('error', settle);
        settle(null);
      });
    });
  }

  /** Waits for something that Node does not end if the socket is closed meanwhile. Rejects with NetworkError. */
  #whileOpen(begin: (settle: (error: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null): void => {
        this.#unsettled.delete(settle);
        if (error === null) resolve();
        else reject(asNetworkError(error));
      };
      this.#unsettled.add(settle);
      try {
        begin(settle);
      } catch (error) {
        this.#unsettled.delete(settle);
        reject(asNetworkError(error));
      }
    });
  }

  #sendNow(bytes: Uint8Array, to: SocketAddress | undefined): Promise<void> {
    return this.#whileOpen((settle) => {
      if (to === undefined) this.#socket.send(bytes, settle);
      else this.#socket.send(bytes, to.port, to.address, settle);
    });
  }

  set(option: DatagramOption): void {
    const socket = this.#socket;
    try {
      switch (option.kind) {
        case 'broadcast':
          socket.setBroadcast(option.isOn);
          break;
        case 'multicastLoop':
          socket.setMulticastLoopback(option.isOn);
          break;
        case 'ttl':
          socket.setTTL(option.value);
          break;
        case 'multicastTtl':
          socket.setMulticastTTL(option.value);
          break;
        case 'receiveBuffer':
          socket.setRecvBufferSize(option.value);
          break;
        case 'sendBuffer':
          socket.setSendBufferSize(option.value);
          break;
        case 'multicastInterface':
          socket.setMulticastInterface(option.address);
          break;
        case 'addMembership':
          socket.addMembership(option.group, option.interface);
          break;
        case 'dropMembership':
          socket.dropMembership(option.group, option.interface);
          break;
      }
    } catch (error) {
      throw asNetworkError(error);
    }
  }

  close(): void {
    this.#socket.close();
    for (const settle of this.#unsettled) settle(new NetworkError('closed', 'the socket was closed'));
  }
}
