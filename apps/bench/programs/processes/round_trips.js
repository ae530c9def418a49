// Two async functions send a message to and fro, 200,000 times.
import { Channel } from './channel.js';

export async function main() {
  const pings = new Channel();
  const end = ponger(pings);
  const pongs = new Channel();
  let sum = 0;
  for (let n = 200000; n > 0; n--) {
    pings.send({ kind: 'ping', from: pongs, n });
    sum += (await pongs.receive()).n;
  }
  pings.send({ kind: 'stop' });
  await end;
  return sum;
}

async function ponger(pings) {
  for (;;) {
    const { kind, from, n } = await pings.receive();
    if (kind === 'stop') return;
    from.send({ kind: 'pong', n });
  }
}

export const toErlang = String;
