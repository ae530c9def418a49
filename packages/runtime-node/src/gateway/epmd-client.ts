import { createConnection } from 'node:net';

/** Where OTP's daemon of node names listens (`EPMD_PORT_NO` in `erl_epmd.hrl`), unless `ERL_EPMD_PORT` says otherwise. */
const PORT = 4369;

/** `PORT_PLEASE2_REQ` and its answer ("EPMD Protocol" in the documentation of `erts`). */
const PORT_PLEASE = 122;
const PORT_ANSWER = 119;

/** How long an answer may take, in milliseconds. */
const PATIENCE = 5000;

/** The port that a node listens at, by what the daemon of its host knows; undefined if that knows none, or is not there. */
export function portOfNode(name: string, host: string, environment: NodeJS.ProcessEnv = process.env): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = Buffer.from(`${String.fromCharCode(PORT_PLEASE)}${name}`, 'latin1');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(request.length);
    const socket = createConnection(Number(environment.ERL_EPMD_PORT ?? PORT), host);
    let answer = Buffer.alloc(0);
    const end = (port: number | undefined): void => {
      socket.destroy();
      resolve(port);
    };
    socket.setTimeout(PATIENCE, () => {
      end(undefined);
    });
    socket.on('connect', () => {
      socket.write(Buffer.concat([length, request]));
    });
    socket.on('data', (data) => {
      answer = Buffer.concat([answer, data]);
      if (answer.length >= 2 && (answer[0] !== PORT_ANSWER || answer[1] !== 0)) end(undefined);
      else if (answer.length >= 4) end(answer.readUInt16BE(2));
    });
    socket.on('error', () => {
      end(undefined);
    });
    socket.on('close', () => {
      end(undefined);
    });
  });
}
