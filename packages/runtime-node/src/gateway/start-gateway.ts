import type { IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import { OptionError } from '@beamline/runtime-core';
import { type WebSocket, WebSocketServer } from 'ws';
import { portOfNode } from './epmd-client.js';
import { NodeBridge } from './node-bridge.js';

/** Options of a gateway. */
export interface GatewayOptions {
  /** The port that it listens at; 0 for one that is free. */
  readonly port: number;
  /** The address that it listens at. Default: `127.0.0.1`. */
  readonly host?: string;
  /** The nodes that it leads to: names, in which `*` stands for any characters. */
  readonly nodes: readonly string[];
  /** The origins of pages that may use it, such as `https://example.com`. Default: those of all pages, and programs that are none. */
  readonly origins?: readonly string[];
}

/** A gateway that runs. */
export interface Gateway {
  /** The port that it listens at. */
  readonly port: number;
  /** Ends it, and all connections by it. */
  stop(): Promise<void>;
}

/** Why a WebSocket is closed: there is no such node (RFC 6455, 7.4.1: a policy says no). */
const REFUSED = 1008;

/** Bytes of the longest packet. */
const LONGEST_PACKET = 0x7fffffff;

function pattern(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

/**
 * Starts a gateway by which pages connect to nodes of OTP: a WebSocket to it, with the name of the node as `?node=`, is a connection to that node, in which
 * each message is a packet of OTP's distribution. Who may connect is a matter of the cookie, as everywhere: a page that knows it can do whatever a node can.
 * Rejects if nothing can listen at the port.
 */
export async function startGateway({ port, host = '127.0.0.1', nodes, origins }: GatewayOptions): Promise<Gateway> {
  if (nodes.length === 0) throw new OptionError('the option nodes must name at least one node', 'nodes');
  const patterns = nodes.map(pattern);
  const server = new WebSocketServer({
    port,
    host,
    maxPayload: LONGEST_PACKET,
    perMessageDeflate: false,
    verifyClient: ({ origin, req }: { origin: string; req: IncomingMessage }) =>
      (origins === undefined || origins.includes(origin)) && patterns.some((each) => each.test(nodeOf(req.url))),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  server.on('connection', (socket, { url }) => {
    connect(socket, nodeOf(url)).catch(() => {
      socket.close(REFUSED);
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: async () => {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The node that a URL asks for. */
function nodeOf(url: string | undefined): string {
  return new URL(url ?? '/', 'ws://gateway').searchParams.get('node') ?? '';
}

/** Connects a WebSocket to a node. What comes before that is there waits. */
async function connect(socket: WebSocket, node: string): Promise<void> {
  const waiting: Uint8Array[] = [];
  let bridge: NodeBridge | undefined;
  let isClosed = false;
  socket.on('message', (data, isBinary) => {
    if (!isBinary || !(data instanceof Buffer)) socket.close(REFUSED);
    else if (bridge === undefined) waiting.push(data);
    else bridge.send(data);
  });
  socket.on('close', () => {
    isClosed = true;
    bridge?.close();
  });
  socket.on('error', () => {
    socket.terminate();
  });
  const [name = '', host = ''] = node.split('@');
  const port = await portOfNode(name, host);
  if (port === undefined) {
    socket.close(REFUSED);
    return;
  }
  if (isClosed) return;
  bridge = new NodeBridge(createConnection(port, host), {
    packet: (bytes) => {
      socket.send(bytes);
    },
    closed: () => {
      socket.close();
    },
  });
  for (const packet of waiting) bridge.send(packet);
}
