// 100,000 async functions that wait at once: each answers a message, then is told to stop.
import { Channel } from './channel.js';

const COUNT = 100000;

export async function main() {
  const answers = new Channel();
  const all = Array.from({ length: COUNT }, () => new Channel());
  const ends = all.map((channel) => idle(channel));
  for (const channel of all) channel.send({ from: answers, term: 'hello' });
  let count = 0;
  for (let i = 0; i < COUNT; i++) if ((await answers.receive()) === 'hello') count++;
  for (const channel of all) channel.send('stop');
  await Promise.all(ends);
  return count;
}

async function idle(channel) {
  for (;;) {
    const message = await channel.receive();
    if (message === 'stop') return;
    message.from.send(message.term);
  }
}

export const toErlang = String;
