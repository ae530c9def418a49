#!/usr/bin/env node
import module from 'node:module';
import path from 'node:path';
import { isPrivateFolder, userCacheFolder } from './user-cache.js';

// A good part of the time to the first line is Node's for compiling the command: from 22.1 on it can keep the code.
const codeFolder = path.join(userCacheFolder(), 'command');
const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
if (enableCompileCache !== undefined && isPrivateFolder(codeFolder)) enableCompileCache(codeFolder);
const { runCommandLine } = await import('./command-line/program.js');

// Who reads the output may stop before the end, as `head` does: nothing is left to do then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

// Only the code is set: what was written is written out before the process ends.
process.exitCode = await runCommandLine(process.argv.slice(2), new URL('../package.json', import.meta.url));
