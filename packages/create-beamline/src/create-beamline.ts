#!/usr/bin/env node
import { runCommandLine, USAGE, UsageError } from './command-line.js';
import { ProjectFolderError } from './create-project.js';

try {
  await runCommandLine(process.argv.slice(2), {
    input: process.stdin,
    output: process.stdout,
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
  });
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ProjectFolderError)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${USAGE}`);
  process.exitCode = 1;
}
