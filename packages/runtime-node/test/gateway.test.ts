import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ChannelWebSocket, WebSocketChannels } from '@beamline/cluster';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { atom, createRuntime, findInstalledOtp, type Gateway, type Runtime, startGateway } from '../src/index.js';

const otp = findInstalledOtp();
const source = fileURLToPath(new URL('../../cluster/erlang/beamline_gateway.erl', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'beamline-gateway-'));
const name = `gateway${process.pid}`;

/** What has a gateway: Debian's OTP alone is without the application crypto, which the one in Erlang needs. */
function gateways(): string[] {
  if (otp === undefined) return [];
  const found = execFileSync('erl', ['-noinput', '-eval', 'io:put_chars(atom_to_list(is_list(code:lib_dir(crypto)))), halt()'], {
    encoding: 'utf8',
  });
  return found === 'true' ? ['in Node', 'in the node itself'] : ['in Node'];
}

const places = gateways();

/** A node of the real OTP, with a gateway of its own; what it prints is its name and the port of that. */
function startNode(): ChildProcess {
  const start = '{ok, G} = beamline_gateway:start(0), io:format("~s ~b~n", [node(), beamline_gateway:port(G)])';
  return spawn('erl', ['-name', `${name}@127.0.0.1`, '-setcookie', 'secret', '-noinput', '-pa', scratch, '-eval', start], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** A machine whose way to other nodes is a gateway. */
async function pageNode(url: string, page: string): Promise<Runtime> {
  const channels = new WebSocketChannels(url, { WebSocket: WebSocket as unknown as new (url: string) => ChannelWebSocket });
  const runtime = await createRuntime({ otpRoot: otp?.root ?? '', channels });
  await runtime.startOtp({ arguments: ['-noshell', '-sname', `${page}@page`, '-setcookie', 'secret', '-proto_dist', 'beamline'] });
  return runtime;
}

describe.runIf(otp !== undefined)('a gateway', () => {
  let child: ChildProcess;
  let gateway: Gateway;
  let node = '';
  const urls = new Map<string, string>();
  beforeAll(async () => {
    execFileSync('erlc', ['-o', scratch, source]);
    child = startNode();
    const [line] = (await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
    const [found = '', port = ''] = line.toString().trim().split(' ');
    node = found;
    gateway = await startGateway({ port: 0, nodes: [`${name}@*`] });
    urls.set('in Node', `ws://127.0.0.1:${gateway.port}/`);
    urls.set('in the node itself', `ws://127.0.0.1:${port}/`);
  }, 60_000);
  afterAll(async () => {
    child.kill();
    await gateway.stop();
    rmSync(scratch, { recursive: true });
  });

  test.each(places)('%s makes a machine a node of the cluster behind it', { timeout: 60_000 }, async (where) => {
    const page = where === 'in Node' ? 'one' : 'two';
    const runtime = await pageNode(urls.get(where) ?? '', page);
    const call = async (module: string, f: string, args: Parameters<Runtime['call']>[2]): Promise<unknown> =>
      await runtime.call('erpc', 'call', [atom(node), atom(module), atom(f), [...(args ?? [])]]);
    expect(await runtime.call('net_kernel', 'connect_node', [atom(node)])).toBe(true);
    expect(await call('lists', 'member', [atom(`${page}@page`), await call('erlang', 'nodes', [])] as never)).toBe(true);
    // From there back to the page.
    expect(await call('erpc', 'call', [atom(`${page}@page`), atom('lists'), atom('seq'), [1, 3]])).toEqual([1, 2, 3]);
    const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => i & 0xff);
    expect(await call('erlang', 'iolist_to_binary', [[bytes]])).toEqual(bytes);
    expect(await runtime.call('net_kernel', 'connect_node', [atom('nobody@page')])).toBe(false);
    runtime.stop();
  });

  test.each(places)('%s refuses nodes that it does not lead to', async (where) => {
    const socket = new WebSocket(`${urls.get(where)}?node=${encodeURIComponent('other@host')}`);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/Unexpected server response: 40[13]/);
  });
});
