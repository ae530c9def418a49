#!/usr/bin/env node
import { runCommandLine } from './command-line/program.js';

// Who reads the output may stop before the end, as `head` does: nothing is left to do then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

// Only the code is set: what was written is written out before the process ends.
process.exitCode = await runCommandLine(process.argv.slice(2));
