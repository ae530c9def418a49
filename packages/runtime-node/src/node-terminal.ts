import type { Terminal } from '@beamline/runtime-core';

const streams = [process.stdin, process.stdout, process.stderr] as const;

/** The terminal of this process. */
export const nodeTerminal: Terminal = {
  isTerminal: (descriptor) => streams[descriptor].isTTY === true,
  size: () => (process.stdout.isTTY ? { columns: process.stdout.columns, rows: process.stdout.rows } : undefined),
  setRaw: (isRaw) => {
    if (process.stdin.isTTY) process.stdin.setRawMode(isRaw);
  },
};
