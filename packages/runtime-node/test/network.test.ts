import { once } from 'node:events';
import net from 'node:net';
import { formatTerm, type Term } from '@beamline/beam-file';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRuntime, findInstalledOtp, OptionError, type Runtime } from '../src/index.js';
import { NetworkAccess } from '../src/network-access.js';
import { parseTerm } from '../src/parse-term.js';

describe('patterns of hosts and ports', () => {
  const at = (address: string, port: number): Parameters<NetworkAccess['grants']>[0] => ({
    family: address.includes(':') ? 'inet6' : 'inet',
    address,
    port,
  });

  test.each([
    ['127.0.0.1:80', '127.0.0.1', 80, true],
    ['127.0.0.1:80', '127.0.0.1', 81, false],
    ['127.0.0.1:80', '127.0.0.1', 0, false],
    ['127.0.0.1', '127.0.0.1', 81, true],
    ['127.0.0.*:*', '127.0.0.9', 5, true],
    ['127.0.0.1:80', '127x0.0.1', 80, false],
    ['*:8080', '10.0.0.1', 8080, true],
    ['[::1]:443', '::1', 443, true],
    ['[::1]', '::1', 1, true],
    ['::1', '::1', 1, true],
  ])('%s and %s port %i: %s', (pattern, address, port, isGranted) => {
    expect(new NetworkAccess([pattern], 'connect').grants(at(address, port))).toBe(isGranted);
  });

  test('a name grants the addresses that it was found to have', () => {
    const access = new NetworkAccess(['*.example.com:443'], 'connect');
    expect(access.grantsHost('www.example.com')).toBe(true);
    expect(access.grantsHost('example.org')).toBe(false);
    access.named('www.example.com', ['192.0.2.1']);
    expect(access.grants(at('192.0.2.1', 443))).toBe(true);
    expect(access.grants(at('192.0.2.1', 80))).toBe(false);
  });

  test.each(['', ':80', 'host:99999', 'host:port'])('%j is no pattern', (pattern) => {
    expect(() => new NetworkAccess([pattern], 'connect')).toThrow(OptionError);
  });
});

const otp = findInstalledOtp();

describe.runIf(otp !== undefined)('what is granted of the network', () => {
  let runtime: Runtime;
  const call = async (name: string, args: string): Promise<string> => {
    const term = parseTerm(args);
    return formatTerm(await runtime.callTerm('gen_tcp', name, term.kind === 'list' ? term.elements : []));
  };
  beforeAll(async () => {
    runtime = await createRuntime({ otpRoot: otp?.root ?? '', connect: ['127.0.0.1:1', 'localhost:2'], listen: ['127.0.0.1:0'] });
    await runtime.startOtp();
  }, 60_000);
  afterAll(() => {
    runtime.stop();
  });

  test.each([
    ['connect', '[{127,0,0,1},1,[]]', '{error,econnrefused}'],
    ['connect', '[{127,0,0,1},3,[]]', '{error,eacces}'],
    ['connect', '["localhost",2,[]]', '{error,econnrefused}'],
    ['connect', '["example.com",2,[]]', '{error,nxdomain}'],
    ['listen', '[0,[]]', '{error,eacces}'],
    ['listen', '[1234,[{ip,{127,0,0,1}}]]', '{error,eacces}'],
    ['connect', '[{127,0,0,1},1,[{inet_backend,socket}]]', '{error,econnrefused}'],
    ['connect', '[{127,0,0,1},3,[{inet_backend,socket}]]', '{error,eacces}'],
    ['listen', '[0,[{inet_backend,socket}]]', '{error,eacces}'],
    ['listen', '[1234,[{inet_backend,socket},{ip,{127,0,0,1}}]]', '{error,eacces}'],
  ])('%s(%s)', async (name, args, result) => {
    expect(await call(name, args)).toBe(result);
  });

  test('listening at a port that the system chooses', async () => {
    expect(await call('listen', '[0,[{ip,{127,0,0,1}}]]')).toMatch(/^\{ok,#Port<.*>\}$/);
  });

  test('without anything granted there are no sockets', async () => {
    const confined = await createRuntime({ otpRoot: otp?.root ?? '' });
    await confined.startOtp();
    expect(formatTerm(await confined.callTerm('gen_tcp', 'listen', [parseTerm('0'), parseTerm('[]')]))).toBe('{error,eprotonosupport}');
    const open = (...args: string[]): Promise<Term> => confined.callTerm('socket', 'open', args.map(parseTerm));
    await expect(open('inet', 'stream')).rejects.toMatchObject({ class: 'error', reason: { name: 'notsup' } });
    // Without sockets there are no names of protocols either.
    expect(formatTerm(await open('inet', 'stream', 'tcp'))).toBe('{error,{invalid,{protocol,tcp}}}');
    expect(formatTerm(await confined.callTerm('socket', 'supports', [parseTerm('options')]))).toBe('[]');
    await expect(confined.callTerm('net', 'gethostname', [])).rejects.toMatchObject({ class: 'error', reason: { name: 'notsup' } });
    confined.stop();
  });

  test('a machine that is stopped closes the sockets that its processes have', async () => {
    const program = `
      Self = self(),
      spawn(fun() ->
        {ok, L} = socket:open(inet, stream),
        ok = socket:bind(L, #{family => inet, addr => loopback, port => 0}),
        ok = socket:listen(L),
        {ok, #{port := Port}} = socket:sockname(L),
        Self ! {port, Port},
        {ok, S} = socket:accept(L),
        ok = socket:send(S, <<"accepted">>),
        socket:recv(S)
      end),
      receive {port, Port} -> Port end.`;
    const tokens = await runtime.callTerm('erl_scan', 'string', [parseTerm(JSON.stringify(program))]);
    const forms = await runtime.callTerm('erl_parse', 'parse_exprs', [elementsOf(tokens)[1] ?? tokens]);
    const value = elementsOf(await runtime.callTerm('erl_eval', 'exprs', [elementsOf(forms)[1] ?? forms, parseTerm('[]')]))[1];
    const port = value?.kind === 'integer' ? Number(value.value) : 0;
    const accepted = net.connect(port, '127.0.0.1');
    await once(accepted, 'data');
    const waiting = net.connect(port, '127.0.0.1');
    await once(waiting, 'connect');
    const ends = [accepted, waiting].map(
      (socket) =>
        new Promise((resolve) =>
          socket
            .on('error', () => undefined)
            .on('close', resolve)
            .resume(),
        ),
    );
    runtime.stop();
    await Promise.all(ends);
    await expect(once(net.connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

function elementsOf(term: Term): readonly Term[] {
  return term.kind === 'tuple' ? term.elements : [];
}
