import { formatTerm, OPCODES, type PidTerm, type Term } from '@beamline/beam-file';
import { ErlangError } from '../processes/erlang-error.js';
import { displayedTerm } from '../terms/displayed-term.js';
import { atom, binary, characters, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf, elementsOf, integerBetween, isAtom, smallInteger } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

// What OTP's tools ask of the emulator itself. Much of it is about what there is not: locks, schedulers for long work, allocators,
// a debugger of the emulator. The answers are those of an emulator that was built without.

const FALSE = atom('false');
const TRUE = atom('true');
const BADARG = atom('badarg');
/** `FOR1`, the size, `BEAM`; the name of a chunk and its size. */
const FILE_HEADER = 12;
const CHUNK_HEADER = 8;
/** The greatest size of a term as text. */
const MOST_CHARACTERS = 2 ** 27;

function unsupported(): never {
  throw new BifFailure('notsup');
}

/** As for what OTP has only when it is told to have it. */
function unavailable(): never {
  throw new BifFailure('undef');
}

function refuse(): never {
  return badarg();
}

function isLiving(pid: Term | undefined, { processes }: BifContext): boolean {
  return pid?.kind === 'pid' && processes.contextOf(pid) !== 0;
}

/** The data of a chunk of a `.beam` file; undefined if there is none. */
function chunkOf(file: Uint8Array, name: string): Uint8Array | undefined {
  const text = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < FILE_HEADER || text(0) !== 'FOR1' || text(8) !== 'BEAM') return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const end = CHUNK_HEADER + view.getUint32(4);
  if (end > file.length) return undefined;
  for (let at = FILE_HEADER; at + CHUNK_HEADER <= end; ) {
    const size = view.getUint32(at + 4);
    const start = at + CHUNK_HEADER;
    if (start + size > end) return undefined;
    if (text(at) === name) return file.subarray(start, start + size);
    at = start + ((size + 3) & ~3);
  }
  return undefined;
}

/** The name of a chunk: a list of four characters. */
function chunkName(term: Term | undefined): string {
  const codes = elementsOf(term).map((element) => integerBetween(element, 0, 255));
  return codes.length === 4 ? String.fromCharCode(...codes) : badarg();
}

/** Writes the stack of a process to the standard error, with the ends of lines of a terminal. */
function display(pid: PidTerm, { host, info, processes, standardOutput }: BifContext): void {
  const text = info.backtrace(processes.contextOf(pid));
  if (host.writeBytes === undefined && host.writeError === undefined) host.writeLine(text);
  else standardOutput(2).write(new TextEncoder().encode(text.replaceAll('\n', '\r\n')));
}

/** The emulator as its tools see it. */
export const emulatorBifs: HostBifs = {
  'erts_debug:breakpoint/2': ([of, isSet]) => {
    const [module, name, arity, more] = of?.kind === 'tuple' ? of.elements : [];
    if (module?.kind !== 'atom' || name?.kind !== 'atom' || more !== undefined || !isAtom(isSet, 'true', 'false')) return badarg();
    if (!isAtom(arity, '_')) smallInteger(arity);
    return integer(0);
  },
  'erts_debug:copy_shared/2': ([term, how]) =>
    how?.kind === 'atom' && (how.name === 'true' || how.name === 'false') ? (term ?? NIL) : badarg(),
  'erts_debug:dirty/3': refuse,
  'erts_debug:dirty_cpu/2': ([kind, what]) => (atomOf(kind) === 'scheduler' && atomOf(what) === 'type' ? atom('normal') : badarg()),
  'erts_debug:dirty_io/2': ([kind, what]) => (atomOf(kind) === 'scheduler' && atomOf(what) === 'type' ? atom('normal') : badarg()),
  'erts_debug:disassemble/1': () => FALSE,
  'erts_debug:display/1': ([term], { host }) => {
    const text = displayedTerm(term ?? NIL);
    host.writeLine(text);
    return characters(`${text}\n`);
  },
  'erts_debug:dist_ext_to_term/2': refuse,
  'erts_debug:instructions/0': () => list(OPCODES.flatMap((info) => (info === undefined ? [] : [characters(info.name)]))),
  'erts_debug:interpreter_size/0': () => integer(0),
  'erts_debug:lcnt_clear/0': () => atom('error'),
  'erts_debug:lcnt_collect/0': () => atom('error'),
  'erts_debug:lcnt_control/1': refuse,
  'erts_debug:lcnt_control/2': refuse,
  'erts_debug:map_info/1': ([map]) => {
    if (map?.kind !== 'map') throw new ErlangError('error', tuple(atom('badmap'), map ?? NIL), []);
    return badarg();
  },
  'erts_debug:unaligned_bitstring/2': ([bits, offset]) => {
    integerBetween(offset, 0, 7);
    return bits?.kind === 'bitstring' ? bits : badarg();
  },

  'erts_internal:beamfile_chunk/2': ([file, name]) => {
    const bytes = bytesOf(file);
    const chunk = chunkOf(bytes, chunkName(name));
    return chunk === undefined ? atom('undefined') : binary(chunk);
  },
  'erts_internal:check_dirty_process_code/2': unsupported,
  'erts_internal:is_process_executing_dirty/1': ([pid]) => (pid?.kind === 'pid' ? FALSE : badarg()),
  'erts_internal:ets_super_user/1': ([flag]) => (['true', 'false'].includes(atomOf(flag)) ? atom('ok') : badarg()),
  // So many answers will come: there are no allocators to tell of.
  'erts_internal:gather_alloc_histograms/1': ([what]) => (what?.kind === 'tuple' ? integer(0) : badarg()),
  'erts_internal:gather_carrier_info/1': ([what]) => (what?.kind === 'tuple' ? integer(0) : badarg()),
  'erts_internal:notify_breakpoint_hit/3': unavailable,
  'erts_internal:process_display/2': ([pid, kind], machine) => {
    if (kind?.kind !== 'atom' || kind.name !== 'backtrace') return atom('badopt');
    if (pid?.kind !== 'pid' || !isLiving(pid, machine)) return BADARG;
    display(pid, machine);
    return TRUE;
  },
  // @bif inErlang
  'erlang:process_display/2': ([pid, kind], machine) => {
    if (!isAtom(kind, 'backtrace')) throw new BifFailure('badarg', 'badopt');
    if (pid?.kind !== 'pid' || !isLiving(pid, machine)) return badarg();
    display(pid, machine);
    return TRUE;
  },
  'erts_internal:process_flag/3': ([pid, flag, value], machine) => {
    if (pid?.kind !== 'pid') return atom('badtype');
    const isRight =
      flag?.kind === 'atom' && flag.name === 'save_calls' && value?.kind === 'integer' && value.value >= 0 && value.value <= 10_000;
    return isRight && isLiving(pid, machine) ? integer(0) : BADARG;
  },
  'erts_internal:scheduler_wall_time/1': () => FALSE,
  'erts_internal:system_check/1': ([what]) => (atomOf(what) === 'schedulers' ? atom('ok') : badarg()),
  'erts_internal:term_to_string/2': ([term, limit]) => {
    const most = limit?.kind === 'atom' && limit.name === 'undefined' ? MOST_CHARACTERS : integerBetween(limit, 0, MOST_CHARACTERS);
    const text = formatTerm(term ?? NIL);
    return characters(text.length > most ? `${text.slice(0, most)}... ` : text);
  },
  'erts_literal_area_collector:release_area_switch/0': unsupported,
  'erts_literal_area_collector:send_copy_request/3': unsupported,
  'erl_debugger:supported/0': () => FALSE,
  'erlang:display_nl/0': (_, { host }) => {
    host.writeLine('');
    return TRUE;
  },
};
