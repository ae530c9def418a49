// A ring of 10,000 async functions passes a token on 1,000,000 times.
import { Channel } from './channel.js';

const MEMBERS = 10000;

export async function main() {
  const channels = Array.from({ length: MEMBERS }, () => new Channel());
  const ends = channels.map((channel, i) => member(channel, channels[(i + 1) % MEMBERS]));
  channels[0].send(1000000);
  await Promise.all(ends);
  return 'done';
}

/** Passes the token on until it has come down to 0, which ends each member that passes it on. */
async function member(channel, next) {
  for (;;) {
    const token = await channel.receive();
    next.send(Math.max(token - 1, 0));
    if (token === 0) return;
  }
}

export const toErlang = String;
