import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  BeamFileError,
  disassemble,
  ExternalTermError,
  formatAtom,
  isAvmFile,
  isPrecompiledFile,
  readAvmFile,
  readBeamFile,
  readPrecompiledFile,
  type Term,
} from '@beamline/beam-file';
import { PackError } from '@beamline/pack';
import {
  CompiledChunkError,
  CompileError,
  decodeNativeChunk,
  EngineTrapError,
  ErlangError,
  HaltedError,
  LinkError,
  LoadError,
  listAtomvmModule,
  listSideBySide,
  ModuleCompiler,
  NATIVE_CHUNK,
  NativeChunkError,
  OptionError,
  precompileForAtomvm,
  readCompiledModule,
  readNativeModule,
  StoppedError,
  SystemLimitError,
  TermConversionError,
  withCompiledModule,
} from '@beamline/runtime-core';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { NodeHost } from '../node-host.js';
import { parseTerm } from '../parse-term.js';
import { TermSyntaxError } from '../term-syntax-error.js';
import { archiveOtp } from './archive-otp.js';
import { elixir, erl, erlc, escript, gleam } from './erl.js';
import { gatewayCommand } from './gateway.js';
import { packCommand } from './pack.js';
import { type RunOptions, run } from './run.js';

/** Exit status when all went well. */
const SUCCESS = 0;
/** Exit status when the command failed. */
const FAILURE = 1;
/** Exit status when the command line is wrong. */
const USAGE = 2;

/** Commands that take what the programs of OTP and Elixir of the same name take. */
const STAND_INS: ReadonlyMap<string, { readonly summary: string; run(args: readonly string[]): Promise<number> }> = new Map([
  ['erl', { summary: "start the installed OTP; takes what OTP's erl takes, and has the rights of the user", run: erl }],
  ['erlc', { summary: "compile Erlang source; takes what OTP's erlc takes", run: erlc }],
  ['escript', { summary: "run a script; takes what OTP's escript takes", run: escript }],
  ['elixir', { summary: 'run Elixir with the installed OTP; takes what elixir takes', run: (args) => elixir('elixir', args) }],
  ['elixirc', { summary: 'compile Elixir source; takes what elixirc takes', run: (args) => elixir('elixirc', args) }],
  ['iex', { summary: "start Elixir's shell; takes what iex takes", run: (args) => elixir('iex', args) }],
  ['gleam', { summary: 'run a Gleam project that is built: run, test and shell, as of gleam', run: gleam }],
  ['mix', { summary: "run Elixir's build tool; takes what mix takes", run: (args) => elixir('mix', args) }],
]);

/** Errors whose message is all that a user needs. */
const EXPECTED_ERRORS = [
  BeamFileError,
  CompiledChunkError,
  CompileError,
  EngineTrapError,
  ExternalTermError,
  LinkError,
  LoadError,
  NativeChunkError,
  OptionError,
  PackError,
  StoppedError,
  SystemLimitError,
  TermConversionError,
];

/**
 * Runs the command line with its arguments, without the program's name; returns the exit status.
 * @param manifest - the `package.json` that tells the version
 */
export async function runCommandLine(args: readonly string[], manifest: URL): Promise<number> {
  try {
    const [name = '', ...rest] = args;
    const standIn = STAND_INS.get(name);
    if (standIn !== undefined) return await standIn.run(rest);
    const end = args.indexOf('--');
    const own = end < 0 ? args : args.slice(0, end);
    await program(end < 0 ? [] : args.slice(end + 1), manifest).parseAsync([...own], { from: 'user' });
    return SUCCESS;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? SUCCESS : USAGE;
    if (error instanceof HaltedError) return error.status & 0xff;
    process.stderr.write(`${describe(error)}\n`);
    return FAILURE;
  }
}

function describe(error: unknown): string {
  if (error instanceof ErlangError) return error.message;
  if (EXPECTED_ERRORS.some((expected) => error instanceof expected)) return `beamline: ${(error as Error).message}`;
  return `beamline: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** @param plain - what follows `--` */
function program(plain: readonly string[], manifest: URL): Command {
  const command = new Command('beamline')
    .description('Runs Erlang and Elixir modules by compiling their BEAM bytecode to WebAssembly.')
    .version(version(manifest), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .enablePositionalOptions();
  command
    .command('run')
    .description('call a function of a program and print its result')
    .argument('<program>', 'a .beam file, an .avm archive, or the name of a module in the code path')
    .argument('[function]', 'an exported function', 'start')
    .argument('[arguments...]', 'Erlang terms, such as 42, "\'an atom\'", "[1,{a,2.5}]", "<<1,2>>"', collectTerm)
    .option('-l, --load <file>', 'load another module first (may be repeated)', collectText)
    .option(
      '-p, --path <location>',
      'find modules in a folder, in the lib folder of OTP, or in an .avm archive (may be repeated)',
      collectText,
    )
    .option('-a, --argument <text>', 'pass an argument to init:get_plain_arguments (may be repeated)', collectText)
    .option('-e, --allow-env [names]', 'let the program see all environment variables, or those named, separated by commas')
    .option('-r, --allow-read <folder>', 'let the program read the files of a folder (may be repeated)', collectText)
    .option('-w, --allow-write <folder>', 'let the program read and write the files of a folder (may be repeated)', collectText)
    .option('-i, --allow-input', 'let the program read the standard input')
    .option('--allow-run', 'let the program start other programs, which have all the rights of the user')
    .option('--allow-net [hosts]', 'let the program connect to all hosts, or to those named: example.com:443,*.local,[::1]:*')
    .option('--allow-listen [addresses]', 'let the program listen at all addresses and ports, or at those named: 127.0.0.1:8080,*:0')
    .option('--no-installed-otp', 'do without the OTP that is installed, if there is none in the code path')
    .option('--no-cache', 'compile each module anew, and keep nothing of it')
    .option('--verbose', 'say which OTP the program runs with')
    .option('--otp', 'start the OTP in the code path: code server, logger, applications')
    .option('--trust-compiled', 'use the code of `beamline compile` in .beam files, which is not verified')
    .option('--debug', 'tell debuggers of the sources: node --inspect-brk, then breakpoints on lines of Erlang')
    .option('-q, --quiet', 'do not print the result')
    .option('--max-memory <megabytes>', 'limit the memory of the program', collectNumber)
    .option('--max-processes <number>', 'limit the number of processes', collectNumber)
    .option('--max-atoms <number>', 'limit the number of atoms', collectNumber)
    .option('--max-time <milliseconds>', 'limit the time that the program may run', collectNumber)
    // Nothing after the program is an option, so that -1 is a term.
    .passThroughOptions()
    .addHelpText(
      'after',
      '\nWhat follows -- are plain arguments of the program (init:get_plain_arguments).\n\nAn uncaught exception is printed to the standard error with its Erlang stack, and the exit status is 1. A program that calls erlang:halt sets the exit status.',
    )
    .action((program: string, name: string, args: readonly Term[] | undefined, options: RunOptions) =>
      run(program, name, args ?? [], plain, options),
    );
  command
    .command('compile')
    .description('compile modules ahead of time: add the WebAssembly code to each .beam file, so that loading does not have to compile it')
    .argument('<files...>', '.beam files; for AtomVM .avm archives, too')
    .option('-o, --output <folder>', 'folder for the compiled files', '.')
    .addOption(new Option('-t, --target <target>', 'what the code is for').choices(['beamline', 'atomvm']).default('beamline'))
    .option('--tail-calls', 'use tail calls of WebAssembly: default for beamline, not for atomvm')
    .option('--no-tail-calls', 'do not use them')
    .action(compile);
  command
    .command('pack')
    .description('put a program into one archive, with what it reaches of OTP and Elixir and nothing else, for a web page')
    .argument(
      '<entries...>',
      'a .beam file, the folder of an application or of a project of mix, rebar3 or Gleam that is built, or the name of an application or a module',
    )
    .option('-o, --output <file>', 'the archive, an .avm file; without it only the sizes are printed')
    .option(
      '-p, --path <location>',
      "find modules in a folder, in OTP's lib folder or in an .avm archive, too (may be repeated)",
      collectText,
    )
    .option('--no-installed-otp', 'do without the OTP and the Elixir that are installed')
    .addOption(
      new Option(
        '-t, --tree-shake <what>',
        'leave out nothing of the modules that are reached, what only functions without a caller reach, or these functions, too',
      )
        .choices(['none', 'modules', 'functions'])
        .default('modules'),
    )
    .option('--strip-lines', 'leave out the lines of the source, which stack traces have then none of')
    .option(
      '-k, --keep <name>',
      'keep a module, a module:function or a module:function/arity that is called by a name made when the program runs (may be repeated)',
      collectText,
    )
    .option('--why <module>', 'print how the program gets to a module (may be repeated)', collectText)
    .option('--tree-map <file>', 'write a page that shows the sizes')
    .action(packCommand);
  command
    .command('otp-archive')
    .description('put the files of OTP into one archive, from which a web page starts it')
    .argument('[folders...]', 'folders of further applications, each with an ebin: those of Elixir, of a program')
    .requiredOption('-o, --output <file>', 'the archive, an .avm file')
    .option('-r, --root <folder>', 'root of the OTP; default: the one that is installed')
    .option('-a, --application <name>', 'an application of OTP, in place of kernel and stdlib (may be repeated)', collectText)
    .action(archiveOtp);
  command
    .command('gateway')
    .description('lead web pages to nodes of OTP: a WebSocket to it is a connection to the node that it names')
    .requiredOption(
      '-n, --node <name>',
      'a node that may be connected to, such as shop@host; * stands for any characters (may be repeated)',
      collectText,
    )
    .option('-p, --port <number>', 'the port to listen at; 0 for any that is free', portNumber, 8080)
    .option('-H, --host <address>', 'the address to listen at', '127.0.0.1')
    .option('-o, --origin <origin>', 'an origin of pages that may use it; default: all (may be repeated)', collectText)
    .action(gatewayCommand);
  command
    .command('disassemble')
    .description('print the instructions of a module in the format of erlc -S')
    .argument('<file>', 'a .beam file')
    .option('-w, --wasm', 'also print the WebAssembly that they are compiled to')
    .option('-f, --function <name/arity>', 'print only this function')
    .action(async (file: string, options: { readonly wasm?: boolean; readonly function?: string }) => {
      const bytes = await new NodeHost().read(file);
      if (isPrecompiledFile(bytes)) {
        process.stdout.write(listPrecompiled(file, bytes, options));
        return;
      }
      const text = (options.wasm === true ? listSideBySide : disassemble)(readBeamFile(bytes));
      process.stdout.write(options.function === undefined ? text : functionIn(text, options.function, file));
    });
  command
    .command('info')
    .description('print what modules and archives contain')
    .argument('<files...>', '.beam files and .avm archives')
    .action(async (files: readonly string[]) => {
      for (const file of files) process.stdout.write(describeFile(file, await new NodeHost().read(file)));
    });
  for (const [name, { summary }] of STAND_INS) command.command(name).description(summary).argument('[arguments...]');
  return command;
}

/** The part of a disassembly that is about a function, given as `name/arity`. Throws LoadError. */
function functionIn(text: string, name: string, file: string): string {
  const parts = text.split(/^(?=\{function, )/m);
  const found = parts.find((part) => {
    const [, atom, arity] = /^\{function, (.+), (\d+), \d+\}/.exec(part) ?? [];
    return name === `${atom}/${arity}` || (atom?.startsWith("'") === true && name === `${atom.slice(1, -1)}/${arity}`);
  });
  if (found === undefined) throw new LoadError(`${file} has no function ${name}`, file);
  return found;
}

/** What `info` prints about a file. */
function describeFile(file: string, bytes: Uint8Array): string {
  if (isAvmFile(bytes)) {
    const entries = readAvmFile(bytes).map(
      ({ name, isStart, bytes: content }) => `  ${name}: ${content.length} bytes${isStart ? ', start' : ''}\n`,
    );
    return `${file}: archive\n${entries.join('')}`;
  }
  const precompiled = isPrecompiledFile(bytes);
  const { module, atoms, exports, chunks } = readPrecompiledFile(bytes);
  const names = exports.map(({ function: name, arity }) => `${formatAtom(atoms[name] ?? '')}/${arity}`);
  const lines = [`${file}: module ${formatAtom(module)}`];
  if (precompiled) lines.push(`  ${bytes.length} bytes, without BEAM code`);
  else {
    const beam = readBeamFile(bytes);
    const compiled = readCompiledModule(beam, true) !== undefined || readCompiledModule(beam, false) !== undefined;
    lines.push(
      `  ${bytes.length} bytes, ${beam.code.length} instructions, ${beam.atoms.length} atoms, ${beam.literals.length} literals, ${beam.lambdas.length} funs`,
      `  compiled ahead of time: ${compiled ? 'yes' : 'no'}`,
    );
  }
  const native = chunks.get(NATIVE_CHUNK);
  if (native !== undefined) lines.push(`  ${describeNative(native)}`);
  return [...lines, `  exports: ${names.join(' ')}`, ''].join('\n');
}

/** What `info` prints about code for AtomVM. */
function describeNative(chunk: Uint8Array): string {
  const { version, architectures } = decodeNativeChunk(chunk);
  const targets = architectures.map(({ architecture, variant }) => `${ARCHITECTURES[architecture] ?? architecture} (variant ${variant})`);
  const text = `compiled for AtomVM: ${targets.join(', ')}, format ${version}`;
  const found = readNativeModule(chunk);
  if (found === undefined) return text;
  const { labelCount, entryCount, lines, bytes } = found;
  return `${text}, ${labelCount} labels, ${entryCount} entries, ${lines.length} lines, ${bytes.length} bytes of WebAssembly`;
}

/** AtomVM's architectures, by their numbers. */
const ARCHITECTURES: Readonly<Record<number, string>> = {
  1: 'x86_64',
  2: 'aarch64',
  3: 'armv6m',
  4: 'riscv32',
  5: 'riscv64',
  6: 'arm32',
  7: 'wasm32',
};

/** What `disassemble` prints about a file that has only code for AtomVM. Throws LoadError for what cannot be shown. */
function listPrecompiled(file: string, bytes: Uint8Array, options: { readonly wasm?: boolean; readonly function?: string }): string {
  if (options.wasm !== true) throw new LoadError(`${file} has no BEAM code, only AtomVM's: use --wasm`, file);
  if (options.function !== undefined) throw new LoadError(`${file} has no BEAM code that says where functions begin`, file);
  const module = readNativeModule(readPrecompiledFile(bytes).chunks.get(NATIVE_CHUNK) ?? new Uint8Array());
  if (module === undefined) throw new LoadError(`${file} has no code for wasm32`, file);
  return listAtomvmModule(module);
}

/** How `compile` is called. */
interface CompileCommand {
  readonly output: string;
  readonly target: 'beamline' | 'atomvm';
  readonly tailCalls?: boolean;
}

async function compile(files: readonly string[], options: CompileCommand): Promise<void> {
  const compiler = new ModuleCompiler();
  const tailCalls = options.tailCalls ?? options.target === 'beamline';
  const host = new NodeHost();
  await mkdir(options.output, { recursive: true });
  for (const file of files) {
    const bytes = await host.read(file);
    const written =
      options.target === 'atomvm'
        ? precompileForAtomvm(bytes, { tailCalls })
        : withCompiledModule(bytes, compiler.compile(readBeamFile(bytes), { tailCalls }));
    const target = path.join(options.output, path.basename(file));
    // An interrupted write must not leave half a file behind.
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
    throw new InvalidArgumentError(`Not an Erlang term: ${error.message}.`);
  }
}

function collectText(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

/** Reads the number of a port. */
function portNumber(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= 0xffff)) throw new InvalidArgumentError('It must be an integer from 0 to 65535.');
  return value;
}

function collectNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a positive number.');
  return value;
}

function version(manifest: URL): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}
