import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { askForOne } from './ask.js';
import { type Choices, type Language, languages, type Platform, platforms } from './choices.js';
import { createProject } from './create-project.js';

/** How the command is used. */
export const USAGE = `Usage: npm create beamline [folder] -- [options]

  --platform <node|vite>               where the program runs
  --language <erlang|elixir|gleam>     what it is written in
  --yes                                asks nothing: the first of each, unless it is said
  --help                               this text

Without --yes it asks for what is not said, if it can.
`;

const DEFAULT_FOLDER = 'beamline-project';

/** The command was called wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function oneOf<Word extends string>(option: string, value: string | undefined, words: readonly Word[]): Word | undefined {
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found === undefined) throw new UsageError(`--${option} is one of ${words.join(', ')}, not ${value}`);
  return found;
}

/** What was said, before anything is asked; undefined if help was asked for. */
function readOptions(args: readonly string[]): (Partial<Choices> & { readonly isSilent: boolean }) | undefined {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { values, positionals } = parsed;
  if (values.help === true) return undefined;
  if (positionals.length > 1) throw new UsageError(`one folder, not ${positionals.join(', ')}`);
  const platform = oneOf('platform', values.platform, platforms);
  const language = oneOf('language', values.language, languages);
  return {
    isSilent: values.yes === true,
    ...(positionals[0] !== undefined && { folder: positionals[0] }),
    ...(platform !== undefined && { platform }),
    ...(language !== undefined && { language }),
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      platform: { type: 'string' },
      language: { type: 'string' },
      yes: { type: 'boolean', short: 'y' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

/** Where the command reads and writes. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether somebody answers questions. */
  readonly isInteractive: boolean;
}

async function choose(said: Partial<Choices>, terminal: Terminal): Promise<Choices> {
  const lines = createInterface({ input: terminal.input, output: terminal.output });
  try {
    const folder = said.folder ?? (await lines.question(`Folder [${DEFAULT_FOLDER}]: `)).trim();
    const platform = said.platform ?? (await askForOne<Platform>(lines, 'Where does it run?', ['node', 'vite']));
    const language = said.language ?? (await askForOne<Language>(lines, 'In which language?', ['erlang', 'elixir', 'gleam']));
    return { folder: folder === '' ? DEFAULT_FOLDER : folder, platform, language };
  } finally {
    lines.close();
  }
}

/**
 * Runs the command: `npm create beamline`.
 * @throws a `UsageError`, or what `createProject` throws
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<void> {
  const said = readOptions(args);
  if (said === undefined) {
    terminal.output.write(USAGE);
    return;
  }
  const defaults: Choices = { folder: DEFAULT_FOLDER, platform: 'node', language: 'erlang' };
  const { isSilent, ...choices } = said;
  const isWhole = said.folder !== undefined && said.platform !== undefined && said.language !== undefined;
  const chosen = isSilent || isWhole || !terminal.isInteractive ? { ...defaults, ...choices } : await choose(choices, terminal);
  createProject(chosen);
  const runs = chosen.platform === 'node' ? 'npm start' : 'npm run dev';
  terminal.output.write(`A project for ${chosen.platform} in ${chosen.language} is in ${chosen.folder}. Next:\n\n`);
  terminal.output.write(`  cd ${chosen.folder}\n  npm install\n${chosen.language === 'gleam' ? '  npm run compile\n' : ''}  ${runs}\n`);
}
