import { describe, expect, test } from 'vitest';
import { elixirArguments } from '../src/command-line/elixir-arguments.js';

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
