import type { Term } from '@beamline/beam-file';
import { CAPABILITY_NAMES, capabilityFlag, capabilityNumber, capabilityText } from '../terminal/capabilities.js';
import { characterWidth } from '../terminal/character-width.js';
import { terminalType, usesUtf8 } from '../terminal/locale.js';
import { withParameters } from '../terminal/parameters.js';
import { pidTerm } from '../terms/identifiers.js';
import { atom, binary, boolean, characters, integer, list, textBinary, tuple } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import { atomOf, badarg, elementsOf, integerBetween } from './arguments.js';
import type { BifContext, HostBif, HostBifs } from './bif-context.js';
import { ioListBytes } from './io-lists.js';

// The NIFs of OTP's `prim_tty` (`erts/emulator/nifs/common/prim_tty_nif.c`): those of OTP 28 and 29, then those that were other ones in 26 and 27.

const OK = atom('ok');
const ENOTSUP = tuple(atom('error'), atom('enotsup'));
const DESCRIPTORS: ReadonlyMap<string, 0 | 1 | 2> = new Map(Object.entries<0 | 1 | 2>({ stdin: 0, stdout: 1, stderr: 2 }));
/** Most bytes that a read returns. */
const LARGEST_READ = 1024;
/** Columns and rows of a terminal that does not say. */
const USUAL_SIZE = { columns: 80, rows: 24 } as const;
/** Bytes of C's `wchar_t`. */
const WIDE_CHARACTER = 4;

/** A terminal as a program has opened it, for output to one stream and input from the standard input. */
class Tty {
  constructor(readonly output: 1 | 2) {}
}

function descriptorOf(term: Term | undefined): 0 | 1 | 2 {
  return DESCRIPTORS.get(atomOf(term)) ?? badarg();
}

function ttyOf(term: Term | undefined, { resources }: BifContext): Tty {
  return resources.find(term, Tty) ?? badarg();
}

function create(output: Term | undefined): Term {
  const descriptor = descriptorOf(output);
  return descriptor === 0 ? badarg() : tuple(OK, new ResourceTerm(new Resource(new Tty(descriptor))));
}

/** Has the terminal give keys or lines; `enotsup` where there is none to give keys. */
function setMode(tty: Tty, isRaw: boolean, { host }: BifContext): Term {
  const hasTerminal = host.terminal?.isTerminal(tty.output) === true && host.terminal.isTerminal(0);
  if (!hasTerminal) return isRaw ? ENOTSUP : OK;
  host.terminal?.setRaw(isRaw);
  return OK;
}

/** Tells the running process by `{select, Tty, Reference, ready_input}` when there is input. */
function select(tty: Term | undefined, reference: Term | undefined, machine: BifContext): Term {
  ttyOf(tty, machine);
  if (tty === undefined || reference === undefined) return badarg();
  const { processes, standardInput } = machine;
  const reader = processes.number(processes.running());
  standardInput.whenReady(() => {
    processes.sendOrEnd(pidTerm(reader), tuple(atom('select'), tty, reference, atom('ready_input')));
    machine.wake();
  });
  return OK;
}

function read(tty: Term | undefined, reference: Term | undefined, count: number, machine: BifContext): Term {
  ttyOf(tty, machine);
  const bytes = machine.standardInput.take(Math.min(count, LARGEST_READ));
  if (bytes === undefined) return tuple(atom('error'), atom('closed'));
  select(tty, reference, machine);
  return tuple(OK, binary(bytes));
}

function option(options: Term | undefined, name: string): Term | undefined {
  return options?.kind === 'map' ? options.pairs.find(([key]) => key.kind === 'atom' && key.name === name)?.[1] : badarg();
}

const isTrue = (term: Term | undefined): boolean => term?.kind === 'atom' && term.name === 'true';

/** Text of iodata that ends with a zero byte. */
function nameOf(term: Term | undefined): string {
  return new TextDecoder().decode(ioListBytes(term)).replace(/\0.*$/s, '');
}

function numberOf(name: Term | undefined, { host }: BifContext): number | undefined {
  return capabilityNumber(nameOf(name), host.terminal?.size() ?? USUAL_SIZE);
}

const flag: HostBif = ([name]) => boolean(capabilityFlag(nameOf(name)));
const text: HostBif = ([name]) => {
  const value = capabilityText(nameOf(name));
  return value === undefined ? atom('false') : tuple(OK, textBinary(value));
};

function filled(capability: Term | undefined, parameters: readonly Term[]): Term {
  const values = parameters.map((term) => integerBetween(term, -(2 ** 31), 2 ** 31 - 1));
  return tuple(OK, textBinary(withParameters(nameOf(capability), values)));
}

function names(all: (typeof CAPABILITY_NAMES)[keyof typeof CAPABILITY_NAMES]): Term {
  return list(
    all.map(({ name, code, fullName }) => ({
      kind: 'map',
      pairs: [
        [atom('name'), characters(name)],
        [atom('code'), characters(code)],
        [atom('full_name'), characters(fullName)],
      ],
    })),
  );
}

/** The terminal. */
export const terminalBifs: HostBifs = {
  'prim_tty:isatty/1': ([descriptor], { host }) => boolean(host.terminal?.isTerminal(descriptorOf(descriptor)) ?? false),
  'prim_tty:tty_create/1': ([output]) => create(output),
  'prim_tty:tty_init/2': ([tty, options], machine) => {
    const input = option(options, 'input') ?? badarg();
    return setMode(ttyOf(tty, machine), input.kind === 'atom' && input.name === 'raw', machine);
  },
  'prim_tty:setlocale/1': ([tty], machine) => {
    ttyOf(tty, machine);
    return boolean(usesUtf8(machine.host.environment?.()));
  },
  'prim_tty:tty_select/2': ([tty, reference], machine) => select(tty, reference, machine),
  'prim_tty:tty_is_open/2': ([tty, descriptor], machine) => {
    ttyOf(tty, machine);
    descriptorOf(descriptor);
    return atom('true');
  },
  'prim_tty:tty_encoding/1': () => atom('utf8'),
  'prim_tty:tty_window_size/1': ([tty], machine) => {
    ttyOf(tty, machine);
    const size = machine.host.terminal?.size();
    return size === undefined ? ENOTSUP : tuple(OK, tuple(integer(size.columns), integer(size.rows)));
  },
  'prim_tty:write_nif/2': ([tty, data], machine) => {
    machine.standardOutput(ttyOf(tty, machine).output).write(ioListBytes(data));
    return OK;
  },
  'prim_tty:read_nif/3': ([tty, reference, count], machine) =>
    read(tty, reference, integerBetween(count, 0, Number.MAX_SAFE_INTEGER), machine),
  'prim_tty:isprint/1': ([code]) => {
    const byte = integerBetween(code, 0, 255);
    return boolean(byte >= 0x20 && byte < 0x7f);
  },
  'prim_tty:wcwidth/1': ([code]) => {
    const width = characterWidth(integerBetween(code, 0, 2 ** 31 - 1));
    return width === undefined ? tuple(atom('error'), atom('not_printable')) : integer(width);
  },
  'prim_tty:wcswidth/1': ([data]) => {
    const bytes = ioListBytes(data);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let total = 0;
    for (let at = 0; at + WIDE_CHARACTER <= bytes.length; at += WIDE_CHARACTER) {
      const width = characterWidth(view.getUint32(at, true));
      if (width === undefined) return tuple(atom('error'), atom('not_printable'));
      total += width;
    }
    return tuple(OK, integer(total));
  },
  'prim_tty:sizeof_wchar/0': () => integer(WIDE_CHARACTER),
  'prim_tty:setupterm_nif/0': (_, machine) =>
    terminalType(machine.host) === undefined ? tuple(atom('error'), tuple(atom('setupterm'), atom('enoent'))) : OK,
  'prim_tty:tigetnum_nif/1': ([name], machine) => integer(numberOf(name, machine) ?? -1),
  'prim_tty:tigetflag_nif/1': flag,
  'prim_tty:tigetstr_nif/1': text,
  'prim_tty:tputs_nif/2': ([capability, parameters]) => filled(capability, elementsOf(parameters)),
  'prim_tty:tinfo_nif/0': () => ({
    kind: 'map',
    pairs: [
      [atom('bool'), names(CAPABILITY_NAMES.flags)],
      [atom('num'), names(CAPABILITY_NAMES.numbers)],
      [atom('str'), names(CAPABILITY_NAMES.strings)],
    ],
  }),
  'prim_tty:tty_create/0': () => create(atom('stdout')),
  'prim_tty:tty_init/3': ([tty, , options], machine) =>
    isTrue(option(options, 'tty')) ? setMode(ttyOf(tty, machine), !isTrue(option(options, 'canon')), machine) : OK,
  'prim_tty:tty_set/1': ([tty], machine) => {
    ttyOf(tty, machine);
    return OK;
  },
  'prim_tty:tty_select/3': ([tty, , reference], machine) => select(tty, reference, machine),
  'prim_tty:tty_read_signal/2': ([tty], machine) => {
    ttyOf(tty, machine);
    return tuple(OK, atom('undefined'));
  },
  'prim_tty:read_nif/2': ([tty, reference], machine) => read(tty, reference, LARGEST_READ, machine),
  'prim_tty:tgetent_nif/1': (_, machine) => (terminalType(machine.host) === undefined ? ENOTSUP : OK),
  'prim_tty:tgetnum_nif/1': ([name], machine) => {
    const value = numberOf(name, machine);
    return value === undefined ? atom('false') : tuple(OK, integer(value));
  },
  'prim_tty:tgetflag_nif/1': flag,
  'prim_tty:tgetstr_nif/1': text,
  'prim_tty:tgoto_nif/1': ([capability]) => filled(capability, []),
  'prim_tty:tgoto_nif/2': ([capability, ...parameters]) => filled(capability, parameters),
  'prim_tty:tgoto_nif/3': ([capability, ...parameters]) => filled(capability, parameters),
};
