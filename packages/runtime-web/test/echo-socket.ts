import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** What the protocol adds to the key of a client (RFC 6455). */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Accepts a WebSocket and sends each of its frames back, which are short and whole. */
export function echo(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key'] ?? ''}${GUID}`)
    .digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  let received = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const [first = 0, second = 0] = received;
      const length = second & 0x7f;
      if (received.length < 6 + length || length > 125) return;
      const mask = received.subarray(2, 6);
      const payload = Buffer.from(received.subarray(6, 6 + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
      received = received.subarray(6 + length);
      socket.write(Buffer.concat([Buffer.of(first, length), payload]));
      // A frame that closes is answered, and ends the connection.
      if ((first & 0x0f) === 8) socket.end();
    }
  });
}
