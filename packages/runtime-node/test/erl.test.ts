import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { findInstalledOtp } from '../src/index.js';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const beamline = file('../dist/beamline.js');
const otp = findInstalledOtp();
const scratch = mkdtempSync(join(tmpdir(), 'beamline-erl-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A folder of its own for a program. */
function folder(name: string): string {
  return mkdtempSync(join(scratch, name));
}

function run(program: string, args: readonly string[], cwd: string, input: string | Uint8Array): Outcome {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, input, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' });
  return { status, output: stdout, errors: stderr };
}

/** Runs one of OTP's programs and ours with the same arguments, each in a folder that `prepare` has filled. */
function both(
  program: string,
  args: readonly string[],
  prepare: (folder: string) => void = () => undefined,
  input: string | Uint8Array = '',
): [Outcome, Outcome] {
  const theirs = folder('theirs');
  const ours = folder('ours');
  prepare(theirs);
  prepare(ours);
  const inSame = ({ output, errors, ...rest }: Outcome, where: string): Outcome => ({
    ...rest,
    output: output.replaceAll(where, 'FOLDER'),
    errors: errors.replaceAll(where, 'FOLDER'),
  });
  return [
    inSame(run(program, args, theirs, input), theirs),
    inSame(run(process.execPath, [beamline, program, ...args], ours, input), ours),
  ];
}

describe.runIf(otp !== undefined)('beside the installed OTP', () => {
  test('the standard input has the bytes that it is given, whether they are text or not', { timeout: 60_000 }, () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) >> 3);
    const program =
      'io:setopts([binary, {encoding, latin1}]), {ok, Bytes} = file:read(standard_io, 10000), ' +
      'io:format("~p ~w~n", [byte_size(Bytes), erlang:md5(Bytes)]), halt().';
    const [theirs, ours] = both('erl', ['-noshell', '-eval', program], () => undefined, bytes);
    expect(theirs.output).toMatch(/^5000 /);
    expect(ours).toEqual(theirs);
  });

  test.each([
    ['erl', ['erl', '-noshell', '-eval', 'io:format("done"), halt(3).'], 3],
    ['run', ['run', '--allow-input', '--quiet', file('../../pack/test/fixtures/programs/hello.beam')], 0],
  ])('%s ends when the program has ended, though its input is open', { timeout: 60_000 }, async (_name, args, status) => {
    const child = spawn(process.execPath, [beamline, ...args], { stdio: ['pipe', 'ignore', 'inherit'] });
    const [code] = (await once(child, 'exit')) as [number | null];
    child.stdin.end();
    expect(code).toBe(status);
  });

  test('a session of the shell reads the same', { timeout: 120_000 }, () => {
    const session = readFileSync(file('erl/session.txt'), 'utf8');
    const prepare = (where: string): void => {
      copyFileSync(file('erl/shell_module.erl'), join(where, 'shell_module.erl'));
    };
    const [theirs, ours] = both('erl', [], prepare, session);
    const withoutBanner = (text: string): string[] => text.replace(/^Erlang\/OTP .*\n/, '').split('\n');
    expect(withoutBanner(ours.output)).toEqual(withoutBanner(theirs.output));
    expect(ours.errors).toBe(theirs.errors);
    expect(ours.status).toBe(theirs.status);
  });

  const outcomes: [string, string][] = [
    ['halt with a status', 'halt(7)'],
    ['halt with a reason', 'halt("a reason")'],
    ['init:stop with a status', 'init:stop(5)'],
    ['arguments', 'io:format("~p~n", [{init:get_plain_arguments(), init:get_argument(foo), init:get_argument(none)}]), halt()'],
    ['the environment', 'os:putenv("A", "b"), io:format("~s ~p~n", [os:getenv("A"), os:cmd("echo $A")]), halt()'],
    ['the standard error', 'io:format(standard_error, "to the error~n", []), halt()'],
    ['the file server', 'ok = file:write_file("f", "text"), io:format("~p~n", [{file:read_file("f"), file:get_cwd() =/= error}]), halt()'],
    ['applications', 'io:format("~p~n", [application:ensure_all_started(sasl)]), init:stop()'],
    ['the end of the standard input', 'io:format("~p~n", [io:get_line("")]), io:format("~p~n", [io:get_line("")]), halt()'],
  ];
  test.each(outcomes)('%s', { timeout: 60_000 }, (_, expression) => {
    const [theirs, ours] = both('erl', ['-noshell', '-foo', 'bar', '-eval', expression, '-extra', 'x', 'y'], undefined, 'a line\n');
    expect(ours).toEqual(theirs);
  });

  test.each(['unicode', 'latin1'])('+pc %s', { timeout: 60_000 }, (range) => {
    const print = 'io:format("~tp ~tp ~p~n", [[233], [233, 8364], io:printable_range()]), halt()';
    const [theirs, ours] = both('erl', ['+pc', range, '-noshell', '-eval', print]);
    expect(ours).toEqual(theirs);
  });

  test.each([[['+c']], [['+c', 'true']], [['+C', 'single_time_warp']], [['+cfalse', '+C', 'multi_time_warp']]])(
    'clocks with %j',
    { timeout: 60_000 },
    (flags) => {
      const items = '[time_correction, time_warp_mode, time_offset, tolerant_timeofday]';
      const print =
        `Print = fun() -> io:format("~p~n", [[erlang:system_info(Item) || Item <- ${items}]]) end, ` +
        'Print(), io:format("~p~n", [erlang:system_flag(time_offset, finalize)]), Print(), halt()';
      const [theirs, ours] = both('erl', [...flags, '-noshell', '-eval', print]);
      expect(ours).toEqual(theirs);
    },
  );

  test.each(['', 'l', 'u', 'li', 'ui', 'ue'])('names of files with +fn%s', { timeout: 60_000 }, (letters) => {
    const program =
      'Try = fun(F) -> try F() catch _:Reason -> Reason end end, Sorted = fun({ok, L}) -> lists:sort(L); (E) -> E end, ' +
      'Names = [[233], [945], <<195, 170>>, "a", [$b, [228]]], ' +
      'Written = [Try(fun() -> file:write_file(["d/" | Name], "") end) || Name <- Names, not is_binary(Name)], ' +
      'ok = file:write_file(<<"d/", 195, 170>>, ""), ok = file:write_file(<<"d/", 255>>, ""), ' +
      'io:format("~w~n", [{file:native_name_encoding(), Written, Sorted(file:list_dir("d")), Sorted(file:list_dir_all("d")), ' +
      '[Try(fun() -> prim_file:is_translatable(Name) end) || Name <- [<<255>> | Names]], file:read_file_info([233, 0])}]), timer:sleep(50), halt().';
    const flags = letters === '' ? [] : [`+fn${letters}`];
    const [theirs, ours] = both('erl', [...flags, '-noshell', '-eval', program], (where) => mkdirSync(join(where, 'd')));
    const withoutTimes = ({ output, ...rest }: Outcome): Outcome => ({ ...rest, output: output.replaceAll(/==== .* ===/g, '') });
    expect(withoutTimes(ours)).toEqual(withoutTimes(theirs));
  });

  test('what is no command to a port is told its owner', { timeout: 60_000 }, () => {
    const program =
      'process_flag(trap_exit, true), Self = self(), ' +
      '[begin P = open_port({spawn, "cat"}, []), P ! M, ' +
      'io:format("~p~n", [receive {\'EXIT\', P, R} -> {exit, R}; {P, D} -> D after 1000 -> none end]), catch port_close(P) end || ' +
      'M <- [junk, {}, {Self, foo}, {Self, {command, bad}}, {Self, {connect, x}}, {Self, {foo, x}}, {x, close}, {Self, close, x}, ' +
      '{Self, {command, "x"}}, {Self, close}]], ' +
      'P = open_port({spawn, "echo $0"}, []), io:format("~p~n", [receive {P, X} -> X end]), halt().';
    const [theirs, ours] = both('erl', ['-noshell', '-eval', program]);
    const results = ({ output }: Outcome): string[] => output.split('\n').filter((line) => line.startsWith('{'));
    expect(results(ours)).toEqual(results(theirs));
    expect(results(ours)).toContain('{exit,badsig}');
  });

  test('programs find those of OTP', { timeout: 60_000 }, () => {
    const program =
      'io:format("~p~n", [[os:getenv(Name) || Name <- ["ROOTDIR", "BINDIR", "EMU", "PROGNAME"]]]), ' +
      'io:format("~p~n", [[os:find_executable(Name) || Name <- ["heart", "erlc"]]]), ' +
      'io:format("~p~n", [lists:sublist(string:lexemes(os:getenv("PATH"), ":"), 3)]), ' +
      'io:format("~p ~p~n", [heart:get_cmd(), heart:get_options()]), init:stop().';
    const [theirs, ours] = both('erl', ['-heart', '-noshell', '-eval', program]);
    expect(ours.output).toBe(theirs.output);
    expect(ours.output).toContain('{ok,[]} none');
  });

  test.each(['-compile good bad', '-compile good', '-make'])('%s', { timeout: 60_000 }, (args) => {
    const [theirs, ours] = both('erl', args.split(' '), (where) => {
      writeFileSync(join(where, 'good.erl'), '-module(good).\n-export([f/0]).\nf() -> ok.\n');
      writeFileSync(join(where, 'bad.erl'), '-module(bad).\nf() -> nothing(.\n');
      writeFileSync(join(where, 'Emakefile'), '{good, [debug_info]}.\n');
    });
    const withoutTheDump = ({ errors, ...rest }: Outcome): Outcome => ({ ...rest, errors: errors.replace(/Crash dump is.*/s, '') });
    expect(withoutTheDump(ours)).toEqual(withoutTheDump(theirs));
  });

  test('a flag that there is not is refused', { timeout: 60_000 }, () => {
    const [theirs, ours] = both('erl', ['+oops', '-noshell', '-s', 'init', 'stop']);
    expect(ours.status).toBe(theirs.status);
    expect(ours.errors).toContain('unknown flag +oops');
  });

  test.each([
    ['+P', '1'],
    ['+P', 'many'],
    ['+t', '10'],
    ['+pc', 'ascii'],
    ['+C', 'warp'],
    ['+fnx', ''],
  ])('%s %s is refused', { timeout: 60_000 }, (flag, value) => {
    const [theirs, ours] = both('erl', [flag, value]);
    expect(ours.status).toBe(theirs.status);
    expect(ours.errors.split('\n')[0]).toBe(theirs.errors.split(/\r?\n/)[0]);
  });

  const ports: [string, string][] = [
    ['the output and status of a program', 'open_port({spawn, "echo hi; exit 3"}, [exit_status, {line, 10}])'],
    ['an end that is told once', 'open_port({spawn, "echo hi"}, [eof])'],
    ['a program that is not read from', 'open_port({spawn, "true"}, [out, exit_status, eof])'],
    ['lines', 'open_port({spawn, "printf \'a long line\\\\nshort\\\\nrest\'"}, [exit_status, eof, {line, 6}])'],
    [
      'a file with arguments',
      'open_port({spawn_executable, "/bin/sh"}, [{args, ["-c", "echo $1 >&2; exit 4", "x", "y"]}, stderr_to_stdout, exit_status, binary])',
    ],
    ['variables and folders', 'open_port({spawn, "sh -c \'echo $V $(pwd)\'"}, [{env, [{"V", "value"}]}, {cd, "/"}, exit_status])'],
    ['what is not there', 'catch open_port({spawn_executable, "/nowhere"}, [])'],
    ['what cannot be run', 'catch open_port({spawn_executable, "/etc/passwd"}, [])'],
    ['wrong options', 'catch open_port({spawn, "true"}, [wrong])'],
    [
      'packets there and back',
      'begin P = open_port({spawn, "cat"}, [{packet, 2}]), port_command(P, "one"), P ! {self(), {command, <<"two">>}}, receive A -> io:format("~p~n", [element(2, A)]) end, receive B -> io:format("~p~n", [element(2, B)]) end, P ! {self(), close}, P end',
    ],
    [
      'links and monitors',
      'begin process_flag(trap_exit, true), P = open_port({spawn, "cat"}, []), R = monitor(port, P), true = is_port(P), {links, Ls} = erlang:port_info(P, links), io:format("~p~n", [{Ls =:= [self()], erlang:port_info(P, connected) =:= {connected, self()}}]), port_close(P), catch port_close(P), io:format("~p~n", [{is_reference(R), erlang:port_info(P)}]), P end',
    ],
  ];
  test.each(ports)('a port: %s', { timeout: 60_000 }, (_, expression) => {
    // Ports and references have other numbers.
    const loop = `L = fun L() -> receive M -> io:format("~p~n", [M]), L() after 700 -> ok end end, io:format("~p~n", [${expression}]), L(), halt().`;
    const [theirs, ours] = both('erl', ['-noshell', '-eval', loop]);
    const numbered = (text: string): string =>
      text.replace(/#(Port|Ref)<[\d.]+>/g, '#$1').replace(/\n *\[\{erl_eval[\s\S]*?\n(?=\S)/g, '\n');
    expect(numbered(ours.output)).toBe(numbered(theirs.output));
    expect(ours.status).toBe(theirs.status);
  });

  test('erlc writes the same file, and tells the same', { timeout: 60_000 }, () => {
    const where: string[] = [];
    const [theirs, ours] = both('erlc', ['+debug_info', '+deterministic', 'shell_module.erl'], (target) => {
      where.push(target);
      copyFileSync(file('erl/shell_module.erl'), join(target, 'shell_module.erl'));
    });
    expect(ours).toEqual(theirs);
    const [first, second] = where.map((target) => readFileSync(join(target, 'shell_module.beam')));
    expect(second).toEqual(first);
    const wrong = both('erlc', ['wrong.erl', 'missing.erl'], (target) => {
      writeFileSync(join(target, 'wrong.erl'), '-module(wrong).\n-export([f/1]).\nf(X) -> Y = 1, g(X).\nh() -> ok.\n');
    });
    expect(wrong[1]).toEqual(wrong[0]);
  });

  test('escript runs scripts', { timeout: 60_000 }, () => {
    const script =
      'main(Arguments) -> io:format("~p ~p~n", [Arguments, escript:script_name()]), case Arguments of ["stop"] -> halt(4); _ -> ok end.\n';
    for (const argument of ['go', 'stop']) {
      const [theirs, ours] = both('escript', ['script', argument], (target) => {
        writeFileSync(join(target, 'script'), `#!/usr/bin/env escript\n%% -*- erlang -*-\n%%! -foo bar\n${script}`);
      });
      expect(ours).toEqual(theirs);
    }
    const missing = both('escript', ['none']);
    expect(missing[1].status).toBe(missing[0].status);
  });
});
