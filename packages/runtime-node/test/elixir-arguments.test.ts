import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elixirArguments } from '../src/command-line/elixir-arguments.js';
import { scriptAnswer } from '../src/command-line/elixir-usage.js';

const installed = (minor: number) => ({
  root: '/usr/lib/elixir',
  version: [1, minor] as const,
  codePath: ['/usr/lib/elixir/lib/elixir/ebin', '/usr/lib/elixir/lib/mix/ebin'],
});

describe("the arguments of erl are those of Elixir's own script", () => {
  // By other names for the same folders Mix would remove its own code when it compiles a project in Erlang.
  test('1.20', () => {
    expect(elixirArguments(installed(20), ['-e', '1 + 1', 'x'], [], false)).toEqual([
      ...['-noshell', '-elixir_root', '/usr/lib/elixir/bin/../lib', '-pa', '/usr/lib/elixir/bin/../lib/elixir/ebin'],
      ...['-s', 'elixir', 'start_cli', '-extra', '-e', '1 + 1', 'x'],
    ]);
  });

  test('1.14', () => {
    expect(elixirArguments(installed(14), ['script.exs'], [], false)).toEqual([
      ...['-pa', '/usr/lib/elixir/bin/../lib/elixir/ebin', '/usr/lib/elixir/bin/../lib/mix/ebin', '-noshell'],
      ...['-s', 'elixir', 'start_cli', '-extra', 'script.exs'],
    ]);
  });
});

describe('what the scripts answer by themselves', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'beamline-elixir-'));
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  beforeAll(() => {
    mkdirSync(path.join(root, 'bin'));
    const script = ['#!/bin/sh', 'ELIXIR_VERSION=1.99.3', 'if true; then', '  cat <<USAGE >&2', 'Usage: $(basename "$0") [options]', '']
      .concat(['  -S SCRIPT  in \\$PATH', 'USAGE', '  exit 1', 'fi', ''])
      .join('\n');
    for (const program of ['elixir', 'elixirc', 'iex']) writeFileSync(path.join(root, 'bin', program), script);
  });
  const usage = (program: string) => ({
    text: `Usage: ${program} [options]\n\n  -S SCRIPT  in $PATH\n`,
    stream: 'stderr',
    status: 1,
  });

  test('how elixir, elixirc and iex are used', () => {
    for (const args of [[], ['-h'], ['--help']]) {
      expect(scriptAnswer(root, 'elixir', args)).toEqual(usage('elixir'));
      expect(scriptAnswer(root, 'elixirc', args)).toEqual(usage('elixirc'));
    }
    expect(scriptAnswer(root, 'iex', ['--help'])).toEqual(usage('iex'));
  });

  test('the version, alone', () => {
    expect(scriptAnswer(root, 'elixir', ['--short-version'])).toEqual({ text: '1.99.3\n', stream: 'stdout', status: 0 });
  });

  test('nothing that Elixir itself is to see', () => {
    expect(scriptAnswer(root, 'iex', [])).toBeUndefined();
    expect(scriptAnswer(root, 'mix', ['--help'])).toBeUndefined();
    expect(scriptAnswer(root, 'elixir', ['-e', '1', '--help'])).toBeUndefined();
    expect(scriptAnswer(root, 'elixir', ['--version'])).toBeUndefined();
    expect(scriptAnswer(path.join(root, 'elsewhere'), 'elixir', ['-h'])).toBeUndefined();
  });
});
