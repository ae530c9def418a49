import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BeamFileError, disassemble, ExternalTermError, formatTerm, readBeamFile, type Term } from '@beamline/beam-file';
import {
  CompiledChunkError,
  CompileError,
  ErlangError,
  LinkError,
  LoadError,
  ModuleCompiler,
  StoppedError,
  TermConversionError,
  withCompiledModule,
} from '@beamline/runtime-core';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { createRuntime } from './create-runtime.js';
import { NodeHost } from './node-host.js';
import { parseTerm } from './parse-term.js';
import { TermSyntaxError } from './term-syntax-error.js';

/** Exit status when all went well. */
const SUCCESS = 0;
/** Exit status when what was asked for failed. */
const FAILURE = 1;
/** Exit status when it is not clear what was asked for. */
const USAGE = 2;

/** What can be wrong with files and terms; the message says it all. */
const EXPECTED_ERRORS = [
  BeamFileError,
  CompiledChunkError,
  CompileError,
  ExternalTermError,
  LinkError,
  LoadError,
  StoppedError,
  TermConversionError,
];

/** Runs the command line with its arguments, without the program's name; answers the exit status. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return SUCCESS;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? SUCCESS : USAGE;
    process.stderr.write(`${describe(error)}\n`);
    return FAILURE;
  }
}

function describe(error: unknown): string {
  if (error instanceof ErlangError) return error.message;
  if (EXPECTED_ERRORS.some((expected) => error instanceof expected)) return `beamline: ${(error as Error).message}`;
  return `beamline: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function program(): Command {
  const command = new Command('beamline')
    .description('Runs Erlang and Elixir modules: compiles BEAM bytecode to WebAssembly when it is loaded.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .enablePositionalOptions();
  command
    .command('run')
    .description('call a function and print its result')
    .argument('<file>', 'the module, a .beam file')
    .argument('<function>', 'name of an exported function')
    .argument('[arguments...]', 'Erlang terms, such as 42, "\'an atom\'", "[1,{a,2.5}]", "<<1,2>>"', collectTerm)
    .option('-l, --load <file>', 'load another module first (may be repeated)', collectFile)
    // What follows the file is not looked at, so that -1 is a term and no option.
    .passThroughOptions()
    .addHelpText('after', '\nAn exception is written to the standard error with its Erlang stack, and the exit status is 1.')
    .action(run);
  command
    .command('compile')
    .description('compile modules ahead of time: writes each .beam file with its WebAssembly code in it, which loading then need not make')
    .argument('<files...>', '.beam files')
    .option('-o, --output <folder>', 'where to write the files', '.')
    .option('--no-tail-calls', 'for engines without tail calls')
    .action(compile);
  command
    .command('disassemble')
    .description('print the instructions of a module, as `erlc -S` writes them')
    .argument('<file>', 'a .beam file')
    .action(async (file: string) => {
      process.stdout.write(disassemble(readBeamFile(await new NodeHost().read(file))));
    });
  return command;
}

async function run(file: string, name: string, args: readonly Term[], options: { readonly load?: readonly string[] }): Promise<void> {
  const runtime = await createRuntime();
  for (const other of options.load ?? []) await runtime.load(other);
  const { module } = await runtime.load(file);
  process.stdout.write(`${formatTerm(await runtime.callTerm(module, name, args))}\n`);
}

async function compile(files: readonly string[], options: { readonly output: string; readonly tailCalls: boolean }): Promise<void> {
  const compiler = new ModuleCompiler();
  const host = new NodeHost();
  await mkdir(options.output, { recursive: true });
  for (const file of files) {
    const bytes = await host.read(file);
    const written = withCompiledModule(bytes, compiler.compile(readBeamFile(bytes), { tailCalls: options.tailCalls }));
    const target = path.join(options.output, path.basename(file));
    // A file that is written half is not left behind.
    await writeFile(`${target}.part`, written);
    await rename(`${target}.part`, target);
    process.stdout.write(`${target}: ${written.length} bytes\n`);
  }
}

function collectTerm(text: string, previous: readonly Term[] = []): readonly Term[] {
  try {
    return [...previous, parseTerm(text)];
  } catch (error) {
    if (!(error instanceof TermSyntaxError)) throw error;
    throw new InvalidArgumentError(`It is no Erlang term: ${error.message}.`);
  }
}

function collectFile(file: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, file];
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return manifest.version;
}
