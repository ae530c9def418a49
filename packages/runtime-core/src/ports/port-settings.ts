import type { Term } from '@beamline/beam-file';
import { atomOf, badarg, bytesOf, elementsOf, integerBetween, textOf } from '../bifs/arguments.js';
import { BifFailure } from '../bifs/bif-failure.js';
import type { FileName } from '../io/file-system.js';

/** How a port cuts what comes into messages: as it comes, by lengths in front of packets, by lines. */
export type Framing =
  | { readonly kind: 'stream' }
  | { readonly kind: 'packet'; readonly headerBytes: 1 | 2 | 4 }
  | { readonly kind: 'line'; readonly longest: number };

/** Options of `open_port/2`. */
export interface PortSettings {
  readonly framing: Framing;
  /** Data comes as binaries, not lists. */
  readonly isBinary: boolean;
  /** The end of what comes is told by a message; without that the port ends. */
  readonly tellsEnd: boolean;
  /** The exit status of the program is told by a message. */
  readonly tellsStatus: boolean;
  /** Data comes from it. */
  readonly reads: boolean;
  /** Data can be written to it. */
  readonly writes: boolean;
  readonly mergesError: boolean;
  readonly folder?: FileName;
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly arguments?: readonly FileName[];
  readonly name?: FileName;
}

const encoder = new TextEncoder();

/** The name of a file or an argument: a binary as it is, text in UTF-8. Fails with badarg. */
export function nameOf(term: Term | undefined): FileName {
  const name = term?.kind === 'bitstring' ? bytesOf(term) : encoder.encode(term?.kind === 'atom' ? term.name : textOf(term));
  return name.includes(0) ? badarg() : name;
}

/** Options that say nothing here. */
const IGNORED: ReadonlySet<string> = new Set(['use_stdio', 'hide', 'overlapped_io']);
/** The same with a value. */
const IGNORED_WITH_VALUE: ReadonlySet<string> = new Set(['parallelism', 'busy_limits_port', 'busy_limits_msgq']);

/** Reads the options of `open_port/2` (`open_port` in `erts/emulator/beam/erl_bif_port.c`); undefined if one is none. */
export function portSettings(options: Term | undefined): PortSettings | undefined {
  try {
    return readSettings(options);
  } catch (error) {
    if (error instanceof BifFailure) return undefined;
    throw error;
  }
}

function readSettings(options: Term | undefined): PortSettings {
  const settings: { -readonly [K in keyof PortSettings]: PortSettings[K] } = {
    framing: { kind: 'stream' },
    isBinary: false,
    tellsEnd: false,
    tellsStatus: false,
    reads: true,
    writes: true,
    mergesError: false,
    environment: new Map(),
  };
  let reads = false;
  let writes = false;
  for (const option of elementsOf(options)) {
    if (option.kind === 'atom') {
      switch (option.name) {
        case 'stream':
          settings.framing = { kind: 'stream' };
          break;
        case 'binary':
          settings.isBinary = true;
          break;
        case 'eof':
          settings.tellsEnd = true;
          break;
        case 'exit_status':
          settings.tellsStatus = true;
          break;
        case 'in':
          reads = true;
          break;
        case 'out':
          writes = true;
          break;
        case 'stderr_to_stdout':
          settings.mergesError = true;
          break;
        case 'nouse_stdio':
          // The program would read and write descriptors 3 and 4, which no host has.
          badarg();
          break;
        default:
          if (!IGNORED.has(option.name)) badarg();
      }
      continue;
    }
    const [key, value] = option.kind === 'tuple' && option.elements.length === 2 ? option.elements : badarg();
    switch (atomOf(key)) {
      case 'packet': {
        const headerBytes = integerBetween(value, 1, 4);
        settings.framing = {
          kind: 'packet',
          headerBytes: headerBytes === 1 || headerBytes === 2 || headerBytes === 4 ? headerBytes : badarg(),
        };
        break;
      }
      case 'line':
        settings.framing = { kind: 'line', longest: integerBetween(value, 1, Number.MAX_SAFE_INTEGER) };
        break;
      case 'cd':
        settings.folder = nameOf(value);
        break;
      case 'env':
        settings.environment = new Map(elementsOf(value).map(variable));
        break;
      case 'args':
        settings.arguments = elementsOf(value).map(nameOf);
        break;
      case 'arg0':
        settings.name = nameOf(value);
        break;
      default:
        if (!IGNORED_WITH_VALUE.has(atomOf(key))) badarg();
    }
  }
  if (reads || writes) Object.assign(settings, { reads, writes });
  return settings;
}

/** `{Name, Value}`, where `false` removes the variable. */
function variable(term: Term): readonly [string, string | undefined] {
  const [name, value] = term.kind === 'tuple' && term.elements.length === 2 ? term.elements : badarg();
  const isRemoved = value?.kind === 'atom' && value.name === 'false';
  return [textOf(name), isRemoved ? undefined : textOf(value)];
}
