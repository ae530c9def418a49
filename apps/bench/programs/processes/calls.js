// 200,000 calls of a server that handles one request after the other: an async function with a queue, a promise for each answer.
import { Channel } from './channel.js';

export async function main() {
  const requests = new Channel();
  const call = (request) => new Promise((resolve, reject) => requests.send({ request, resolve, reject }));
  const server = serve(requests);
  let sum = 0;
  for (let i = 0; i < 200000; i++) sum += await call(1);
  requests.send({ request: 'stop' });
  await server;
  return sum;
}

async function serve(requests) {
  for (let state = 0; ; state++) {
    const { request, resolve } = await requests.receive();
    if (request === 'stop') return;
    resolve(state + request);
  }
}

export const toErlang = String;
