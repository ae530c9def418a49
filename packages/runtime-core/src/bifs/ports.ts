import type { Term } from '@beamline/beam-file';
import { FileError } from '../io/file-system.js';
import { portSettings } from '../ports/port-settings.js';
import type { Port } from '../ports/ports.js';
import { isOfThisNode } from '../terms/identifiers.js';
import { atom, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { badarg } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

// What stands under `open_port/2` and its like, whose checks and errors are OTP's own (`erlang.erl`): an atom is the reason of an error.

const BADARG = atom('badarg');
const BADOPT = atom('badopt');
const UNDEFINED = atom('undefined');
const TRUE = atom('true');

/** Items of `port_info/1`, in its order. */
const ITEMS = ['registered_name', 'name', 'links', 'id', 'connected', 'input', 'output', 'os_pid'] as const;

/** True for what names a port, whether or not there is one. */
function isPortTerm(term: Term | undefined): boolean {
  return term?.kind === 'atom' || (term?.kind === 'port' && isOfThisNode(term));
}

/** Does something with a port that is open; `badarg` for one that is not, and for what is none. */
function withPort(term: Term | undefined, { ports }: BifContext, use: (port: Port) => Term): Term {
  try {
    const port = ports.find(term);
    return port === undefined ? BADARG : use(port);
  } catch (error) {
    if (error instanceof BifFailure) return BADARG;
    throw error;
  }
}

/** Writes data to a port; what is no data is reported, as OTP's port does when it comes to it. */
function command(port: Port, data: Term, machine: BifContext): Term {
  try {
    return machine.ports.command(port, data) ? TRUE : BADARG;
  } catch (error) {
    if (error instanceof BifFailure) machine.report(`Bad value on output port '${port.name}'\n`);
    throw error;
  }
}

/** True for a list of options of `port_command/3`. */
function areCommandOptions(options: Term | undefined): boolean {
  if (options?.kind === 'nil') return true;
  if (options?.kind !== 'list' || options.tail.kind !== 'nil') return false;
  return options.elements.every((option) => option.kind === 'atom' && (option.name === 'force' || option.name === 'nosuspend'));
}

function byteList(bytes: Uint8Array): Term {
  return list(Array.from(bytes, (byte) => integer(byte)));
}

/** Ports. */
export const portBifs: HostBifs = {
  'erts_internal:open_port/2': ([name, options], { ports }) => {
    try {
      const settings = portSettings(options);
      if (settings === undefined) return BADOPT;
      return ports.open(name, settings);
    } catch (error) {
      if (error instanceof BifFailure) return atom(error.reason);
      if (error instanceof FileError) return atom(error.code);
      throw error;
    }
  },
  'erts_internal:port_command/3': ([port, data, options], machine) => {
    return areCommandOptions(options) ? withPort(port, machine, (open) => command(open, data ?? NIL, machine)) : BADOPT;
  },
  'erts_internal:port_close/1': ([port], machine) => {
    let closing: Promise<void> | undefined;
    const closed = withPort(port, machine, (open) => {
      closing = machine.ports.close(open);
      return TRUE;
    });
    return closing?.then(() => closed) ?? closed;
  },
  'erts_internal:port_connect/2': ([port, pid], machine) =>
    withPort(port, machine, (open) => (machine.ports.connect(open, pid) ? TRUE : BADARG)),
  'erts_internal:port_control/3': ([port, operation, data], machine) => {
    const number = operation?.kind === 'integer' ? Number(operation.value) : -1;
    if (number < 0 || number > 0xffffffff) return BADARG;
    let answer: Uint8Array | Promise<Uint8Array> | undefined;
    withPort(port, machine, (open) => {
      answer = machine.ports.control(open, number, data ?? NIL);
      return TRUE;
    });
    if (answer === undefined) return BADARG;
    return answer instanceof Promise ? answer.then(byteList) : byteList(answer);
  },
  // No port here has calls of its own.
  'erts_internal:port_call/3': () => BADARG,
  'erts_internal:port_info/1': ([port], machine) => {
    if (!isPortTerm(port)) return BADARG;
    const open = machine.ports.find(port);
    if (open === undefined) return UNDEFINED;
    const items = ITEMS.map((item) => tuple(atom(item), machine.ports.info(open, item) ?? NIL));
    return list(items.filter((pair, i) => ITEMS[i] !== 'registered_name' || (pair.kind === 'tuple' && pair.elements[1]?.kind !== 'nil')));
  },
  'erts_internal:port_info/2': ([port, item], machine) => {
    if (!isPortTerm(port)) return atom('badtype');
    const open = machine.ports.find(port);
    if (open === undefined) return UNDEFINED;
    if (item?.kind !== 'atom') return BADARG;
    const { name } = item;
    const value = machine.ports.info(open, name);
    if (value === undefined) return BADARG;
    return name === 'registered_name' && value.kind === 'nil' ? NIL : tuple(atom(name), value);
  },
  'erlang:port_set_data/2': ([port, data], { ports }) => {
    const open = ports.find(port) ?? badarg();
    open.data = data;
    return TRUE;
  },
  'erlang:port_get_data/1': ([port], { ports }) => ports.find(port)?.data ?? badarg(),
  'erlang:ports/0': (_, { ports }) => list(ports.all()),
};
