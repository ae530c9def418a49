import { fileURLToPath } from 'node:url';
import { bench } from './bench.js';
import { type BenchOptions, readOptions, USAGE, UsageError } from './options.js';
import { runUnder, withoutNode } from './other-node.js';
import { readPrograms } from './programs.js';

async function main(args: readonly string[]): Promise<number> {
  const programs = readPrograms();
  let options: BenchOptions;
  try {
    options = readOptions(
      args,
      programs.map(({ name }) => name),
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.node !== undefined) return runUnder(options.node, fileURLToPath(import.meta.url), withoutNode(args));
  const chosen = programs.filter(({ name }) => options.programs.length === 0 || options.programs.includes(name));
  const right = await bench(chosen, { json: options.json, writeLine: (text) => process.stdout.write(`${text}\n`) });
  return right ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
