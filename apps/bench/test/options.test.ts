import { describe, expect, test } from 'vitest';
import { readOptions, USAGE, UsageError } from '../src/options.js';

const names = ['fib', 'tak'];
const defaults = {
  programs: [],
  nodes: [],
  browsers: [],
  erls: ['erl'],
  peers: ['otp', 'javascript'],
  short: false,
  json: false,
  html: undefined,
  record: false,
  busy: false,
  compare: false,
  nextSteps: false,
  help: false,
};

describe('options', () => {
  test.each([
    [[], {}],
    [['--', '--json'], { json: true }],
    [
      ['--program', 'fib', '--program=tak', '--node', '26', '--node', 'v24.1.0', '--node', './node'],
      { programs: ['fib', 'tak'], nodes: ['26', 'v24.1.0', './node'] },
    ],
    [['--browser', 'chromium', '--browser', 'webkit'], { browsers: ['chromium', 'webkit'] }],
    [['--erl', '/a/erl', '--erl', '/b/erl', '--peer', 'otp', '--peer', 'atomvm'], { erls: ['/a/erl', '/b/erl'], peers: ['otp', 'atomvm'] }],
    [['--peer', 'none', '--short', '--next-steps'], { peers: ['none'], short: true, nextSteps: true }],
    [['--html', 'out', '--record', '--busy', '--compare'], { html: 'out', record: true, busy: true, compare: true }],
  ])('%j', (args, expected) => {
    expect(readOptions(args, names)).toEqual({ ...defaults, ...expected });
  });

  test.each([
    [['--program', 'nope'], 'there is no program nope; there are fib, tak'],
    [['--node', 'x; y'], 'x; y is not a version of Node, nor a path of one'],
    [['--browser', 'lynx'], 'there is no browser lynx; there are chromium, firefox, webkit'],
    [['--peer', 'perl'], 'there is no peer perl'],
    [['--peer', 'none', '--peer', 'otp'], '--peer none is for nothing else beside it'],
    [['--short', '--record'], '--short is not for that'],
    [['--short', '--compare'], '--short is not for that'],
    [['--record', '--program', 'fib'], '--program is not for --record'],
    [['--nope'], "Unknown option '--nope'"],
    [['fib'], "Unexpected argument 'fib'"],
    [['--program'], 'argument missing'],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args, names)).toThrow(UsageError);
    expect(() => readOptions(args, names)).toThrow(message);
  });

  test('all are told', () => {
    for (const name of [
      'program',
      'node',
      'browser',
      'erl',
      'peer',
      'short',
      'json',
      'html',
      'compare',
      'record',
      'busy',
      'next-steps',
      'help',
    ])
      expect(USAGE).toMatch(new RegExp(`^  --${name}\\b`, 'm'));
  });
});
